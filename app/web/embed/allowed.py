"""What a link of an embed says beside the run and the view: what a student may do there, and in which theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.link import SpecError
from app.web.address.choices import read_choices
from app.web.site.styles import THEMES, Theme

CONTROLS = ("p", "place", "data", "seed", "step", "sample", "speed", "view")
USUAL = ("p", "step", "sample", "speed", "view")
_TABLE = (
    Field("controls", "choice", choices=(*CONTROLS, "none")),
    Field("autoplay", "choice", choices=("0", "1")),
    Field("theme", "choice", choices=THEMES),
)
FIELDS = {field.name: field for field in _TABLE}


@dataclass(frozen=True)
class Allowed:
    """controls: those of CONTROLS that are there; to play is always allowed."""

    controls: tuple[str, ...] = USUAL
    autoplay: bool = False
    theme: Theme = "auto"

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """As a link has them: what is usual is left out."""
        said = {
            "controls": "" if self.controls == USUAL else ",".join(self.controls) or "none",
            "autoplay": "1" if self.autoplay else "",
            "theme": "" if self.theme == "auto" else self.theme,
        }
        return tuple((name, text) for name, text in said.items() if text)


@dataclass(frozen=True)
class Asked:
    """A link of an embed, taken apart: what is allowed, the rest of the link, and what is wrong with the former."""

    allowed: Allowed
    pairs: list[tuple[str, str]]
    faults: Mapping[str, Fault]


def read_asked(sent: list[tuple[str, str]]) -> Asked:
    """Where it is wrong what is allowed, what is right of that holds."""
    try:
        return Asked(*read_allowed(sent), {})
    except SpecError as error:
        return Asked(*read_allowed(pair for pair in sent if pair[0] not in error.faults), error.faults)


def read_allowed(pairs: Iterable[tuple[str, str]]) -> tuple[Allowed, list[tuple[str, str]]]:
    """(what is allowed, the rest of the link). Raises: SpecError with a fault for each name that is wrong."""
    named, rest = read_choices(FIELDS, pairs, lists=("controls",))
    given = named.get("controls", list(USUAL))
    theme = next(theme for theme in THEMES if theme == named.get("theme", ["auto"])[0])
    return Allowed(tuple(name for name in CONTROLS if name in given), named.get("autoplay") == ["1"], theme), rest
