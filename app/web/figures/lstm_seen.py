"""What an LSTM's masks do at a step for one sample: which links are cut, which candidates and symbols are off."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.runs.nets.lstm_plan import GATES
from app.runs.nets.plan import Place, Plan
from app.runs.spec.run_spec import RunSpec
from app.web.moment import Moment

Bits = NDArray[np.bool_]
INPUT, CELL = 0, 1  # the places
ON = {"h": "links", "c": "lanes", "g": "candidates"}  # what is off, in words


class Size(NamedTuple):
    """steps of a sequence; width: numbers that each reads; symbols: whether they are one symbol and a flag."""

    steps: int
    width: int
    units: int
    symbols: bool


def size_of(plan: Plan) -> Size:
    """Of a network of this plan."""
    cell = next(signal for signal in plan.signals if signal.name == "c")
    width = plan.places[INPUT].shape[-1]
    return Size(cell.shape[0], width, cell.shape[1], plan.signals[0].shade == "none")


def cell_of(spec: RunSpec) -> Place:
    """The place within the cell: on h, c or g."""
    return spec.plan.places[CELL]


def whole_sequence(place: Place) -> bool:
    """Whether a mask is kept for the sequence."""
    return place.mask[0] == 1 and place.coins[0] != 1


def untied(place: Place) -> bool:
    """Whether each gate has a mask of its own."""
    return place.shape[1] == GATES


def off_at(moment: Moment, k: int) -> Bits | None:
    """What a place drops for this sample, as its mask has it; None where nothing is dropped there."""
    own = moment.acting.get(k)
    return None if own is None else own == 0


def counted(moment: Moment, k: int) -> tuple[int, int] | None:
    """How many are off and of how many, in what a reader sees: of a mask that is kept for the sequence its units, else
    all steps'. At the first step h and c are 0, and what would be cut of them does not count."""
    off = off_at(moment, k)
    if off is None:
        return None
    if k == CELL and cell_of(moment.run.spec).name in ("h", "c") and len(off) > 1:
        off = off[1:]
    return int(off.sum()), off.size


def symbols_off(moment: Moment) -> Bits | None:
    """Which steps' symbols are not read, (steps,): where x is a sequence of symbols and their places are masked."""
    size, off = size_of(moment.run.spec.plan), off_at(moment, INPUT)
    if not size.symbols or off is None:
        return None
    x = moment.signals["x"].astype(int)
    return np.broadcast_to(off, (size.steps, size.width))[np.arange(size.steps), x]


def whole_lanes(moment: Moment) -> tuple[int, int] | None:
    """Of how many lanes of the memory nothing was cut, and of how many; None unless the memory is masked."""
    off = off_at(moment, CELL)
    if off is None or cell_of(moment.run.spec).name != "c":
        return None
    kept = ~off[1:].any(axis=(0, 1))
    return int(kept.sum()), kept.size
