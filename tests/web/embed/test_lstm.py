"""The LSTM outside our pages: in a frame, as pictures, and as a file that plays."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.web.page_tree import tree

LINK = "data=memory&delay=6&n=60&cells=5&batch=8&steps=20&method=naive"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def test_it_is_an_embed_a_picture_and_a_recording(client: TestClient) -> None:
    embedded = tree(client.get(f"/embed/network?{LINK}&step=12").text)
    figure = embedded.one("figure", id="network")
    assert len(figure.all("path", "gap")) == 6 * 5 + 1  # and the key
    drawn = client.get(f"/figure/network.svg?{LINK}&step=12&view=backward")
    assert drawn.status_code == 200
    assert drawn.text.count('class="gap') >= 6 * 5
    assert "memory erased" in drawn.text
    assert client.get(f"/figure/network.png?{LINK}&step=12").headers["content-type"] == "image/png"
    replay = client.get(f"/replay/network.html?{LINK}")
    assert replay.status_code == 200
    assert len(replay.content) < 1 << 20
    assert "data-time" in replay.text
