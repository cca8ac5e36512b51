"""The convolutional network outside our pages: in a frame, as pictures."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.web.page_tree import tree

LINK = "data=digits&n=40&maps=3,4&neurons=10&batch=8&steps=12&method=dropblock&p=0.5&step=9"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def test_it_is_an_embed_and_a_picture(client: TestClient) -> None:
    embedded = tree(client.get(f"/embed/network?{LINK}").text)
    outlines = embedded.one("figure", id="network").all("path", "outline")
    assert sum(bool(of["d"]) for of in outlines) > 2
    drawn = client.get(f"/figure/network.svg?{LINK}")
    assert drawn.status_code == 200
    assert sorted(of["d"] for of in outlines if of.has("data-part")) == sorted(
        of["d"] for of in tree(drawn.text).all("path", "outline") if "M2 2h12" not in of["d"]
    )
    assert "seed of a block" in drawn.text
    assert "coins, grey" not in drawn.text  # there is no row of them in a picture
    assert client.get(f"/figure/network.png?{LINK}&view=backward").headers["content-type"] == "image/png"
