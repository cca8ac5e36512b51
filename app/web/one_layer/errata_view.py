"""The notebook's errata as the page sets them: code as code, formulas as MathML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from app.runs.one_layer.notebook_errata import SPELLING, Erratum, errata
from app.web.words.prose import prose

TITLES = {"code": "Code", "formulas": "Formulas", "statements": "Statements"}


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
    return ErrataView(tuple((TITLES[name], tuple(map(_view, found))) for name, found in errata().items()), SPELLING)


def _view(erratum: Erratum) -> ErratumView:
    return ErratumView(erratum.number, prose(erratum.said), prose(erratum.holds), prose(erratum.ran))
