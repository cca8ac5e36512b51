"""Small drawings of subnetworks: who is off, and what each says by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.runs.data.data_set import MAP_SIDE
from app.runs.log.run import Run
from app.runs.log.subnetworks import sampled
from app.web.figures.outcomes import SIDE, curve_path
from app.web.figures.picture import diverging_pictures
from app.web.moment import Array
from app.web.words.names import class_names
from app.web.words.say import say

TALL = 12  # neurons in one column: more stand in several
PITCH, GAP = 8.0, 16.0  # of neurons, and between layers


@dataclass(frozen=True)
class Says:
    """light, dark: its map; path: its curve; said: of each test sample what it says, and whether that is right."""

    light: str = ""
    dark: str = ""
    path: str = ""
    said: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Thumbnail:
    """kept, off: neurons as a path of points, which a round pen draws; counted, right: how many are off, and how well
    it does."""

    number: int
    kept: str
    off: str
    counted: str
    alt: str
    right: str
    says: Says


@dataclass(frozen=True)
class Sheet:
    """Thumbnails of one run: how large each drawing is, and the samples that they speak of."""

    width: float
    height: float
    side: float
    thumbnails: tuple[Thumbnail, ...]
    truths: tuple[str, ...]


def sheet(run: Run, step: int, said: Array, rights: Sequence[str]) -> Sheet:
    """Of the first subnetworks. said: what they say, (subnetworks, samples, outputs); rights: how well each does alone,
    in words."""
    spec, names = run.spec, class_names(run.spec.data.name)
    places, width, height = layout({k: spec.sizes[k] for k in _drawn(run)})
    found = []
    for number, kept in enumerate(sampled(spec, step, len(rights))):
        bits = {k: kept.get(k, np.ones(spec.sizes[k], bool)) for k in places}
        off = sum(int((~of).sum()) for of in kept.values())
        counted = say("ensemble.off", count=off, neurons=sum(len(of) for of in kept.values()))
        found.append(
            Thumbnail(
                number + 1,
                _points(places, bits),
                _points(places, {k: ~of for k, of in bits.items()}),
                counted,
                say("ensemble.alt", number=number + 1, off=counted, right=rights[number]),
                rights[number],
                _says(run, said[number]),
            )
        )
    truths = tuple(names[int(k)] for k in run.data.y_test[: said.shape[1]]) if run.data.bounds is None else ()
    return Sheet(width, height, SIDE, tuple(found), truths)


def layout(sizes: Mapping[int, int]) -> tuple[dict[int, list[tuple[float, float]]], float, float]:
    """Where the neurons of each layer stand, and how wide and tall that is: columns of at most TALL."""
    tall = min(TALL, max(sizes.values()))
    places, left = {}, PITCH / 2
    for k, size in sizes.items():
        columns = -(-size // TALL)
        rows = -(-size // columns)
        top = PITCH * (tall - rows) / 2 + PITCH / 2
        places[k] = [(left + PITCH * (i // rows), top + PITCH * (i % rows)) for i in range(size)]
        left += PITCH * (columns - 1) + GAP
    return places, left - GAP + PITCH / 2, PITCH * tall


def _drawn(run: Run) -> list[int]:
    """The input where it may be off, and all hidden layers."""
    return [k for k in range(len(run.sizes) - 1) if k > 0 or 0 in run.spec.place]


def _points(places: Mapping[int, list[tuple[float, float]]], bits: Mapping[int, NDArray[np.bool_]]) -> str:
    drawn = (at for k, of in places.items() for at, bit in zip(of, bits[k].tolist(), strict=True) if bit)
    return "".join(f"M{x:g} {y:g}h0" for x, y in drawn)


def _says(run: Run, said: Array) -> Says:
    """Its map, its curve, or its classes of the first test samples. said: (samples, outputs)."""
    data = run.data
    if data.task == "binary":
        light, dark = diverging_pictures(2 * said[:, 0].reshape(MAP_SIDE, MAP_SIDE) - 1)
        return Says(light, dark)
    if data.task == "regression":
        return Says(path=curve_path(said[:, 0], data))
    names = class_names(run.spec.data.name)
    pairs = zip(said.argmax(axis=1).tolist(), data.y_test.tolist(), strict=False)
    return Says(said=tuple((names[k], k == truth) for k, truth in pairs))
