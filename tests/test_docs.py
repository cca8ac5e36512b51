"""The paths that README and docs name are there."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "benchmarks" / "README.md"]
PATH = re.compile(r"`((?:app|static|templates|tests|benchmarks|docs)/[\w./-]*)`")


def paths(page: Path) -> set[str]:
    """Paths in code type; one that ends in a slash or has no ending is a folder, or a module without its .py."""
    return set(PATH.findall(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_path_that_a_page_names_is_there(page: Path) -> None:
    assert {path for path in paths(page) if not (ROOT / path).exists()} == set()


def test_the_pages_name_paths() -> None:
    assert len(paths(ROOT / "README.md")) > 10
    assert len(paths(ROOT / "docs" / "architecture.md")) > 10
    assert len(paths(ROOT / "docs" / "extending.md")) > 10
