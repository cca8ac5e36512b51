"""The marks of a chart of results at one value: a dot a seed in both arms, the line between, means and the interval.

Where a dot stands is a matter of its value, its seed and its number alone, so that more seeds move none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from app.runs.experiments.compared import Compared, mean
from app.runs.experiments.measures import Measure
from app.runs.experiments.pairs import Summary
from app.web.figures.result_axes import Mark, Up
from app.web.words.results import difference_text, reading_text

BESIDE = 0.2  # of a value's room: how far its two columns stand from its middle
SCATTER = 0.16  # over so much of it the dots of a column are spread, since equal ones would hide each other
BAR = 0.13  # half the length of a mean's bar
GOLDEN = 0.6180339887  # its multiples fall evenly between 0 and 1, however many there are

HrefOf = Callable[[int], str]  # of a seed's run


class Dot(NamedTuple):
    """One seed: where it stands and as what, its number in words, and the address of its run."""

    seed: int
    x: float
    y: float
    mark: Mark
    text: str
    href: str


class Line(NamedTuple):
    """Between a seed's two dots, or a bar."""

    seed: int
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Marks:
    """All that stands at one value. bars: of both arms' means, the twin's first; mean, band: of the differences."""

    twin: tuple[Dot, ...]
    ours: tuple[Dot, ...]
    lines: tuple[Line, ...]
    bars: tuple[tuple[str, Line], ...]
    differences: tuple[Dot, ...]
    mean: Line | None
    band: Line | None


def marks(measure: Measure, found: Compared, x: float, width: float, up: Up, apart: Up, href: HrefOf) -> Marks:
    """Draw what is there of a value whose room has its middle at x."""
    left, right = x - BESIDE * width, x + BESIDE * width
    twin = _dots(found.twin, left, width, up, partial(reading_text, measure), href)
    ours = _dots(found.ours, right, width, up, partial(reading_text, measure), href)
    differences = {pair.seed: pair.difference for pair in found.pairs}
    starts = {dot.seed: dot for dot in twin}
    means = (("twin", mean(found.twin), left), ("dropout", mean(found.ours), right))
    return Marks(
        twin=twin,
        ours=ours,
        lines=tuple(Line(d.seed, starts[d.seed].x, starts[d.seed].y, d.x, d.y) for d in ours if d.seed in starts),
        bars=tuple((arm, _bar(at, up.within(m), width)) for arm, m, at in means if math.isfinite(m)),
        differences=_dots(differences, left, width, apart, partial(difference_text, measure), href),
        mean=_bar(right, apart.within(found.summary.mean), width) if math.isfinite(found.summary.mean) else None,
        band=_band(right, found.summary, apart),
    )


def _dots(
    readings: Mapping[int, float], x: float, width: float, on: Up, said: Callable[[float], str], href: HrefOf
) -> tuple[Dot, ...]:
    return tuple(
        Dot(seed, _spread(x, seed, width), *on.spot(value), said(value), href(seed)) for seed, value in readings.items()
    )


def _band(x: float, found: Summary, on: Up) -> Line | None:
    if math.isnan(found.low):
        return None
    return Line(0, round(x, 2), on.within(found.low), round(x, 2), on.within(found.high))


def _spread(x: float, seed: int, width: float) -> float:
    return round(x + SCATTER * width * (GOLDEN * seed % 1 - 0.5), 2)


def _bar(x: float, y: float, width: float) -> Line:
    return Line(0, round(x - BAR * width, 2), y, round(x + BAR * width, 2), y)
