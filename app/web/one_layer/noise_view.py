"""The noise of the gradient against the size of the batch, for both kinds of mask, as a chart and a table."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.whose_mask import DRAWS, Noise, noises
from app.web.one_layer.digits import shown, times

WIDTH, HEIGHT = 420.0, 210.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 120.0, 12.0, 30.0


@dataclass(frozen=True)
class NoiseView:
    """All that templates/layer/noise.html draws; rows of the table are (batch, own, shared, ratio)."""

    none: bool
    p: str
    draws: int
    own: str
    shared: str
    own_dots: tuple[tuple[float, float], ...]
    shared_dots: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]
    rows: tuple[tuple[str, str, str, str], ...]
    ratio: str
    largest: int
    width: float
    height: float
    left: float
    right: float
    bottom: float


def noise_view(spec: LayerSpec) -> NoiseView:
    """Measured at the spec's p; the matrices of the page do not matter."""
    found = noises(spec.p)
    rows = tuple((str(n.batch), times(n.own), times(n.shared), times(n.ratio)) for n in found)
    none = found[-1].own == 0
    low, high = _decades(found)
    own, shared = (
        ((),) * 2 if none else (_dots(found, low, high, lambda n: n.own), _dots(found, low, high, lambda n: n.shared))
    )
    levels = tuple((_down(10.0**e, low, high), f"{10.0**e:g}") for e in range(low, high + 1))
    return NoiseView(
        none, shown(spec.p), DRAWS, _line(own), _line(shared), own, shared,
        tuple((_across(n.batch), str(n.batch)) for n in found), levels, rows, times(found[-1].ratio),
        found[-1].batch, WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM,
    )  # fmt: skip


def _decades(found: tuple[Noise, ...]) -> tuple[int, int]:
    values = [value for n in found for value in (n.own, n.shared) if value > 0] or [1.0, 10.0]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _across(batch: int) -> float:
    return round(LEFT + 12 + (WIDTH - LEFT - RIGHT - 12) * math.log2(batch) / 6, 1)


def _down(value: float, low: int, high: int) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - math.log10(value)) / (high - low), 1)


def _dots(
    found: tuple[Noise, ...], low: int, high: int, value: Callable[[Noise], float]
) -> tuple[tuple[float, float], ...]:
    return tuple((_across(n.batch), _down(value(n), low, high)) for n in found)


def _line(dots: tuple[tuple[float, float], ...]) -> str:
    return "".join(f"{'L' if i else 'M'}{x} {y}" for i, (x, y) in enumerate(dots))
