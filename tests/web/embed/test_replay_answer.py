"""A server that is asked for replays."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.web.embed.replays import RUN, SITE, replay
from tests.web.page_tree import tree


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = Settings(single_process=True, public_url=SITE, frame_ancestors="https://a.example", _cli_parse_args=[])
    with TestClient(create_app(settings)) as client:
        yield client


def test_a_server_sends_the_same_bytes_with_its_policy_and_once(client: TestClient) -> None:
    answer = client.get(f"/replay/network.html?{RUN}&step=7")
    page = replay("network", f"{RUN}&step=7", SITE)
    assert answer.text == page.text
    assert answer.headers["content-security-policy"] == f"{page.policy}; frame-ancestors https://a.example"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    tag = {"if-none-match": f"W/{answer.headers['etag']}"}
    assert client.get(f"/replay/network.html?{RUN}&step=7", headers=tag).status_code == 304
    for other in (f"network.html?{RUN}&step=8", f"network.html?{RUN}&step=7&theme=dark", f"map.html?{RUN}&step=7"):
        assert client.get(f"/replay/{other}", headers=tag).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("nothing.html", 404, "/replay/nothing.html"),
        ("network", 404, "/replay/network"),
        ("network.html?p=2", 422, "p must lie in [0, 1), got 2"),
        ("network.html?controls=all", 422, "controls"),
        ("network.html?steps=40&step=41", 422, "Step must lie in [0, 40], got 41"),
    ],
)
def test_what_there_is_no_replay_of(client: TestClient, path: str, status: int, says: str) -> None:
    answer = client.get(f"/replay/{path}")
    assert answer.status_code == status
    assert says in tree(answer.text).text
