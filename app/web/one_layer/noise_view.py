"""The noise of the gradient against the size of the batch, for both kinds of mask, as a chart and a table."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.whose_mask import DRAWS, UNITS, Noise, noises
from app.web.one_layer.digits import power_of_ten, times
from app.web.words.numbers import rate_text

WIDTH, HEIGHT = 420.0, 210.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 120.0, 12.0, 30.0
FEW = 100  # coins that fall on the rarer side, below which a variance is measured badly


@dataclass(frozen=True)
class NoiseView:
    """All that templates/one_layer/noise.html draws; rows of the table are (batch, own, shared, ratio).

    own and shared are lines through what all masks give; the dots are what was measured.
    """

    none: bool  # masks make no noise: at p = 0, or where they are too unlikely for a number
    p: str
    draws: int
    seldom: bool  # whether so many draws are few at this p
    own: str
    shared: str
    own_dots: tuple[tuple[float, float], ...]
    shared_dots: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]
    rows: tuple[tuple[str, ...], ...]
    ratio: str
    falls: tuple[str, str]  # how many times the variance falls from the smallest batch to the largest: own, shared
    largest: int
    names: tuple[float, float]  # where the lines' names stand
    width: float
    height: float
    left: float
    right: float
    bottom: float


def noise_view(spec: LayerSpec) -> NoiseView:
    """Measured at the spec's p; the matrices of the page do not matter."""
    found = noises(spec.p)
    rows = tuple(
        (str(n.batch), *map(times, (n.own_measured, n.own, n.shared_measured, n.shared, n.ratio))) for n in found
    )
    none = any(n.own == 0 for n in found)
    low, high = _decades(found)
    own, shared = _dots(found, low, high, lambda n: n.own), _dots(found, low, high, lambda n: n.shared)
    levels = tuple((_down(10.0**e, low, high), power_of_ten(e)) for e in range(low, high + 1))
    return NoiseView(
        none, rate_text(spec.p), DRAWS, DRAWS * UNITS * min(spec.p, 1 - spec.p) < FEW, _line(own), _line(shared),
        _dots(found, low, high, lambda n: n.own_measured), _dots(found, low, high, lambda n: n.shared_measured),
        tuple((_across(n.batch), str(n.batch)) for n in found), levels, rows, times(found[-1].ratio),
        ("", "") if none else (times(found[0].own / found[-1].own), times(found[0].shared / found[-1].shared)),
        found[-1].batch, (0, 0) if none else (own[-1][1], shared[-1][1]), WIDTH, HEIGHT, LEFT, WIDTH - RIGHT,
        HEIGHT - BOTTOM,
    )  # fmt: skip


def _decades(found: tuple[Noise, ...]) -> tuple[int, int]:
    """Of the axis: room for the lines and for the dots."""
    values = [v for n in found for v in (n.own, n.shared, n.own_measured, n.shared_measured) if v > 0] or [1.0, 10.0]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _across(batch: int) -> float:
    return round(LEFT + 12 + (WIDTH - LEFT - RIGHT - 12) * math.log2(batch) / 6, 1)


def _down(value: float, low: int, high: int) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - math.log10(value)) / (high - low), 1)


def _dots(
    found: tuple[Noise, ...], low: int, high: int, value: Callable[[Noise], float]
) -> tuple[tuple[float, float], ...]:
    return tuple((_across(n.batch), _down(value(n), low, high)) for n in found if value(n) > 0)


def _line(dots: tuple[tuple[float, float], ...]) -> str:
    return "".join(f"{'L' if i else 'M'}{x} {y}" for i, (x, y) in enumerate(dots))
