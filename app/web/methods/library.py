"""What a method's page says of libraries, papers and the notebook: `of("dropblock")`.

names: what the method is called elsewhere; trap: where these names mislead; papers: where it was published, its own
paper first; differs: where the notebook says otherwise, a line each. Texts have code between backticks and mathematics
between dollar signs (`app.web.words.prose`). Programs to copy, with a run's settings, are in `snippets`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from app.web.methods.names import NAMES, Name
from app.web.methods.papers import PAPERS, Paper
from app.web.words.english.library import DIFFERS
from app.web.words.say import say


@dataclass(frozen=True)
class Row:
    """A name as it is read. call: "" where there is none; takes: which probability it is given, in words."""

    library: str
    call: str
    takes: str
    note: str


@dataclass(frozen=True)
class Library:
    """All of it for one page."""

    page: str
    names: tuple[Row, ...]
    trap: str
    papers: tuple[Paper, ...]
    differs: tuple[str, ...]


@cache
def of(page: str) -> Library:
    """What is said on this page. Raises: KeyError where there is no page of that name."""
    return Library(
        page=page,
        names=tuple(_row(name) for name in NAMES[page]),
        trap=say(f"library.trap.{page}"),
        papers=PAPERS[page],
        differs=tuple(say(f"library.differs.{page}.{n}") for n in range(1, len(DIFFERS[page]) + 1)),
    )


def _row(name: Name) -> Row:
    note = say(f"library.note.{name.note}") if name.note else ""
    return Row(name.library, name.call, say(f"library.takes.{name.takes}"), note)
