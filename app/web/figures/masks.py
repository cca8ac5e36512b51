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
from app.web.figures import sentence, sizes
from app.web.figures.edges import draws_all
from app.web.figures.keys import Key
from app.web.figures.sizes import hundredths
from app.web.figures.told import Told
from app.web.moment import Array, Moment, factor_bytes
from app.web.words import methods
from app.web.words import names as words
from app.web.words.places import place_name
from app.web.words.say import say

CELL = 11.0  # width and height of a cell where there is room
COIN, COIN_ROW = 34.0, 7.0  # of a place with one coin
CELL_MIN = 3.0  # a row of matrices holds as many as have cells this wide, but two of any width; under it, no gaps
ROW_WIDTH = 656.0  # of the matrices beside one another
WIDTH_MAX = 560.0  # of one
GAP = 26.0  # between them, with what their frames need
ROW_MIN = 7.0  # high enough to be pointed at
ROW_STILL = 1.0  # in a picture, where nobody points
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
    of: str  # what is multiplied, by the names that frames have for it; of several places one after the other
    letter: str  # what the caption calls the mask by, with a number where places are numbered
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

    @property
    def ground(self) -> str:
        """All cells as one path: what is off is what no kept one covers. Without gaps they are one, or stripes."""
        xs = [unit * self.cell for unit in range(self.units)] if self.side < self.cell else [0.0]
        ys = [sample * self.row for sample in range(len(self.rows))] if self.tall < self.row else [0.0]
        wide, high = self.side if len(xs) > 1 else self.width, self.tall if len(ys) > 1 else self.height
        return "".join(f"M{x:.1f} {y:.1f}h{wide:g}v{high:g}h{-wide:g}z" for y in ys for x in xs)


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
    keys: tuple[Key, ...]


def told(moment: Moment) -> Told:
    """The figure in words: the sentence of the network, and what is off in the whole batch."""
    run, sample = moment.run, moment.sample
    places = [_told(moment, k) for k in run.spec.place]
    text = say("masks.at", step=moment.step, batch=run.spec.training.batch, sample=sample + 1)
    return Told(sentence.parts(moment), " ".join((text, *places)) if places else say("masks.hint none alone"))


def _told(moment: Moment, k: int) -> str:
    """A place in words."""
    run, factors = moment.run, moment.factors.get(k)
    layer = place_name(run.spec, k)
    if factors is None:
        return say("masks.told none", layer=layer)
    own = moment.acting[k]
    if run.spec.plan.masks_weights:
        return say("masks.told weights", layer=layer, off=int((own == 0).sum()), whole=f"{own.size:,}")
    if not moment.bits:
        return say("masks.told factors", layer=layer, all=_reach(factors), own=_reach(own))
    off = _off(own, k == 0) if run.spec.plan.columns else counted(own)
    return say("masks.told", layer=layer, off=int((factors == 0).sum()), whole=f"{factors.size:,}", own=off)


def context(moment: Moment, links: Links, row_min: float = ROW_MIN) -> Matrices:
    """The matrices of one step; the sample's row is in the frame. row_min: how high a row is at least, however many
    there are."""
    run, sample, weights = moment.run, moment.sample, moment.run.spec.plan.masks_weights
    groups = grouped(run) if not weights or draws_all(run.sizes) else []
    widest = room([_units(run, places) for places in groups]) if groups else 0.0
    hrefs = [links.here(sample=sample) for sample in range(run.spec.training.batch)]
    make = _of_weights if weights else _matrix
    matrices = tuple(make(moment, places, _laid(moment, places, widest, row_min), hrefs) for places in groups)
    hint = "none" if not run.spec.place else "many" if not groups else methods.name_of(run.spec)
    wide = any(matrix.cell < CELL_MIN for matrix in matrices)
    before, after = hrefs[sample - 1], hrefs[(sample + 1) % len(hrefs)]
    if links.page and hint in ALONE:
        hint = f"{hint} alone"
    said = say(f"masks.hint {hint}", sample=sample + 1) if hint != "dropconnect" else _of_whom(run)
    return Matrices(matrices, weights, said, sample, len(hrefs), before, after, wide, _keys(moment))


def grouped(run: Run) -> list[tuple[int, ...]]:
    """The places where the method sits, one to a matrix; those that have one coin each share a matrix."""
    places, plan = run.spec.place, run.spec.plan
    if len(places) > 1 and not plan.columns and all(math.prod(plan.places[k].mask) == 1 for k in places):
        return [places]
    return [(k,) for k in places]


def _units(run: Run, places: tuple[int, ...]) -> int:
    """How many columns a matrix has."""
    if run.spec.plan.masks_weights:
        return run.sizes[places[0] + 1]
    return sum(math.prod(run.spec.plan.places[k].mask) for k in places)


def _flat(moment: Moment, k: int, batch: int) -> Array:
    """What a place multiplies by, a row for each sample."""
    of = moment.factors.get(k)
    units = math.prod(moment.run.spec.plan.places[k].mask)
    return np.ones((batch, units)) if of is None else np.broadcast_to(of.reshape(len(of), -1), (batch, units))


