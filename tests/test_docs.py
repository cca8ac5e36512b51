"""The paths that README and docs name are there."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "benchmarks" / "README.md"]
PATH = re.compile(r"`((?:app|static|templates|tests|benchmarks|docs)/[\w./-]*)`")
MODULE = re.compile(r"`(\w+\.(?:py|js|html|css))`")  # a name alone, as hub.py
PICTURE = re.compile(r"```\n(.*?)```", re.DOTALL)
BOX = re.compile(r"\b(app(?:/\w+)+|\w+/\w+\.js)\b")


def paths(page: Path) -> set[str]:
    """Paths in code type; one that ends in a slash or has no ending is a folder, or a module without its .py."""
    return set(PATH.findall(page.read_text(encoding="utf-8")))


def names() -> set[str]:
    """The names of all files there are."""
    folders = ("app", "static/js", "static/css", "templates", "tests", "benchmarks")
    return {path.name for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_path_that_a_page_names_is_there(page: Path) -> None:
    assert {path for path in paths(page) if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_module_that_a_page_names_alone_is_there(page: Path) -> None:
    assert set(MODULE.findall(page.read_text(encoding="utf-8"))) - names() == set()


def test_the_boxes_of_the_picture_are_there() -> None:
    picture = PICTURE.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))[0]
    boxes = BOX.findall(picture)
    assert len(boxes) > 10
    found = [ROOT / "static" / "js" / box if box.endswith(".js") else ROOT / box for box in boxes]
    assert [path for path in found if not path.exists() and not path.with_suffix(".py").exists()] == []


def test_the_pages_name_paths() -> None:
    assert len(paths(ROOT / "README.md")) > 10
    assert len(paths(ROOT / "docs" / "architecture.md")) > 10
    assert len(paths(ROOT / "docs" / "extending.md")) > 10
