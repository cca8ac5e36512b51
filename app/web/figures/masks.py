"""The mask matrices: for each place that has dropout, the whole batch's mask, one row a sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from app.web.address.links import Links
from app.web.moment import Moment
from app.web.words import names as words
from app.web.words.say import say

CELL = 11.0  # width and height of a cell where there is room
CELL_MIN = 3.0  # a row of matrices holds as many as have cells this wide, but two of any width; under it, no gaps
ROW_WIDTH = 656.0  # of the matrices beside one another
WIDTH_MAX = 560.0  # of one
GAP = 26.0  # between them, with what their frames need
ROW_MIN = 7.0
HEIGHT_MAX = 330.0


@dataclass(frozen=True)
class Row:
    """One sample: its kept cells as one path, where it lies, and the link that draws its network."""

    sample: int
    y: float
    kept: str
    href: str
    name: str
    off: str  # which neurons


@dataclass(frozen=True)
class Matrix:
    """One place. `cell` and `row` are the pitches, of which `side` and `tall` are filled."""

    place: int
    name: str
    batch: int
    units: int
    keep: str
    cell: float
    row: float
    side: float
    tall: float
    width: float
    height: float
    first: bool  # whose rows are in the tab order
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrices:
    """All that templates/figures/masks.html draws."""

    matrices: tuple[Matrix, ...]
    sample: int
    batch: int
    before: str  # links to the samples beside this one, round in a ring
    after: str
    wide: bool  # a narrow screen has room for one beside another only where it is not


def context(moment: Moment, links: Links) -> Matrices:
    """The matrices of one step; the sample's row is in the frame."""
    run, sample = moment.run, moment.sample
    widest = room([run.sizes[k] for k in run.spec.place]) if run.spec.place else 0.0
    hrefs = [links.here(sample=sample) for sample in range(run.spec.training.batch)]
    matrices = tuple(_matrix(moment, k, widest, hrefs) for k in run.spec.place)
    wide = any(matrix.cell < CELL_MIN for matrix in matrices)
    before, after = hrefs[sample - 1], hrefs[(sample + 1) % len(hrefs)]
    return Matrices(matrices, sample, len(hrefs), before, after, wide)


def room(units: Sequence[int]) -> float:
    """The width that each matrix may take, so that those of one row have readable cells; the others wrap."""
    least = min(2, len(units))
    shares = [min(WIDTH_MAX, (ROW_WIDTH + GAP) / across - GAP) for across in range(len(units), least - 1, -1)]
    return next((share for share in shares if share >= CELL_MIN * max(units)), shares[-1])


def _matrix(moment: Moment, k: int, widest: float, hrefs: list[str]) -> Matrix:
    run, mask, batch = moment.run, moment.masks.get(k), len(hrefs)
    units = run.sizes[k]
    kept = np.ones((batch, units), bool) if mask is None else mask != 0
    cell = floor(10 * min(CELL, widest / units)) / 10
    row = round(max(ROW_MIN, min(CELL, HEIGHT_MAX / batch)), 1)
    side, tall = round(cell * 0.86, 2) if cell >= CELL_MIN else cell, round(row * 0.84, 1)
    return Matrix(
        place=k,
        name=words.layer_name(k, len(run.sizes)),
        batch=batch,
        units=units,
        keep=words.number(1 / (1 - moment.rates[k])),
        cell=cell,
        row=row,
        side=side,
        tall=tall,
        width=round(cell * units, 1),
        height=round(row * batch, 1),
        first=k == run.spec.place[0],
        rows=tuple(
            Row(
                sample=sample,
                y=round(sample * row, 1),
                kept=d,
                href=hrefs[sample],
                name=say("masks.sample", number=sample + 1),
                off=words.units(np.flatnonzero(~kept[sample]).tolist(), inputs=k == 0),
            )
            for sample, d in enumerate(cells(kept, cell, row, side, tall))
        ),
    )


def cells(kept: NDArray[np.bool_], cell: float, row: float, side: float, tall: float) -> Iterator[str]:
    """The kept cells of each row as one path; neighbours are apart by the gap."""
    lefts = [f"M{unit * cell:.1f} " for unit in range(kept.shape[1])]
    for sample, bits in enumerate(kept):
        rest = f"{sample * row:.1f}h{side:g}v{tall:g}h{-side:g}z"
        yield "".join([lefts[unit] + rest for unit in np.flatnonzero(bits).tolist()])
