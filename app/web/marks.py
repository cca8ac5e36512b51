"""Marks on the neurons of one layer, each kind as one SVG path: discs, strikes, minus signs, arrows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.web.geometry import Column, coordinate

ARROW = 13.0  # length of a gradient's arrow
ARROW_MIN = 0.04  # a gradient smaller than this share of its layer's largest has no arrow, unless it is stopped


def discs(column: Column) -> str:
    """One path under all of a column's neurons, so that no edge shines through."""
    r = column.radius
    if column.kind == "neurons":
        return "".join(
            f"M{x - r:.1f} {y}a{r} {r} 0 1 0 {2 * r:.1f} 0a{r} {r} 0 1 0 {-2 * r:.1f} 0z" for x, y in column.spots
        )
    return "".join(f"M{x - r:.1f} {y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}z" for x, y in column.spots)


def strike(x: float, y: float, r: float) -> str:
    """One stroke through a dropped neuron."""
    d = 0.66 * r
    return f"M{coordinate(x - d)} {coordinate(y + d)}l{coordinate(2 * d)} {coordinate(-2 * d)}"


def minus(x: float, y: float, r: float) -> str:
    """The sign in a neuron whose value is negative."""
    return f"M{coordinate(x - 0.35 * r)} {coordinate(y)}h{coordinate(0.7 * r)}"


def arrows(
    spots: tuple[tuple[float, float], ...],
    r: float,
    arriving: NDArray[np.float64],
    leaving: NDArray[np.float64],
    off: NDArray[np.bool_],
    at_input: bool,
) -> tuple[str, str]:
    """Gradients come from the right; at a dropped neuron the arrow, however small, ends at a bar, else it goes on."""
    arrows, stops = [], []
    for unit, (x, y) in enumerate(spots):
        if not arriving[unit] or (abs(arriving[unit]) < ARROW_MIN and not off[unit]):
            continue
        arrows.append(_arrow(x + r + 3 + ARROW, y))
        if off[unit]:
            stops.append(f"M{x + r + 2:.1f} {y - 6:.1f}v12")
        elif abs(leaving[unit]) >= ARROW_MIN and not at_input:
            arrows.append(_arrow(x - r - 3, y))
    return "".join(arrows), "".join(stops)


def _arrow(x: float, y: float) -> str:
    tip = x - ARROW
    return f"M{x:.1f} {y}H{tip:.1f}m4 -3l-4 3l4 3"
