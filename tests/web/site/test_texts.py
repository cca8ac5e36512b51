"""Script says what came with the page: it has no sentences of its own, and no key that the page does not have."""

import json
import re
from pathlib import Path

import pytest

from app.web.site.templates import script_texts
from app.web.words.english.script import SCRIPT
from tests.conftest import ROOT

SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
LITERAL = re.compile(r"'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`")
PROSE = re.compile(r"[A-Za-z’]{2,} [a-z’]+ [a-z’]{2,}")
SELECTORS = re.compile(r"[\[\]#>=]|^[a-z.-]+(, ?[a-z.-]+)+$")  # of elements, or of a style sheet


def code(text: str) -> str:
    """Without its comments."""
    return re.sub(r"/\*.*?\*/|(?<![:'\"`\\])//[^\n]*", "", text, flags=re.DOTALL)


def sentences(text: str) -> list[str]:
    """Literals that read like prose."""
    found = (single or template for single, template in LITERAL.findall(code(text)))
    return [literal for literal in found if PROSE.search(literal) and not SELECTORS.search(literal)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_script_writes_a_sentence(path: Path) -> None:
    assert sentences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_script_writes_words_on_the_page(path: Path) -> None:
    """What is written as text, label or title is the server's."""
    text = code(path.read_text(encoding="utf-8"))
    written = re.findall(r"(?:textContent = |write\([^;]*?, |'aria-label', |title: )'([^']*[a-z]{3,}[^']*)'", text)
    assert written == []


def test_sentences_are_seen() -> None:
    assert sentences("say('The server is gone.'); // it is not so\nx = `${n} of them are off`") == [
        "The server is gone.",
        "${n} of them are off",
    ]


def test_the_page_has_every_text_that_a_script_says_and_no_other() -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    assert json.loads(script_texts()) == SCRIPT
    calls = re.findall(r"\bsay\(((?:[^()]|\([^()]*\))*)\)", everything)
    said = {key for call in calls for key in re.findall(r"'([a-z ]+)'", call)}
    said |= {f"{part} holds" for part in ("scene", "figure", "sentence", "labs", "task", "share")}
    assert set(SCRIPT) <= said
    assert said - set(SCRIPT) <= {""}
