"""A chart of what is left over the share of neurons taken away: a dot a draw, and a line through the means."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.runs.training.removal import Removed
from app.web.words.names import number

LEFT, WIDTH, HEIGHT = 44.0, 296.0, 170.0  # of the plot; its top is at 0
INSIDE = 16.0  # from its sides to the first and the last share
BESIDE, SPREAD = 4.5, 5.0  # how far the dots of an arm lie to its side of their share, and how wide
LEAST = 1e-3  # of an axis of losses


@dataclass(frozen=True)
class Arm:
    """Dots are (x, y); line: a path through the means."""

    dots: tuple[tuple[float, float], ...]
    means: tuple[tuple[float, float], ...]
    line: str


@dataclass(frozen=True)
class SharesChart:
    """Ticks and shares are (place, text)."""

    ticks: tuple[tuple[float, str], ...]
    shares: tuple[tuple[float, str], ...]
    arms: tuple[Arm, Arm]


def shares_chart(ours: Sequence[Removed], twins: Sequence[Removed]) -> SharesChart:
    """Accuracy from 0 to 100 %; of a curve the loss, in powers of ten."""
    losses = math.isnan(ours[0].accuracy)
    ticks, y = _of_losses([of.loss for of in (*ours, *twins)]) if losses else _of_shares()
    last = max(of.share for of in ours) or 1.0

    def x(share: float) -> float:
        return LEFT + INSIDE + (WIDTH - 2 * INSIDE) * share / last

    def arm(found: Sequence[Removed], side: int) -> Arm:
        dots = []
        for of in found:
            middle = (len(of.left) - 1) / 2
            for draw, left in enumerate(of.left):
                beside = side * BESIDE + SPREAD * (draw - middle) / max(1.0, 2 * middle) if middle else 0.0
                dots.append((round(x(of.share) + beside, 1), y(left.loss if losses else left.accuracy)))
        means = tuple((round(x(of.share), 1), y(of.loss if losses else of.accuracy)) for of in found)
        return Arm(tuple(dots), means, "M" + "L".join(f"{at:g} {height:g}" for at, height in means))

    shares = tuple((round(x(of.share), 1), f"{100 * of.share:g}") for of in ours)
    return SharesChart(ticks, shares, (arm(ours, -1), arm(twins, 1)))


def _of_shares() -> tuple[tuple[tuple[float, str], ...], Callable[[float], float]]:
    def y(share: float) -> float:
        return round(HEIGHT * (1 - share), 1)

    return tuple((y(tick / 100), f"{tick} %") for tick in range(0, 101, 20)), y


def _of_losses(means: Sequence[float]) -> tuple[tuple[tuple[float, str], ...], Callable[[float], float]]:
    """From a power of ten below all means to one above; dots beyond lie at its ends."""
    known = [max(mean, LEAST) for mean in means if math.isfinite(mean)] or [1.0]
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    high = max(high, low + 1)

    def y(loss: float) -> float:
        share = (math.log10(max(loss, 10.0**low)) - low) / (high - low) if math.isfinite(loss) else 1.0
        return round(HEIGHT * (1 - min(1.0, share)), 1)

    return tuple((y(10.0**power), number(10.0**power)) for power in range(low, high + 1)), y
