"""The scale of the loss chart: where its axis ends, its ticks, and its lines in data units. Pure, no markup.

A line's path is in steps and losses, `M0 .72L10 .65`: one `viewBox` places it, so that an axis that grows changes an
attribute and no path. What stands on the lines is placed in percent of the plot.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Losses = NDArray[np.floating]

LABELS_FROM = 0.2  # of the steps: right of it, where labels stand, the lines
ROOM = 1.22  # leave some room under the top;
EDGE = 1.05  # elsewhere a little,
START_MAX = 2  # where the beginning is not more than so many times as high
PEAK = 5  # a peak that half so many points are under does not set the axis,
PEAK_MAX = 1.35  # beyond this much over the rest
CUT_START = 6  # and nothing does beyond this much over the loss of untrained weights
FAR = 4  # tops: what is farther above is drawn there, so that a path's numbers stay small
TOPS = (1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.25, 2.5, 2.75, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9, 10)


def axis_top(lines: Iterable[Losses], start: float, steps_at: NDArray[np.int64], steps: int) -> float:
    """Where the loss axis ends: a round number over the lines of the network with dropout, peaks left out.

    `lines` are finite losses at the first of `steps_at`, `start` is the loss of untrained weights. While a run trains
    the axis rises or stays, but for once, where it is seen that its beginning is far above all that follows.
    """
    lines = [line for line in lines if len(line)]
    if not lines:
        return 1.0
    late = int(np.searchsorted(steps_at, LABELS_FROM * steps))
    whole, right = max(map(_usual, lines)), max(_usual(line[late:]) for line in lines)
    value = max(EDGE * min(whole, START_MAX * right or whole), ROOM * right)
    return round_up(min(value, CUT_START * start) if start > 0 else value)


def _usual(line: Losses) -> float:
    """The highest value of a line, its peaks left out."""
    if not len(line):
        return 0.0
    usual = float(line[0])
    if len(line) >= PEAK:
        usual = max(usual, float(np.median(np.lib.stride_tricks.sliding_window_view(line, PEAK), axis=1).max()))
    return min(float(line.max()), PEAK_MAX * usual)


def round_up(value: float) -> float:
    """The next of TOPS times a power of ten; 1 for what is not positive."""
    return _next(value, TOPS) if value > 0 and math.isfinite(value) else 1.0


def tick_every(span: float) -> float:
    """1, 2 or 5 times a power of ten, the nearest not below."""
    return _next(span, (1, 2, 5, 10))


def step_ticks(steps: int) -> list[int]:
    """0, round steps between, and the last step."""
    every = max(1, int(tick_every(steps / 4)))
    return [0, *(step for step in range(every, steps, every) if steps - step > every / 2), steps]


def loss_ticks(top: float) -> list[float]:
    """0 and round losses up to the top, at most four."""
    every = tick_every(top / 3)
    return [float(f"{i * every:.6g}") for i in range(math.floor(top / every + 1e-9) + 1)]


def finite(losses: Losses) -> Losses:
    """The losses up to the first that is not finite."""
    bad = np.flatnonzero(~np.isfinite(losses))
    return losses[: bad[0]] if len(bad) else losses


def line_path(steps_at: Sequence[int], losses: Losses, top: float) -> str:
    """The path of a line in data units, up to the first loss that is not finite, to a thousandth of the axis."""
    digits = max(0, 3 - math.floor(math.log10(top)))
    values = np.minimum(finite(losses), FAR * top).tolist()
    return "M" + "L".join(f"{s} {_short(v, digits)}" for s, v in zip(steps_at, values, strict=False)) if values else ""


def between(first: str, second: str) -> str:
    """The area between two lines: what is under one of them and not under both, by the even-odd rule."""
    return f"{first}V0H0Z{second}V0H0Z" if first and second else ""


def across(step: float, steps: int) -> str:
    """Where a step lies in the plot, in percent."""
    return f"{100 * step / steps:.6g}%"


def down(loss: float, top: float) -> str:
    """Where a loss lies in the plot, in percent from the top; at the top what is above."""
    return f"{100 * (1 - min(loss, top) / top):.6g}%"


def _short(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if digits else text).lstrip("0") or "0"


def _next(value: float, factors: Sequence[float]) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    factor = next((factor for factor in factors if value <= factor * power * (1 + 1e-9)), factors[-1])
    return float(f"{factor * power:.6g}")
