"""The residual network outside our pages: in a frame, as pictures."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.web.page_tree import tree

LINK = "data=digits&n=80&blocks=4&width=6&steps=40&method=stochastic_depth&step=20"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def test_it_is_an_embed_and_a_picture(client: TestClient) -> None:
    embedded = tree(client.get(f"/embed/network?{LINK}").text)
    assert len(embedded.one("figure", id="network").all("g", "branch")) == 2 * 4
    drawn = client.get(f"/figure/network.svg?{LINK}")
    assert drawn.status_code == 200
    assert drawn.text.count('class="branch') == 4
    assert "survival and coin" in drawn.text
    assert client.get(f"/figure/network.png?{LINK}&view=backward").headers["content-type"] == "image/png"
