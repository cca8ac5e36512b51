"""The transformer outside our pages: in a frame, as pictures, and as a file with the run inside."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.web.page_tree import tree

LINK = "data=words&n=40&batch=4&width=6&inner=5&steps=30&p=0.4&step=20"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def test_it_is_an_embed_a_picture_and_a_replay(client: TestClient) -> None:
    figure = tree(client.get(f"/embed/network?{LINK}").text).one("figure", id="network")
    off = sum("off" in cell.attributes.get("class", "").split() for cell in figure.one("div", "stack").all("path"))
    drawn = client.get(f"/figure/network.svg?{LINK}")
    assert drawn.status_code == 200
    picture = tree(drawn.text)
    key = 1  # of the legend
    assert sum("off" in cell.attributes.get("class", "").split() for cell in picture.all("path")) == off + key > 100
    assert "words 0.4, attention weights 0.4" in drawn.text
    assert client.get(f"/figure/network.png?{LINK}&view=backward").headers["content-type"] == "image/png"
    replay = client.get(f"/replay/network.html?{LINK}&controls=step")
    assert replay.status_code == 200
    assert len(replay.content) < 1_000_000
