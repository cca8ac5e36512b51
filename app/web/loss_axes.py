"""Geometry of the loss chart: where a step and a loss lie, and where the axes end. Pure, no markup.

static/js/loss_axes.js holds the same functions for the browser, and a test compares the two.
"""

import math
from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 340, 252
LEFT, TOP, RIGHT, BOTTOM = 30, 20, 284, 220

CUT_OVER = 1.5  # a peak this much over a line's 98th percentile is cut off
CUT_START = 6  # and so is what lies this much over the loss of untrained weights
LABEL_ROOM = 0.13  # of the axis, before the last step's label


def x_of(step: float, steps: int) -> float:
    """Where a step lies."""
    return round(LEFT + (RIGHT - LEFT) * step / steps, 2)


def y_of(loss: float, top: float) -> float:
    """Where a loss lies; what is far above the plot stays near it, so that a path's numbers stay small."""
    return round(max(BOTTOM - (BOTTOM - TOP) * loss / top, TOP - 2.0 * HEIGHT), 2)


def axis_top(lines: Iterable[Sequence[float]], start: float) -> float:
    """Where the loss axis ends: a round number over every line, unless a few peaks would flatten the rest.

    `lines` hold finite losses, `start` is the loss of the untrained networks.
    """
    filled = [sorted(line) for line in lines if len(line)]
    if not filled:
        return 1.0
    usual = max(line[math.floor(0.98 * (len(line) - 1))] for line in filled)
    highest = max(line[-1] for line in filled)
    top = highest if highest <= CUT_OVER * usual else usual
    return round_up(min(top, CUT_START * start) if start > 0 else top)


def round_up(value: float) -> float:
    """The next of 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten; 1 for what is not positive."""
    if not (value > 0 and math.isfinite(value)):
        return 1.0
    return _next(value, (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))


def tick_every(span: float) -> float:
    """1, 2 or 5 times a power of ten, the nearest not below."""
    return _next(span, (1, 2, 5, 10))


def step_ticks(steps: int) -> list[int]:
    """0, round steps between, and the last step."""
    every = max(1, int(tick_every(steps / 4)))
    return [0, *(step for step in range(every, steps, every) if steps - step > LABEL_ROOM * steps), steps]


def loss_ticks(top: float) -> list[float]:
    """0 and round losses up to the top, at most six."""
    every = tick_every(top / 5)
    return [float(f"{i * every:.6g}") for i in range(math.floor(top / every + 1e-9) + 1)]


def line_path(steps_at: Sequence[int], losses: Sequence[float], steps: int, top: float) -> str:
    """The path of a line, up to the first loss that is not finite."""
    parts = []
    for step, loss in zip(steps_at, losses, strict=False):
        if not math.isfinite(loss):
            break
        parts.append(f"{x_of(step, steps):g} {y_of(loss, top):g}")
    return "M" + "L".join(parts) if parts else ""


def band_path(steps_at: Sequence[int], low: Sequence[float], high: Sequence[float], steps: int, top: float) -> str:
    """The area between the lowest and the highest loss."""
    above = line_path(steps_at, high, steps, top)
    count = above.count(" ")
    below = line_path(list(steps_at[:count])[::-1], list(low[:count])[::-1], steps, top)
    return f"{above}L{below[1:]}Z" if count > 1 and below else ""


def _next(value: float, factors: Sequence[float]) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    factor = next((factor for factor in factors if value <= factor * power * (1 + 1e-9)), factors[-1])
    return float(f"{factor * power:.6g}")
