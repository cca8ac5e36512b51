"""Another language is another table: with every text of app/web/words marked, no other word stands on a page but those
that its templates hold, which are a table of their own."""

import re
import sys
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.words import say as words
from tests.conftest import ROOT
from tests.web.page_tree import Node, tree

WORD = re.compile(r"[A-Za-z]{3,}")
READ_OUT = ("aria-label", "title", "alt", "placeholder", "aria-valuetext", "data-said", "data-briefly")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
ADDRESS = re.compile(r"https?://\S+")
# What is no language: names in links, functions, units, and the page's own name.
NAMES = {"relu", "tanh", "sigmoid", "adam", "sgd", "momentum", "none", "max"}


def templates() -> set[str]:
    """The words that templates hold, and programs to copy."""
    files = (path for ending in ("html", "py") for path in (ROOT / "templates").rglob(f"*.{ending}"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    return {word.lower() for text in texts for word in WORD.findall(text)}


def texts(node: Node) -> Iterator[str]:
    """All that a reader sees or hears of a page."""
    for found in node.walk():
        if found.name in ("script", "style"):
            continue
        yield from (found.attributes[name] or "" for name in READ_OUT if name in found.attributes)
        yield from (part for part in found.parts if isinstance(part, str))


def unmarked(text: str) -> set[str]:
    """The words that stand outside every mark and every address."""
    text = ADDRESS.sub(" ", text)
    while (rest := MARKED.sub(" ", text)) != text:
        text = rest
    return {word.lower() for word in WORD.findall(text)}


def forget() -> None:
    """Nothing that was written in one language is kept for another."""
    for name, module in [*sys.modules.items()]:
        if name.startswith("app.web."):
            for function in vars(module).values():
                if callable(clear := getattr(function, "cache_clear", None)):
                    clear()


@pytest.fixture(scope="module")
def marked() -> Iterator[TestClient]:
    """A server whose every text is marked."""
    with pytest.MonkeyPatch.context() as patch, TestClient(create_app(Settings())) as client:
        forget()
        patch.setattr(words, "TEXTS", {key: f"⟦{text}⟧" for key, text in words.TEXTS.items()})
        yield client
    forget()


@pytest.mark.parametrize(
    "link",
    [
        "/?steps=30&step=7",
        "/?steps=30&step=7&view=backward&place=0,1&p=0.5",
        "/?data=digits&steps=8&step=3&lr=0.1&change=p@2:0.4",
        "/?data=curve&steps=12&n=12&batch=12",
        "/?p=2&n=1",
        "/neuron?steps=8&step=3&layer=1&unit=2",
        "/numbers?steps=8&step=3",
        "/nowhere",
    ],
)
def test_every_word_of_a_page_is_its_tables_or_its_templates(marked: TestClient, link: str) -> None:
    page = tree(marked.get(link).text)
    found = {word for text in texts(page) for word in unmarked(text)}
    assert found - templates() - NAMES == set()
    assert any("⟦" in text for text in texts(page))


def test_words_outside_a_mark_are_seen() -> None:
    assert unmarked("⟦At step ⟦3⟧⟧ some are ⟦off⟧") == {"some", "are"}