def _keys(moment: Moment) -> tuple[Key, ...]:
    """The signs of a matrix."""
    if moment.run.spec.plan.masks_weights:
        return Key("weight", 10, say("masks.key.kept")), Key("off", 10, say("masks.key.off"))
    framed = Key("framed", 37, say("masks.key.framed", sample=moment.sample + 1))
    if moment.bits:
        return Key("kept", 10, say("masks.key.kept")), Key("off", 10, say("masks.key.off")), framed
    turned = methods.kind_of(moment.run.spec).rule == "gaussian"
    return (
        Key("factor", 20, say("masks.key.factor")),
        *([Key("turned", 10, say("masks.key.turned"))] if turned else []),
        framed,
    )


def _of_whom(run: Run) -> str:
    """Of DropConnect, whose mask it is."""
    return say(f"masks.hint dropconnect {getattr(run.spec.method, 'each', 'sample')}")


def room(units: Sequence[int]) -> float:
    """The width that each matrix may take, so that those of one row have readable cells; the others wrap."""
    least = min(2, len(units))
    shares = [min(WIDTH_MAX, (ROW_WIDTH + GAP) / across - GAP) for across in range(len(units), least - 1, -1)]
    return next((share for share in shares if share >= CELL_MIN * max(units)), shares[-1])


def _matrix(moment: Moment, places: tuple[int, ...], found: Matrix, hrefs: list[str]) -> Matrix:
    factors = np.concatenate([_flat(moment, k, len(hrefs)) for k in places], axis=1)
    real = not moment.bits
    rows = (
        Row(
            sample=sample,
            y=round(sample * found.row, 1),
            kept=d,
            href=hrefs[sample],
            name=say("masks.sample", number=sample + 1),
            off=_reach(own) if real else _off(own, found.place == 0) if moment.rings else counted(own),
        )
        for (sample, own), d in zip(enumerate(factors), _paths(found, factors), strict=True)
    )
    return replace(found, rows=tuple(rows))


def counted(own: Array) -> str:
    """How many of a sample's factors are 0."""
    return say("masks.counted", off=int((own == 0).sum()), whole=f"{own.size:,}")


def _of_weights(moment: Moment, places: tuple[int, ...], found: Matrix, _hrefs: list[str]) -> Matrix:
    """The weights that leave a layer: a row for each of its neurons."""
    (k,) = places
    factors = moment.weight_masks.get(k, np.ones((moment.run.sizes[k], moment.run.sizes[k + 1])))
    rows = (Row(i, round(i * found.row, 1), d, "", "", "") for i, d in enumerate(_paths(found, factors)))
    return replace(found, rows=tuple(rows))


def _off(factors: Array, inputs: bool) -> str:
    return say("masks.off", units=words.units(np.flatnonzero(factors == 0).tolist(), inputs=inputs))


def _reach(factors: Array) -> str:
    return say("masks.factors", least=words.number(float(factors.min())), most=words.number(float(factors.max())))


def _laid(moment: Moment, places: tuple[int, ...], widest: float, row_min: float) -> Matrix:
    """A matrix with its measures, without its rows."""
    run, weights, k = moment.run, moment.run.spec.plan.masks_weights, places[0]
    count, units = run.sizes[k] if weights else run.spec.training.batch, _units(run, places)
    scales = {methods.scale_text(run.spec, moment.rates[place]) for place in places}
    widest_cell, highest = (COIN, COIN_ROW) if len(places) > 1 else (CELL, CELL)
    cell = floor(10 * min(widest_cell, widest / units)) / 10
    row = round(max(row_min, min(highest, HEIGHT_MAX / count)), 1)
    dense = row < CELL_MIN
    side, tall = cell if dense or cell < CELL_MIN else round(cell * 0.86, 2), row if dense else round(row * 0.84, 1)
    return Matrix(
        place=k,
        of=" ".join(run.spec.plan.places[place].on for place in places),
        letter=str(k) if run.spec.plan.columns else "",
        name=place_name(run.spec, k) if len(places) == 1 else say("masks.places"),
        shape=f"{count} × {units}",
        units=units,
        factors=not (weights or moment.bits),
        keep=scales.pop() if len(scales) == 1 else say("masks.own scale"),
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
    """The kept cells of each row as one path; neighbours are apart by the gap. Where there is none, they are joined."""
    if side == cell:
        yield from (_joined(bits, sample * row, cell, tall) for sample, bits in enumerate(kept))
        return
    lefts = [f"M{unit * cell:.1f} " for unit in range(kept.shape[1])]
    for sample, bits in enumerate(kept):
        rest = f"{sample * row:.1f}h{side:g}v{tall:g}h{-side:g}z"
        yield "".join([lefts[unit] + rest for unit in np.flatnonzero(bits).tolist()])


def _joined(kept: NDArray[np.bool_], y: float, cell: float, tall: float) -> str:
    """Runs of kept cells, each as one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(np.int8))).reshape(-1, 2).tolist()
    return "".join(
        f"M{begin * cell:.1f} {y:.1f}h{(end - begin) * cell:.1f}v{tall:g}h{(begin - end) * cell:.1f}z"
        for begin, end in edges
    )
