"""The mask matrices: for each place, the whole batch's mask, one row a sample; of weights, the mask of one sample."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor

import numpy as np
from numpy.typing import NDArray

from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.figures import sizes
from app.web.figures.edges import draws_all
from app.web.figures.sizes import hundredths
from app.web.moment import Array, Moment, factor_bytes
from app.web.words import methods
from app.web.words import names as words
from app.web.words.say import say

CELL = 11.0  # width and height of a cell where there is room
CELL_MIN = 3.0  # a row of matrices holds as many as have cells this wide, but two of any width; under it, no gaps
ROW_WIDTH = 656.0  # of the matrices beside one another
WIDTH_MAX = 560.0  # of one
GAP = 26.0  # between them, with what their frames need
ROW_MIN = 7.0
HEIGHT_MAX = 330.0
ALONE = ("none", "many", "dropout", "classic", "gaussian", "concrete")  # of which a frame says less: it has no network


@dataclass(frozen=True)
class Row:
    """One sample: its kept cells as one path, where it lies, and the link that draws its network. Of weights, those
    that leave one neuron, without a link."""

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
    shape: str
    units: int
    factors: bool  # whether a cell is as large as its factor
    keep: str  # what those that are kept are multiplied by
    said: str  # before that
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
    weights: bool  # whether they are of weights
    hint: str
    sample: int
    batch: int
    before: str  # links to the samples beside this one, round in a ring
    after: str
    wide: bool  # a narrow screen has room for one beside another only where it is not


def context(moment: Moment, links: Links) -> Matrices:
    """The matrices of one step; the sample's row is in the frame."""
    run, sample, weights = moment.run, moment.sample, moment.run.spec.plan.masks_weights
    place = run.spec.place if not weights or draws_all(run.sizes) else ()
    widest = room([run.sizes[k + weights] for k in place]) if place else 0.0
    hrefs = [links.here(sample=sample) for sample in range(run.spec.training.batch)]
    matrices = tuple((_of_weights if weights else _matrix)(moment, k, widest, hrefs) for k in place)
    hint = "none" if not run.spec.place else "many" if not place else methods.name_of(run.spec)
    wide = any(matrix.cell < CELL_MIN for matrix in matrices)
    before, after = hrefs[sample - 1], hrefs[(sample + 1) % len(hrefs)]
    if links.page and hint in ALONE:
        hint = f"{hint} alone"
    said = say(f"masks.hint {hint}", sample=sample + 1) if hint != "dropconnect" else _of_whom(run)
    return Matrices(matrices, weights, said, sample, len(hrefs), before, after, wide)


def _of_whom(run: Run) -> str:
    """Of DropConnect, whose mask it is."""
    return say(f"masks.hint dropconnect {getattr(run.spec.method, 'each', 'sample')}")


def room(units: Sequence[int]) -> float:
    """The width that each matrix may take, so that those of one row have readable cells; the others wrap."""
    least = min(2, len(units))
    shares = [min(WIDTH_MAX, (ROW_WIDTH + GAP) / across - GAP) for across in range(len(units), least - 1, -1)]
    return next((share for share in shares if share >= CELL_MIN * max(units)), shares[-1])


def _matrix(moment: Moment, k: int, widest: float, hrefs: list[str]) -> Matrix:
    run, mask, batch = moment.run, moment.masks.get(k), len(hrefs)
    units = run.sizes[k]
    factors = np.ones((batch, units)) if mask is None else mask
    real = not moment.rings
    found = _laid(moment, k, factors, widest, real)
    rows = (
        Row(
            sample=sample,
            y=round(sample * found.row, 1),
            kept=d,
            href=hrefs[sample],
            name=say("masks.sample", number=sample + 1),
            off=_reach(own)
            if real
            else say("masks.off", units=words.units(np.flatnonzero(own == 0).tolist(), inputs=k == 0)),
        )
        for (sample, own), d in zip(enumerate(factors), _paths(found, factors), strict=True)
    )
    return replace(found, rows=tuple(rows))


def _of_weights(moment: Moment, k: int, widest: float, _hrefs: list[str]) -> Matrix:
    """The weights that leave a layer: a row for each of its neurons."""
    factors = moment.weight_masks.get(k, np.ones((moment.run.sizes[k], moment.run.sizes[k + 1])))
    found = _laid(moment, k, factors, widest, False)
    rows = (Row(i, round(i * found.row, 1), d, "", "", "") for i, d in enumerate(_paths(found, factors)))
    return replace(found, rows=tuple(rows))


def _off(factors: Array, inputs: bool) -> str:
    return say("masks.off", units=words.units(np.flatnonzero(factors == 0).tolist(), inputs=inputs))


def _reach(factors: Array) -> str:
    return say("masks.factors", least=words.number(float(factors.min())), most=words.number(float(factors.max())))


def _laid(moment: Moment, k: int, factors: Array, widest: float, real: bool) -> Matrix:
    """A matrix with its measures, without its rows."""
    run, (count, units) = moment.run, factors.shape
    cell = floor(10 * min(CELL, widest / units)) / 10
    row = round(max(ROW_MIN, min(CELL, HEIGHT_MAX / count)), 1)
    side, tall = round(cell * 0.86, 2) if cell >= CELL_MIN else cell, round(row * 0.84, 1)
    return Matrix(
        place=k,
        name=words.layer_name(k, len(run.sizes)),
        shape=f"{count} × {units}",
        units=units,
        factors=real,
        keep=methods.scale_text(run.spec, moment.rates[k]),
        said=say(f"masks.scale {methods.name_of(run.spec)}"),
        cell=cell,
        row=row,
        side=side,
        tall=tall,
        width=round(cell * units, 1),
        height=round(row * count, 1),
        first=k == run.spec.place[0],
        rows=(),
    )


def _paths(m: Matrix, factors: Array) -> Iterator[str]:
    if m.factors:
        return sized(factor_bytes(factors), m.cell, m.row, m.side, m.tall)
    return cells(factors != 0, m.cell, m.row, m.side, m.tall)


def sized(levels: NDArray[np.uint8], cell: float, row: float, side: float, tall: float) -> Iterator[str]:
    """The cells of each row as one path, each as large as its factor and hollow where that is negative; the side of
    one at 2.5 and beyond is the cell's."""
    for sample, own in enumerate(levels.tolist()):
        parts = []
        for unit, byte in enumerate(own):
            share = min(1.0, math.sqrt(abs(byte - 128) / 32) / sizes.MOST)
            wide, high = hundredths(side * share), hundredths(tall * share)
            if byte == 128:
                continue
            x, y = hundredths(unit * cell + (side - wide) / 2), hundredths(sample * row + (tall - high) / 2)
            parts.append(f"M{x:g} {y:g}h{wide:g}v{high:g}h{-wide:g}z")
            if byte < 128:
                a, b = hundredths(wide / 2), hundredths(high / 2)
                parts.append(f"M{hundredths(x + wide / 4):g} {hundredths(y + high / 4):g}v{b:g}h{a:g}v{-b:g}z")
        yield "".join(parts)


def cells(kept: NDArray[np.bool_], cell: float, row: float, side: float, tall: float) -> Iterator[str]:
    """The kept cells of each row as one path; neighbours are apart by the gap."""
    lefts = [f"M{unit * cell:.1f} " for unit in range(kept.shape[1])]
    for sample, bits in enumerate(kept):
        rest = f"{sample * row:.1f}h{side:g}v{tall:g}h{-side:g}z"
        yield "".join([lefts[unit] + rest for unit in np.flatnonzero(bits).tolist()])
