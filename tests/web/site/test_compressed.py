"""Who is sent gzip, by what a client says of it (RFC 9110, 12.5.3)."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.site.compressed import takes_gzip


@pytest.mark.parametrize(
    "wish",
    ["gzip", "GZIP", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8, *;q=0.1", "*", "x-gzip", "gzip;q=0.001", "gzip ; q=1",
     "identity;q=0, *;q=0.5", "deflate, *;q=0.2", "identity;q=0.5, gzip;q=1.0"],
)  # fmt: skip
def test_gzip_is_taken(wish: str) -> None:
    assert takes_gzip(wish)


@pytest.mark.parametrize(
    "wish",
    ["", "gzip;q=0", "gzip;q=0.0", "gzip; q=0.000", "*;q=0", "br, *;q=0", "gzip;q=0, *", "identity", "br", "gzipped",
     "identity;q=1, gzip;q=0.5", "gzip;q=", "gzip;q=nan", "gzip;q=2", "gzip;q=-1", ",;,;q=1,"],
)  # fmt: skip
def test_gzip_is_not_taken(wish: str) -> None:
    assert not takes_gzip(wish)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


@pytest.mark.parametrize("path", ["/layer", "/static/css/site.css", "/scripts/layer.js"])
def test_the_whole_app_obeys(client: TestClient, path: str) -> None:
    plain = client.get(path, headers={"accept-encoding": "gzip;q=0"})
    packed = client.get(path, headers={"accept-encoding": "deflate;q=0, gzip;q=0.5"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    for answer in (plain, packed):
        assert "accept-encoding" in answer.headers["vary"].lower()
