"""The axes of a chart of results, in percent of its box: across the values, and up a measure or a difference.

No axis moves when a result comes in. What lies outside stands on a rail beside it; so does what was never reached, and
what diverged. Differences stand on a scale of square roots: a hundredth of its end has a tenth of its length, so that
one axis shows small effects and large ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from app.runs.experiments.measures import Measure
from app.web.figures.loss_axes import tick_every

RAIL = 6.5  # of the box's height
WIDEST = 30.0  # that a value's room may be
CROWDED = 0.25  # of even room: closer values are put side by side, without a scale
APART = 14.0  # between ticks, at least

Scale = Literal["linear", "log", "root"]
Order = Literal["linear", "log", "even"]
Mark = Literal["dot", "above", "below", "never", "diverged"]


class Spot(NamedTuple):
    """How high something stands, and as what."""

    y: float
    mark: Mark


@dataclass(frozen=True)
class Across:
    """places: the middle of each value's room, which is so wide. scale: `even` where they are side by side in their
    order."""

    scale: Order
    places: tuple[float, ...]
    width: float


class _Spread(NamedTuple):
    """Values from 0 to 1, and the smallest gap between two."""

    scale: Order
    shares: list[float]
    gap: float


@dataclass(frozen=True)
class Up:
    """An axis from low to high between its rails. never: whether one of them is for what was never reached."""

    low: float
    high: float
    scale: Scale
    never: bool

    @cached_property
    def top(self) -> float:
        return (3 if self.never else 2) * RAIL

    @cached_property
    def bottom(self) -> float:
        return 100 - RAIL

    def y(self, value: float) -> float:
        """Of a value on the axis, or outside but on its scale."""
        low, height = self._start
        return round(self.bottom - height * (_scaled(self.scale, value, self.high) - low), 2)

    @cached_property
    def _start(self) -> tuple[float, float]:
        """Where the axis begins, and how much of the box one unit of its scale has."""
        low, high = (_scaled(self.scale, end, self.high) for end in (self.low, self.high))
        return low, (self.bottom - self.top) / (high - low)

    def spot(self, value: float) -> Spot:
        """nan diverged; inf was never reached where the axis has that rail, and else is above all."""
        if math.isnan(value):
            return Spot(RAIL / 2, "diverged")
        if self.never and math.isinf(value):
            return Spot(1.5 * RAIL, "never")
        if value > self.high:
            return Spot(self.top - RAIL / 2, "above")
        if value < self.low:
            return Spot(self.bottom + RAIL / 2, "below")
        return Spot(self.y(value), "dot")

    def within(self, value: float) -> float:
        """How high a line ends that would go on outside."""
        return self.y(min(max(value, self.low), self.high))


def across(values: Sequence[str], on_a_scale: bool) -> Across:
    """Numbers on a true scale, on the one of two on which they lie more evenly; else side by side."""
    if len(values) == 1:
        return Across("even", (50.0,), WIDEST)
    numbers = _numbers(values) if on_a_scale else []
    even = 1 / (len(values) - 1)
    found: list[_Spread] = [_Spread("linear", *_shares(numbers))] if numbers else []
    if numbers and min(numbers) > 0:
        found.append(_Spread("log", *_shares([math.log(number) for number in numbers])))
    best = max(found, key=lambda spread: spread.gap, default=None)
    if best is None or best.gap < CROWDED * even:
        best = _Spread("even", [i * even for i in range(len(values))], even)
    whole = 100 / (1 + best.gap)
    places = tuple(round((share + best.gap / 2) * whole, 3) for share in best.shares)
    return Across(best.scale, places, min(best.gap * whole, WIDEST))


def axis(measure: Measure) -> Up:
    """The measure's own."""
    return Up(measure.low, measure.high, measure.scale, measure.never)


def difference_axis(measure: Measure) -> Up:
    """Both ways from 0: half as far as the measure's axis reaches, steps a tenth."""
    reach = measure.high - measure.low if measure.scale == "linear" else measure.high
    far = reach / (10 if measure.unit == "steps" else 2)
    return Up(-far, far, "root", False)


def ticks(up: Up) -> list[float]:
    """Round numbers that have room."""
    if up.scale == "linear":
        every = tick_every((up.high - up.low) / 5)
        first, last = math.ceil(up.low / every - 1e-9), math.floor(up.high / every + 1e-9)
        return [float(f"{i * every:.6g}") for i in range(first, last + 1)]
    if up.scale == "log":
        found = _spaced(_round_numbers(up.low, up.high), up.y)
        return found[::-1]
    positive = _spaced(_round_numbers(up.high / 1000, up.high), up.y, up.y(0))
    return [*(-number for number in positive), 0.0, *positive[::-1]]


def labelled(texts: Sequence[str], places: Sequence[float]) -> list[int]:
    """On which line under a chart that is as narrow as on a phone each value has its text; 0 for none.

    There are as many lines, three at most, as give all of them room; where those do not, one. The first and the last
    come before others.
    """
    for most in (1, 2, 3):
        lines = _lines(texts, places, most)
        if all(lines):
            return lines
    return _lines(texts, places, 1)


def _lines(texts: Sequence[str], places: Sequence[float], most: int) -> list[int]:
    """The same of so many lines. A digit takes 2.9 % of the width."""
    lines = [0] * len(texts)
    taken: list[list[tuple[float, float]]] = [[] for _ in range(most)]
    for i in dict.fromkeys((0, len(texts) - 1, *range(1, len(texts) - 1))):
        half = 1.45 * _digits(texts[i]) + 0.5
        low, high = places[i] - half, places[i] + half
        for line, boxes in enumerate(taken, 1):
            if not lines[i] and all(high < left or low > right for left, right in boxes):
                lines[i] = line
                boxes.append((low, high))
    return lines


def _digits(text: str) -> float:
    """How many digits a text is as wide as."""
    return sum(0.5 if letter in ",." else 0.8 if letter.isalpha() else 1 for letter in text)


def _scaled(scale: Scale, value: float, high: float) -> float:
    if scale == "log":
        return math.log(value)
    return math.copysign(math.sqrt(abs(value) / high), value) if scale == "root" else value


def _shares(spots: list[float]) -> tuple[list[float], float]:
    low, span = min(spots), (max(spots) - min(spots)) or 1.0
    shares = [(spot - low) / span for spot in spots]
    return shares, min((b - a for a, b in pairwise(sorted(shares))), default=0.0)


def _numbers(values: Sequence[str]) -> list[float]:
    try:
        found = [float(value) for value in values]
    except ValueError:
        return []
    return found if all(map(math.isfinite, found)) else []


def _round_numbers(low: float, high: float) -> list[float]:
    """1, 2 and 5 times powers of ten, from the highest down; where they are many the powers alone come first."""
    powers = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
    found = [float(f"{digit}e{power}") for power in powers for digit in (1, 2, 5)]
    return [number for number in reversed(found) if low * (1 - 1e-9) <= number <= high * (1 + 1e-9)]


def _spaced(numbers: list[float], y: Callable[[float], float], last: float = -math.inf) -> list[float]:
    """Those that have room between each other, and from what stands at `last`; from the first on."""
    shown: list[float] = []
    for number in numbers:
        clear = all(abs(y(number) - y(other)) >= APART for other in shown)
        if clear and abs(y(number) - last) >= APART:
            shown.append(number)
    return shown
