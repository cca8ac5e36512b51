"""A chart of numbers over how many subnetworks are averaged: lines on a logarithmic axis, one level across it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LEFT, WIDTH, HEIGHT = 44.0, 296.0, 150.0  # of the plot; its top is at 0
COUNTS = (1, 2, 5, 10, 20, 50, 100, 200)  # that have a mark under the axis, and a row in the table
LEAST = 1e-4  # of an axis that counts powers of ten


@dataclass(frozen=True)
class Line:
    """name: its class; path: through all its points."""

    name: str
    path: str


@dataclass(frozen=True)
class LineChart:
    """ticks, counts: (place, text) of the axes; level: a line across, and its name; dots: of subnetworks alone."""

    title: str
    alt: str
    ticks: tuple[tuple[float, str], ...]
    counts: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]
    dots: tuple[tuple[float, float], ...]
    level: float | None


def line_chart(
    title: str,
    alt: str,
    lines: dict[str, Sequence[float]],
    text: Callable[[float], str],
    dots: Sequence[float] = (),
    level: float | None = None,
    powers: bool = False,
) -> LineChart:
    """Lines by their names, a number for 1, 2, ... each. text: how a tick is written; powers: whether the axis counts
    powers of ten, and not from 0."""
    every = [*(value for of in lines.values() for value in of), *dots, *([] if level is None else [level])]
    ticks = _powers(every) if powers else _ticks(max((v for v in every if math.isfinite(v)), default=1.0))
    low, high = _scaled(ticks[0], powers), _scaled(ticks[-1], powers)
    count = max(len(of) for of in lines.values())

    def y(value: float) -> float:
        share = (_scaled(value, powers) - low) / (high - low) if math.isfinite(value) else 1.0
        return round(HEIGHT * (1 - min(1.0, max(0.0, share))), 1)

    def x(number: int) -> float:
        return round(LEFT + 8 + (WIDTH - 16) * (math.log(number) / math.log(count) if count > 1 else 0.5), 1)

    return LineChart(
        title,
        alt,
        tuple((y(tick), text(tick)) for tick in ticks),
        tuple((x(number), str(number)) for number in COUNTS if number <= count),
        tuple(
            Line(name, "M" + "L".join(f"{x(i):g} {y(v):g}" for i, v in enumerate(of, 1))) for name, of in lines.items()
        ),
        tuple((x(i), y(value)) for i, value in enumerate(dots, 1)),
        None if level is None else y(level),
    )


def _scaled(value: float, powers: bool) -> float:
    return math.log10(max(value, LEAST)) if powers else value


def _ticks(most: float) -> list[float]:
    """From 0 to over the largest, in four or five steps of 1, 2 or 5."""
    rough = max(most, 1e-9) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * of for of in (1, 2, 5, 10) if power * of >= rough)
    return [step * i for i in range(math.ceil(most / step - 1e-9) + 1)]


def _powers(values: Sequence[float]) -> list[float]:
    """Powers of ten from under the smallest to over the largest."""
    known = [max(value, LEAST) for value in values if math.isfinite(value)] or [1.0]
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    return [10.0**i for i in range(low, max(high, low + 1) + 1)]
