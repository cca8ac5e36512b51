"""Marks on the neurons of one layer, each kind as one SVG path: discs, strikes, minus signs, arrows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.web.figures.geometry import Column, coordinate
from app.web.moment import ARRIVES, FLAT, LEAVES, MASKED

ARROW = 13.0  # length of a gradient's arrow


@lru_cache(256)
def discs(column: Column) -> str:
    """One path under all of a column's neurons, so that no edge shines through."""
    r = column.radius
    if column.kind == "neurons":
        return "".join(
            f"M{x - r:.1f} {y}a{r} {r} 0 1 0 {2 * r:.1f} 0a{r} {r} 0 1 0 {-2 * r:.1f} 0z" for x, y in column.spots
        )
    return "".join(f"M{x - r:.1f} {y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}z" for x, y in column.spots)


@lru_cache(4096)
def strike(x: float, y: float, r: float) -> str:
    """One stroke through a dropped neuron."""
    d = 0.66 * r
    return f"M{coordinate(x - d)} {coordinate(y + d)}l{coordinate(2 * d)} {coordinate(-2 * d)}"


@lru_cache(4096)
def minus(x: float, y: float, r: float) -> str:
    """The sign in a neuron whose value is negative."""
    return f"M{coordinate(x - 0.35 * r)} {coordinate(y)}h{coordinate(0.7 * r)}"


def arrow(x: float, y: float) -> str:
    """A gradient on its way to the left, from x on."""
    return f"M{coordinate(x)} {coordinate(y)}h{-ARROW:g}m4 -3l-4 3l4 3"


def bar(x: float, y: float) -> str:
    """Where a gradient stops."""
    return f"M{coordinate(x)} {coordinate(y - 6)}v12"


def arrows(spots: Sequence[tuple[float, float]], r: float, ways: NDArray[np.int_]) -> tuple[str, str]:
    """Arrows and bars of a layer, by `Moment.arrows`: gradients come from the right. One that the mask stops ends at
    a bar before the neuron, one that meets a slope of 0 at a bar behind it."""
    before = r + 3
    found = [(x, y, way) for (x, y), way in zip(spots, ways.tolist(), strict=True)]
    arriving = (arrow(x + before + ARROW, y) for x, y, way in found if way & ARRIVES)
    leaving = (arrow(x - before, y) for x, y, way in found if way & LEAVES)
    masked = (bar(x + before - 1, y) for x, y, way in found if way & MASKED)
    flat = (bar(x - before, y) for x, y, way in found if way & FLAT)
    return "".join((*arriving, *leaving)), "".join((*masked, *flat))
