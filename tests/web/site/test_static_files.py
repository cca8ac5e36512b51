"""What kind of file each is, by our own word: with nosniff a wrong one is not run."""

import mimetypes
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.resources import static_dir
from app.settings import Settings
from app.web.site.static_files import CONTENT_TYPES

FILES = sorted(path.relative_to(static_dir()) for path in static_dir().rglob("*") if path.is_file())


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Of an app on a system that takes every file for plain text, as a Windows registry may."""
    mimetypes.guess_type("a.js")  # which reads the system's tables, once
    for suffix in CONTENT_TYPES:
        monkeypatch.setitem(mimetypes.types_map, suffix, "text/plain")
    assert mimetypes.guess_type("a.js")[0] == mimetypes.guess_type("a.css")[0] == "text/plain"
    return TestClient(create_app(Settings(single_process=True, _cli_parse_args=[])))


def test_every_kind_of_file_has_a_type_of_ours() -> None:
    assert {path.suffix for path in FILES} <= set(CONTENT_TYPES)


@pytest.mark.parametrize("path", [next(path for path in FILES if path.suffix == kind) for kind in (".js", ".css")])
def test_a_file_is_what_it_is_whatever_the_system_says(client: TestClient, path: Path) -> None:
    answer = client.get(f"/static/{path.as_posix()}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == CONTENT_TYPES[path.suffix]
    again = client.get(f"/static/{path.as_posix()}", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_scripts_and_pages_are_what_they_are_too(client: TestClient) -> None:
    kinds = {path: client.get(path).headers["content-type"].split(";")[0] for path in ("/scripts/layer.js", "/layer")}
    assert kinds == {"/scripts/layer.js": "text/javascript", "/layer": "text/html"}
