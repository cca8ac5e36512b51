"""No header that a client may write, on any address, makes an error of ours."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

READ = (
    "accept accept-encoding content-length host hx-current-url hx-history-restore-request hx-request if-match "
    "if-modified-since if-none-match if-range last-event-id origin range referer x-forwarded-for x-forwarded-host "
    "x-forwarded-proto"
)
PATHS = (
    "/?steps=9&p=2 /?steps=9 /layer /layer/ /layer/cell /neuron?steps=9&layer=1&unit=1 /numbers?steps=9 /frame?steps=9 "
    "/curve?steps=9 /api/run?steps=9 /api/step/1?steps=9 /api/layer /healthz /openapi.json /docs /nothing /api/nothing "
    "/static/css/site.css /static/none /stream?steps=9&rate=0 /scripts/explore.js"
)
HOSTILE = (
    "", "[", "http://[", "http://[::1", "//[", "-1", "bytes=-", "bytes=9-1", "bytes=0-0,2-1,-5", "bytes=99999999999-",
    "gzip;q=0", "gzip;q=x,,;;=", "*", "9" * 5000, "\x00", "W/\"", "a:b:c", ":99999999", "%00%ff", "nan", "é", "٢",
    "Thu, 99 Foo 99999 99:99:99 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "http://testserver/?steps=9&p=9&%ff=1&x",
)  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(Settings(single_process=True, _cli_parse_args=[]))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def named(name: str, value: str) -> tuple[bytes, bytes]:
    return name.encode(), value.encode("utf-8", "surrogateescape")


@settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(PATHS.split()),
    headers=st.dictionaries(
        st.sampled_from(READ.split()),
        st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=40),
        min_size=1,
        max_size=4,
    ),
)
@example(path="/?steps=9&p=2", headers={"hx-request": "true", "hx-current-url": "http://["})
@example(path="/?steps=9&p=2", headers={"hx-current-url": "http://["})
@example(path="/nothing", headers={"host": "["})
@example(path="/layer/", headers={"host": "[::1]:x"})
@example(path="/static/css/site.css", headers={"range": "bytes=9-1", "if-range": "x"})
def test_no_header_makes_an_error_of_ours(client: TestClient, path: str, headers: dict[str, str]) -> None:
    sent = [named(name, value) for name, value in headers.items() if not value.isspace()]
    answer = client.request("GET", path, headers=sent, follow_redirects=False)
    assert answer.status_code < 500, (path, headers)


@pytest.mark.parametrize("path", ["/nothing", "/layer/nothing", "/numbers?step=x", "/?p=2", "/layer?p=2", "/numbers"])
def test_what_differs_for_htmx_says_so_to_caches(client: TestClient, path: str) -> None:
    for headers in ({}, {"hx-request": "true"}):
        assert "hx-request" in client.get(path, headers=headers).headers["vary"].lower()


def test_a_server_error_is_said_in_the_sites_look_and_to_programs_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(single_process=True, _cli_parse_args=[]))

    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(app.store, "open", broken)
    with TestClient(app, raise_server_exceptions=False) as client:
        page, data = client.get("/"), client.get("/frame")
        assert page.status_code == data.status_code == 500
        assert "Something went wrong in the server" in page.text
        assert data.json() == {"errors": {"server": "The error is in the server's log."}}
        assert "a fault of ours" not in page.text + data.text
