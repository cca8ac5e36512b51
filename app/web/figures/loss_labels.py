"""Where the labels of the loss chart stand: at fixed heights where the lines leave room. Pure, no markup.

A panel is a unit square, y from the top, and is looked at through a grid. Widths are those of the narrowest panel, of
about 146 x 168 pixels: in a wider one the same places are free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.bool_]  # (DOWN, ACROSS): where something is drawn
Side = Literal["left", "right"]

DOWN, ACROSS = 40, 48
LOOKS = 4  # at a line, in each column
ROWS = 10  # for labels
HEIGHT = 1 / ROWS
PLACES = ("over right", "over left", "under right", "under left")  # of the label of a level line
WIDTHS = {
    "dropout test": 0.6,
    "dropout training": 0.92,  # the pair, one over the other
    "twin test": 0.6,
    "twin training": 0.8,
    "gap": 0.48,
}
LETTER = 0.047
OFFSET = 0.07  # of the gap's label from the cursor


class Box(NamedTuple):
    """A label's place."""

    left: float
    right: float
    top: float
    bottom: float


class Slot(NamedTuple):
    """A row of a panel, counted from the top, and the side to which the label in it is set."""

    row: int
    side: Side


def grid(x: NDArray[np.floating], lines: Iterable[NDArray[np.floating]]) -> Grid:
    """Where lines are drawn: each from the first of the points x on, as far as it goes."""
    drawn = np.zeros((DOWN, ACROSS), bool)
    looks = np.linspace(0, 1, ACROSS * LOOKS + 1)
    rows = np.arange(DOWN)[:, None]
    for y in lines:
        if not len(y):
            continue
        seen = np.interp(looks, x[: len(y)], y, right=np.inf if len(y) < len(x) or x[-1] < 1 else None) * DOWN
        columns = np.lib.stride_tricks.sliding_window_view(seen, LOOKS + 1)[::LOOKS]
        there = np.isfinite(columns[:, :1]).T
        low, high = columns.min(axis=1), np.where(np.isfinite(columns), columns, -np.inf).max(axis=1)
        drawn |= there & (rows + 1 > low) & (rows < high + 1e-9)
    return drawn


def text_width(text: str) -> float:
    """About how much of a panel a text takes."""
    return LETTER * len(text)


def row_box(slot: Slot, width: float, rows: int = 1) -> Box:
    """Of a label so many rows high."""
    left = 0.0 if slot.side == "left" else 1 - width
    return Box(left, left + width, slot.row * HEIGHT, (slot.row + rows) * HEIGHT)


def slot(drawn: Grid, width: float, rows: int = 1, upwards: bool = False) -> Slot:
    """The first free place for a label from the top down, or `upwards` from the bottom; else the emptiest one."""
    order = range(ROWS - rows, -1, -1) if upwards else range(ROWS - rows + 1)
    sides: tuple[Side, Side] = ("left", "right") if upwards else ("right", "left")
    slots = [Slot(*at) for at in product(order, sides)]
    return slots[emptiest(drawn, [row_box(at, width, rows) for at in slots])]


def gap_boxes(x: float, side: Side, top: float, bottom: float) -> list[Box]:
    """Places for the gap's label beside the bracket, which is at x from `top` to `bottom`: from its middle outwards."""
    middle, width = (top + bottom) / 2, WIDTHS["gap"]
    left = x + OFFSET if side == "right" else x - OFFSET - width
    tops = sorted((i / DOWN for i in range(DOWN - DOWN // ROWS + 1)), key=lambda at: abs(at + HEIGHT / 2 - middle))
    return [Box(left, left + width, at, at + HEIGHT) for at in tops]


def line_boxes(y: float, width: float) -> list[Box]:
    """PLACES for the label of a level line at y."""
    return [Box(left, left + width, top, top + HEIGHT) for top in (y - HEIGHT, y) for left in (1 - width, 0.0)]


def emptiest(drawn: Grid, boxes: Sequence[Box]) -> int:
    """Which of these places is free, the first if there are several; else the one with the least in it."""
    costs = []
    for box in boxes:
        within = box.top > -1e-9 and box.bottom < 1 + 1e-9
        costs.append(int(drawn[cells(box)].sum()) + (0 if within else DOWN * ACROSS))
        if not costs[-1]:
            break
    return int(np.argmin(costs))


def touch(one: Box, other: Box) -> bool:
    """Whether two labels would lie on each other; edges may meet."""
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 1e-9 and min(one.bottom, other.bottom) - max(one.top, other.top) > 1e-9


def fill(drawn: Grid, box: Box) -> None:
    """Take a place."""
    drawn[cells(box)] = True


def cells(box: Box) -> tuple[slice, slice]:
    """The part of a grid that a box touches."""
    top, bottom = int(box.top * DOWN + 1e-6), int(np.ceil(box.bottom * DOWN - 1e-6))
    left, right = int(box.left * ACROSS + 1e-6), int(np.ceil(box.right * ACROSS - 1e-6))
    return slice(max(0, top), max(0, bottom)), slice(max(0, left), max(0, right))


def level(drawn: Grid, y: float) -> Grid:
    """The same with a line across at y."""
    crossed = drawn.copy()
    if 0 <= y <= 1:
        crossed[min(DOWN - 1, int(y * DOWN))] = True
    return crossed
