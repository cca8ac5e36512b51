"""Of an LSTM: what each of its methods drops of this sample, all made of the coins of this step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.runs.nets.methods import Method, Naive, Recurrent, Variational
from app.web.address.links import Links
from app.web.figures import lstm_marks as marks
from app.web.figures.lstm_seen import cell_of, size_of
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words.numbers import rate_text
from app.web.words.say import say

Bits = NDArray[np.bool_]


@dataclass(frozen=True)
class Strip:
    """What one method drops. kept, off: paths, in columns and rows as the figure's; kind: what these are."""

    name: str
    href: str
    current: bool
    kind: str  # h, c or g
    counted: str
    kept: str
    off: str
    summary: str


@dataclass(frozen=True)
class SameCoins:
    """All that templates/methods/same_coins.html draws."""

    lead: str
    width: int
    height: int
    strips: tuple[Strip, ...]


@dataclass(frozen=True)
class Way:
    """A method: what a link asks for, what it acts on, and whether it keeps a mask for the sequence."""

    key: str
    edits: tuple[str, ...]
    on: str
    sequence: bool
    holds: Callable[[Method | None], bool]


WAYS = (
    Way("variational", ("method:variational",), "h", True, lambda of: isinstance(of, Variational)),
    Way("naive h", ("method:naive", "on:h"), "h", False, lambda of: isinstance(of, Naive) and of.on == "h"),
    Way("naive c", ("method:naive", "on:c"), "c", False, lambda of: isinstance(of, Naive) and of.on == "c"),
    Way("recurrent", ("method:recurrent",), "g", False, lambda of: isinstance(of, Recurrent) and of.lasts == "step"),
)


def section(moment: Moment, links: Links) -> Section:
    """Of the sample that is drawn."""
    size, p = size_of(moment.run.spec.plan), rate(moment)
    below = coins(moment)[moment.sample, :, 0] < p
    strips = tuple(_strip(moment, links, way, below) for way in WAYS)
    lead = say("same coins.lead", step=moment.step, sample=moment.sample + 1, p=rate_text(p))
    shows = SameCoins(lead, marks.COLUMN * size.steps, marks.ROW * size.units, strips)
    return Section("methods/same_coins.html", "same-coins", shows, {"same-coins": lambda: _table(moment, below)})


def _table(moment: Moment, below: Bits) -> Table:
    """Of each unit at each time its coin, and by method whether it is off; none at a first step that has no past."""
    own = coins(moment)[moment.sample, :, 0]
    off = {way: np.broadcast_to(below[:1], below.shape) if way.sequence else below for way in WAYS}
    rows = [
        (t + 1, u + 1, float(own[t, u]), *(int(of[t, u]) if t or way.on == "g" else "" for way, of in off.items()))
        for t, u in np.ndindex(below.shape)
    ]
    return Table(("time", "unit", "coin", *(f"off {way.key}" for way in WAYS)), rows)


def rate(moment: Moment) -> float:
    """p in force, or, where nothing is dropped, the scene's."""
    return max(moment.rates) or float(moment.run.spec.defaults["p"])


def coins(moment: Moment) -> NDArray[np.float64]:
    """All coins of the cell at this step: (batch, steps, 4, units)."""
    return moment.record.drawn[cell_of(moment.run.spec).name].coins


def _strip(moment: Moment, links: Links, way: Way, below: Bits) -> Strip:
    """`below`: (steps, units), which coins are below p; a mask that is kept has the first step's."""
    off = np.broadcast_to(below[:1], below.shape) if way.sequence else below
    counts = off[:1] if way.sequence else off if way.on == "g" else off[1:]
    kept, gone = {"h": _links, "c": _lanes, "g": _cells}[way.on](off)
    name = say(f"same coins.{way.key}")
    counted = say(f"same coins.counted {way.key}", off=int(counts.sum()), whole=counts.size)
    current = way.holds(moment.run.spec.method)
    return Strip(name, links.after(*way.edits), current, way.on, counted, kept, gone, f"{name}: {counted}")


def _links(off: Bits) -> tuple[str, str]:
    steps, units = off.shape
    at = [(t, u) for t in range(1, steps) for u in range(units)]
    kept = "".join(marks.link(t, u, 0, 1) for t, u in at if not off[t, u])
    return kept, "".join(marks.slash(t, u) for t, u in at if off[t, u])


def _lanes(off: Bits) -> tuple[str, str]:
    steps, units = off.shape
    kept = "".join(marks.lane(steps, u) for u in range(units))
    return kept, "".join(marks.gap(t, u) for t in range(1, steps) for u in range(units) if off[t, u])


def _cells(off: Bits) -> tuple[str, str]:
    steps, units = off.shape
    at = [(t, u) for t in range(steps) for u in range(units)]
    return tuple("".join(marks.over(t, u) for t, u in at if off[t, u] == gone) for gone in (False, True))  # type: ignore[return-value]
