"""Joined style sheets, and the theme that a link decides."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.resources import static_dir
from app.settings import Settings
from app.web.site.styles import ENTRIES, decided, joined

ROOM = "@media (prefers-color-scheme: dark) { :root { --paper: #000; } }"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def test_a_theme_stands_for_what_the_system_says() -> None:
    assert decided(ROOM, "auto") == ROOM
    assert decided(ROOM, "dark").startswith("@media all {")
    assert decided(ROOM, "light").startswith("@media not all {")
    assert decided(":root { color-scheme: light dark; }", "dark") == ":root { color-scheme: dark; }"
    assert decided('<source media="(prefers-color-scheme: dark)">', "light") == '<source media="not all">'


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_of_a_sheet_asks_the_system_then(entry: str, theme: str) -> None:
    text = joined(entry, theme).text  # type: ignore[arg-type]
    assert "prefers-color-scheme" not in text
    assert re.findall(r"color-scheme: ([^;]+)", text) == [theme]
    assert text.count("{") == text.count("}")


def test_sheets_come_with_their_tag(client: TestClient) -> None:
    first = client.get("/styles/embed.css?theme=dark")
    assert (first.status_code, first.headers["content-type"]) == (200, "text/css; charset=utf-8")
    again = client.get("/styles/embed.css?theme=dark", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert first.headers["etag"] != client.get("/styles/embed.css").headers["etag"]
    assert client.get("/styles/none.css").status_code == 404
    assert client.get("/styles/embed.css?theme=blue").status_code == 422


@pytest.mark.parametrize("path", sorted((static_dir() / "css").glob("*.css")), ids=lambda path: path.stem)
def test_a_sheet_is_whole_so_that_the_next_one_begins_outside_of_its_rules(path: Path) -> None:
    depth = 0
    for mark in re.findall(r"[{}]", re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)):
        depth += 1 if mark == "{" else -1
        assert depth >= 0
    assert depth == 0
