"""Where everything in the network figure lies, in units of its SVG, and how wide its edges are. Pure numbers.

static/js/figures/geometry.js holds what a browser needs again: `curve`, `stroke` and `coordinate`.
"""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from math import ceil
from typing import Literal

WIDTH = 640.0
HEIGHT_MAX = 410.0  # of the tallest column
PITCH = 33.0  # between neurons of a column
RADIUS = 11.5
COLUMN_MAX = 16  # more neurons than these become a grid of cells
CELL_PITCH = 24.0
CELL_ENOUGH = 12.0  # a grid in a narrow column gets taller until its cells lie this far apart
CELL_SHARE = 0.74  # of its column's width that a grid may take
CELL_SMALL = 5.9  # radius under which a cell's outline and strike are noise on a narrow screen
IMAGE_SHARE = 0.86
MARGIN = 20.0

Kind = Literal["neurons", "cells", "image"]


@dataclass(frozen=True)
class Column:
    """One layer: the middles of its neurons, and the radius (half the side of a cell)."""

    kind: Kind
    x: float
    spots: tuple[tuple[float, float], ...]
    radius: float

    @property
    def small(self) -> bool:
        """Whether a narrow screen shows its cells as plain tones."""
        return self.kind == "cells" and self.radius < CELL_SMALL


@dataclass(frozen=True)
class Layout:
    """The whole network."""

    height: float
    columns: tuple[Column, ...]
    width: float = WIDTH

    def path(self, k: int, i: int, j: int) -> str:
        """The edge from neuron i of layer k to neuron j of the next, as the d of an SVG path."""
        left, right = self.columns[k], self.columns[k + 1]
        (x0, y0), (x1, y1) = left.spots[i], right.spots[j]
        return curve((x0 + left.radius, y0), (x1 - right.radius, y1))

    def paths(self, k: int) -> tuple[str, ...]:
        """All edges out of a layer, row by row of its matrix; drawn once, for a network that draws them all."""
        return self._paths[k]

    @cached_property
    def _paths(self) -> tuple[tuple[str, ...], ...]:
        sizes = [range(len(column.spots)) for column in self.columns]
        return tuple(
            tuple(self.path(k, i, j) for i in ours for j in theirs) for k, (ours, theirs) in enumerate(pairwise(sizes))
        )


@lru_cache(32)
def layout(sizes: tuple[int, ...], image_side: int = 0) -> Layout:
    """Columns at the middles of equal shares of the width, each centred; an input image is drawn as one."""
    share = WIDTH / len(sizes)
    shapes = [_shape(units, share, image_side if layer == 0 else 0) for layer, units in enumerate(sizes)]
    height = max(rows * pitch for _, rows, _, pitch in shapes) + 2 * MARGIN - PITCH / 2
    columns = [
        Column(
            kind,
            share * (layer + 0.5),
            _spots(units, share * (layer + 0.5), height / 2, across, rows, pitch),
            _round(
                RADIUS * min(1, pitch / PITCH) if kind == "neurons" else 0.41 * pitch if kind == "cells" else pitch / 2
            ),
        )
        for layer, (units, (kind, rows, across, pitch)) in enumerate(zip(sizes, shapes, strict=True))
    ]
    return Layout(_round(height), tuple(columns))


def _shape(units: int, share: float, image_side: int) -> tuple[Kind, int, int, float]:
    """(kind, rows, neurons across, pitch) of one layer."""
    if image_side:
        return "image", image_side, image_side, IMAGE_SHARE * share / image_side
    if units <= COLUMN_MAX:
        return "neurons", units, 1, min(PITCH, HEIGHT_MAX / units)
    grids = [_grid(units, across, share) for across in range(ceil(units / COLUMN_MAX), 0, -1)]
    enough = (grid for grid in grids if grid[2] >= CELL_ENOUGH)
    return "cells", *next(enough, max(grids, key=lambda grid: grid[2]))


def _grid(units: int, across: int, share: float) -> tuple[int, int, float]:
    rows = ceil(units / across)
    return rows, across, min(CELL_PITCH, CELL_SHARE * share / across, HEIGHT_MAX / rows)


def _spots(units: int, x: float, y: float, across: int, rows: int, pitch: float) -> tuple[tuple[float, float], ...]:
    """Row by row, as text is read."""
    left, top = x - pitch * (across - 1) / 2, y - pitch * (rows - 1) / 2
    return tuple((_round(left + pitch * (i % across)), _round(top + pitch * (i // across))) for i in range(units))


def curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    """An edge that leaves and arrives level, as the d of an SVG path."""
    x0, middle, x1 = (coordinate(x) for x in (start[0], (start[0] + end[0]) / 2, end[0]))
    y0, y1 = coordinate(start[1]), coordinate(end[1])
    return f"M{x0} {y0}C{middle} {y0} {middle} {y1} {x1} {y1}"


@cache
def stroke(byte: int) -> str:
    """The width of an edge from its byte (`edges.py`): quiet where the weight is small; of byte 0 nothing is drawn."""
    share = abs((byte or 128) - 128) / 127
    return coordinate(round(0.3 + 4.2 * share**1.6, 1))


def _round(value: float) -> float:
    return round(value, 1)


def coordinate(value: float) -> str:
    """A length as an SVG holds it. Spots and radii have one decimal, their middles two: so nothing is rounded here,
    and a browser writes the same."""
    return f"{round(value, 2):.10g}"
