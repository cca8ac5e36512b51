"""Where an LSTM's masks act, as paths: links from step to step, gaps in lanes, cells that are off.

A strip is drawn in columns of COLUMN, one a step, and rows of ROW, one a unit, and stretched to its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.runs.nets.plan import Place

COLUMN, ROW = 40, 10
SQUARE, LEFT = 14, 13  # of an output, and from where in its column
GAP = 9  # of a lane that is cut, to each side of where two steps meet

Bits = NDArray[np.bool_]


class Marks(NamedTuple):
    """Of a place's mask a path for each element, in order, and whether it drops. kind: what it looks like, a class; a
    `link` is drawn unless it is off, everything else where it is."""

    place: str
    kind: str
    paths: tuple[tuple[str, bool], ...]


def cut_links(place: Place, off: Bits | None) -> tuple[Marks, ...]:
    """Links from an output to the next step: as many paths as the mask has elements, each of all the steps it is kept
    for. What would be read at the first step is 0, and has no link."""
    gates = place.shape[1]
    links = Marks(place.on, "link", _paths(place, off, lambda t, g, u: link(t, u, g, gates)))
    if gates > 1:  # a piece of the link for each: there is no room for a stroke in it
        return (links,)
    return links, Marks(place.on, "cut", _paths(place, off, lambda t, _, u: slash(t, u)))


def cut_lanes(place: Place, off: Bits | None) -> tuple[Marks, ...]:
    """Gaps between two steps of the memory."""
    return (Marks(place.on, "gap", _paths(place, off, lambda t, _, u: gap(t, u))),)


def over_cells(place: Place, off: Bits | None) -> tuple[Marks, ...]:
    """What lies on a cell that is off."""
    if len(place.shape) == 2:  # rows of an image
        return (Marks(place.on, "over", _paths(_as_cell(place), off, lambda t, _, u: over(t, u), first=0)),)
    return (Marks(place.on, "over", _paths(place, off, lambda t, _, u: over(t, u), first=0)),)


def lane(steps: int, unit: int) -> str:
    """The memory of one unit over all steps."""
    return f"M0 {ROW * unit}h{COLUMN * steps}v8.2h-{COLUMN * steps}z"


def links_on(steps: int, units: int) -> str:
    """All links, where none can be cut."""
    return "".join(link(t, u, 0, 1) for t in range(1, steps) for u in range(units))


def crosses(off: Bits | None) -> str:
    """A frame round each symbol that is not read, with a stroke through it, in columns of COLUMN and 24 high."""
    if off is None:
        return ""
    return "".join(f"M{COLUMN * t + 5} 2h30v20h-30zM{COLUMN * t + 8} 19l24 -14" for t in np.flatnonzero(off).tolist())


def _as_cell(place: Place) -> Place:
    """With an axis for gates."""
    steps, rows = place.mask
    return Place(place.name, place.on, (place.shape[0], 1, place.shape[1]), (steps, 1, rows), place.coins)


def _paths(
    place: Place, off: Bits | None, draw: Callable[[int, int, int], str], first: int = 1
) -> tuple[tuple[str, bool], ...]:
    """Of each element of a mask (steps or 1, gates, units); first: the first step at which anything is drawn."""
    steps, gates, units = place.mask
    dropped = [False] * (steps * gates * units) if off is None else off.ravel().tolist()
    all_steps = range(first, place.shape[0])

    def paths() -> Iterator[str]:
        for t in range(steps):
            for gate in range(gates):
                for unit in range(units):
                    if steps == 1:
                        yield "".join(draw(step, gate, unit) for step in all_steps)
                    else:
                        yield draw(t, gate, unit) if t >= first else ""

    return tuple(zip(paths(), dropped, strict=True))


def link(t: int, unit: int, gate: int, gates: int) -> str:
    """From the square of one step to that of the next, or this gate's piece of it."""
    piece = (COLUMN - SQUARE) / gates
    begin, gap = COLUMN * t - COLUMN + LEFT + SQUARE + gate * piece, 0.0 if gates == 1 else 1.0
    return f"M{begin + gap:g} {ROW * unit + 4.2:g}h{piece - 2 * gap:g}"


def slash(t: int, unit: int) -> str:
    return f"M{COLUMN * t - 4} {ROW * unit + 7.2:g}l8 -6"


def gap(t: int, unit: int) -> str:
    x, y = COLUMN * t, ROW * unit
    return f"M{x - GAP} {y - 0.5:g}h{2 * GAP}v9.2h-{2 * GAP}zM{x - 4} {y + 8.2:g}l8 -8.2"


def over(t: int, unit: int) -> str:
    return f"M{COLUMN * t + 2} {ROW * unit}h36v8.6h-36z"
