"""What is wanted of the builder: which figure, what a student may do there, how large, from where on, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.reading import choice, whole
from app.web.embed import allowed
from app.web.embed.allowed import Allowed, read_asked
from app.web.embed.catalogue import EMBEDS

PLATFORMS = ("html", "jupyter", "myst", "quarto", "moodle", "canvas", "markdown", "link", "replay")
WIDTHS = (320, 2000)  # from the narrowest screen that a figure is made for
HEIGHTS = (100, 2400)  # to what static/embed.js gives a frame
_TABLE = (
    Field("figure", "choice", choices=tuple(EMBEDS), key="frame figure"),
    Field("to", "choice", choices=PLATFORMS, key="frame to"),
    Field("width", "whole", *WIDTHS, key="frame width"),
    Field("height", "whole", *HEIGHTS, key="frame height"),
    Field("begin", "choice", choices=("here", "0"), key="frame begin"),
    Field("fit", "choice", choices=("0", "1"), key="frame fit"),
)
FIELDS = {field.name: field for field in _TABLE}


@dataclass(frozen=True)
class Wanted:
    """width: None for as wide as the column; height: None for the figure's own; begins: at step 0, and not where the
    link is; fits: with the line of script that fits the frame's height."""

    figure: str = "network"
    allowed: Allowed = field(default_factory=Allowed)
    to: str = "html"
    width: int | None = None
    height: int | None = None
    begins: bool = False
    fits: bool = False

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """As a link has them: what is usual is left out, but the figure."""
        said = {
            "width": str(self.width or ""),
            "height": str(self.height or ""),
            "begin": "0" if self.begins else "",
            "fit": "1" if self.fits else "",
            "to": "" if self.to == "html" else self.to,
        }
        more = tuple((name, text) for name, text in said.items() if text)
        return (("figure", self.figure), *self.allowed.pairs(), *more)


def is_own(name: str) -> bool:
    """Whether a link says this to the builder."""
    return name in FIELDS or name in allowed.FIELDS


def read_wanted(pairs: Sequence[tuple[str, str]], form: bool = False) -> tuple[Wanted, dict[str, Fault]]:
    """(what is wanted, a fault for each name that is wrong): the usual stands in for what is wrong, or left empty.

    form: has a name for each control that is ticked, and a name twice where a button was pressed: the last counts.
    """
    given = [(name, text.strip()) for name, text in pairs if is_own(name) and text.strip()]
    texts = dict(given)
    if form:
        texts["controls"] = ",".join(text for name, text in given if name == "controls") or "none"
    faults = {name: Fault("repeated", of(name)) for name, _ in given if not form and _count(name, given) > 1}
    asked = read_asked([(name, text) for name, text in texts.items() if name in allowed.FIELDS and name not in faults])
    faults |= asked.faults
    found: dict[str, str | int] = {}
    for name, one in FIELDS.items():
        try:
            if name in texts and name not in faults:
                found[name] = (choice if one.kind == "choice" else whole)(one, texts[name])
        except Fault as fault:
            faults[name] = fault
    begins, fits = found.pop("begin", "here") == "0", found.pop("fit", "0") == "1"
    return Wanted(allowed=asked.allowed, begins=begins, fits=fits, **found), faults  # type: ignore[arg-type]


def of(name: str) -> Field:
    """The field of a name."""
    return FIELDS.get(name) or allowed.FIELDS[name]


def _count(name: str, pairs: Sequence[tuple[str, str]]) -> int:
    return sum(other == name for other, _ in pairs)
