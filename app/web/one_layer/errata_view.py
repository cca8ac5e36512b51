"""The notebook's errata as the page sets them: code as code, formulas as MathML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from app.runs.one_layer.notebook_failures import findings
from app.web.words.english.errata import CODE, FORMULAS, SPELLING, STATEMENTS
from app.web.words.prose import prose
from app.web.words.say import say


@dataclass(frozen=True)
class Erratum:
    """said: as the notebook has it; holds: the correction; ran: what came out here, where it can be run."""

    number: int
    said: str
    holds: str
    ran: str = ""


@dataclass(frozen=True)
class ErratumView:
    """One line: what the notebook has, what holds, and for code what came out."""

    number: int
    said: Markup
    holds: Markup
    ran: Markup


@dataclass(frozen=True)
class ErrataView:
    """All that templates/one_layer/notebook.html draws: titled lists, and the words that are misspelt."""

    parts: tuple[tuple[str, tuple[ErratumView, ...]], ...]
    spelling: tuple[tuple[str, str], ...]


@cache
def errata_view() -> ErrataView:
    """The same for every visitor."""
    parts = ((say(f"errata.{name}"), tuple(map(_view, found))) for name, found in errata().items())
    return ErrataView(tuple(parts), SPELLING)


@cache
def errata() -> dict[str, tuple[Erratum, ...]]:
    """All of them, by kind: code, formulas, statements."""
    return {"code": _listed(CODE), "formulas": _listed(FORMULAS), "statements": _listed(STATEMENTS)}


def ran(number: int) -> str:
    """What came out where the code of an erratum was run; empty where it has none."""
    if number not in findings():
        return ""
    return say(f"finding.{number}", **{name: _fact(number, name, fact) for name, fact in findings()[number].items()})


def _fact(number: int, name: str, fact: object) -> object:
    if fact is None:
        return say("finding.no error")
    return say(f"finding.{number}.{name}.{'yes' if fact else 'no'}") if isinstance(fact, bool) else fact


def _listed(table: Mapping[int, tuple[str, str]]) -> tuple[Erratum, ...]:
    return tuple(Erratum(number, said, holds, ran(number)) for number, (said, holds) in table.items())


def _view(erratum: Erratum) -> ErratumView:
    return ErratumView(erratum.number, prose(erratum.said), prose(erratum.holds), prose(erratum.ran))
