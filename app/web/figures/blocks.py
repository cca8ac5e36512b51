"""DropBlock's blocks of one sample, as paths: the outline of each union, and a dot for each seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runs.nets.conv_plan import block_seeds, block_side
from app.web.moment import Moment

Bits = NDArray[np.bool_]


def side(moment: Moment, place: int) -> int:
    """Of a block, in cells of the maps at a place."""
    spec = moment.run.spec
    return block_side(spec.method, spec.plan.places[place].shape)


def seeds(moment: Moment, place: int) -> Bits:
    """Of each map of this sample, at which of its coins a block begins: (maps, rows, columns)."""
    spec = moment.run.spec
    return block_seeds(spec.method, spec.plan.places[place].shape, levels_of(moment, place), moment.rates[place])


def levels_of(moment: Moment, place: int) -> NDArray[np.uint16]:
    """The coins of this sample, times 65536, of the shape of what is multiplied there."""
    levels = moment.training.model.coins.levels(place, moment.step, moment.step + 1)[0]
    return levels[moment.sample if len(levels) > 1 else 0]


def outline(off: Bits, cell: int) -> str:
    """The border of all that is off on one map: (height, width)."""
    return "".join(f"M{x} {y}{rest}" for x, y, rest in lines(off, cell))


def lines(off: Bits, cell: int) -> list[tuple[int, int, str]]:
    """The same line by line: where it begins, and how it goes on."""
    framed = np.pad(off, 1)
    across = framed[1:, 1:-1] != framed[:-1, 1:-1]  # above row r of the map, over column c
    down = framed[1:-1, 1:] != framed[1:-1, :-1]
    level = [(x * cell, y * cell, f"h{long * cell}") for y, x, long in runs(across)]
    return [*level, *((x * cell, y * cell, f"v{long * cell}") for x, y, long in runs(down.T))]


def runs(bits: Bits) -> list[tuple[int, int, int]]:
    """The runs of each row: row, where it begins, how long it is."""
    edges = np.diff(np.pad(bits, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    ends = np.argwhere(edges == -1)[:, 1]
    return [(row, begin, end - begin) for (row, begin), end in zip(np.argwhere(edges == 1).tolist(), ends, strict=True)]


def dots(seeds: Bits, cell: int, middle: float) -> str:
    """A dot in the middle of each block: (rows, columns) of seeds."""
    return "".join(
        f"M{(column + middle) * cell:g} {(row + middle) * cell:g}h.01" for row, column in np.argwhere(seeds).tolist()
    )
