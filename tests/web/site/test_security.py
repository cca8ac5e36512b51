"""The same headers on every kind of answer."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.resources import static_dir, templates_dir
from app.settings import Settings
from app.web.site.security import content_security_policy

ANSWERS = {
    "/": 200,
    "/?p=2": None,  # the page with the message, or 422
    "/frame": 200,
    "/frame?p=2": 422,
    "/curve?steps=20": 200,
    "/curve?p=2": 422,
    "/api/run?steps=20": 200,
    "/api/step/x": 422,
    "/healthz": 200,
    "/openapi.json": 200,
    "/stream?rate=0&steps=20": 200,
    "/stream?p=2": 422,
    "/nothing": 404,
    "/static/nothing.css": 404,
    "/static/css/site.css": 200,
    "/static/": 404,
    "/embed/network?steps=20": 200,
    "/embed/nothing": 404,
    "/embed/loss?p=2": 422,
    "/styles/embed.css?theme=dark": 200,
    "/scripts/embed-map.js": 200,
}
READ_BY_ALL = ("/frame", "/curve", "/api/", "/openapi", "/stream", "/static/", "/embed/", "/styles/", "/scripts/")

# What a browser keeps, and what it allows on https pages alone.
KEPT = re.compile(r"(local|session)Storage|indexedDB|\.cookie\b|\bcaches\b|serviceWorker|isSecureContext|randomUUID")
SCHEME = re.compile(r"location\.protocol|startsWith\('https?:")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(Settings(single_process=True, frame_ancestors="https://school.example", _cli_parse_args=[]))
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    status = ANSWERS[path]
    assert answer.status_code == status if status else answer.status_code in (200, 422)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    if not path.startswith("/stream"):
        holders = "https://school.example" if path.startswith("/embed/") else "'self'"
        assert answer.headers["content-security-policy"] == content_security_policy(holders)
    assert answer.headers.get("access-control-allow-origin") == (
        "*" if path.startswith(READ_BY_ALL) or path[:2] in ("/", "/?") else None
    )
    assert "x-frame-options" not in answer.headers
    assert "set-cookie" not in answer.headers


def test_a_frame_of_no_origin_may_ask_as_htmx_does(client: TestClient) -> None:
    asks = {"origin": "null", "access-control-request-method": "GET", "access-control-request-headers": "hx-request"}
    for path in ("/", "/layer", "/layer/labs", "/numbers"):
        answer = client.options(path, headers=asks)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == answer.headers["access-control-allow-headers"] == "*"
    assert client.options("/docs", headers=asks).status_code == 405


def test_other_methods_have_them_too(client: TestClient) -> None:
    for path in ("/", "/stream", "/api/run"):
        answer = client.post(path)
        assert answer.status_code == 405
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_error_of_the_server_has_them_too() -> None:
    app = create_app(Settings(single_process=True, _cli_parse_args=[]))

    async def breaks() -> None:
        raise ZeroDivisionError

    app.api.add_api_route("/breaks", breaks)
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/breaks")
    assert answer.status_code == 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in answer.text


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed() -> None:
    rules = dict(rule.split(" ", 1) for rule in content_security_policy("'self'").split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'self'"
    assert not any(word in rule for rule in rules.values() for word in ("unsafe", "http", "*"))


def test_pages_keep_nothing_in_the_browser_and_do_not_ask_for_their_scheme() -> None:
    """So they work where storage is blocked, and behind a proxy that speaks https for the server."""
    files = [*(static_dir() / "js").rglob("*.js"), *templates_dir().rglob("*.html")]
    assert len(files) > 60
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    assert [name for name, text in texts.items() if KEPT.search(text) or SCHEME.search(text)] == []


def test_any_page_is_any_file_and_editor_too() -> None:
    """`frame-ancestors *` would be pages of the web alone."""
    assert "frame-ancestors" not in content_security_policy("*")
    assert content_security_policy("https://school.example").endswith("; frame-ancestors https://school.example")


def test_a_stranger_may_ask_before_what_it_may_send_and_only_then(client: TestClient) -> None:
    asks = {"origin": "null", "access-control-request-method": "GET", "access-control-request-headers": "hx-request"}
    answer = client.options("/layer", headers=asks)
    assert (answer.status_code, answer.headers["access-control-allow-headers"]) == (204, "*")
    assert client.options("/share", headers=asks).status_code == 405
    assert client.options("/layer").status_code == 405
