"""The numbers of the sections of /why, with all their digits: what is written as CSV.

Entropies are in bits; of neurons and outputs the names count from 1, and 1 is a neuron that is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.runs.data.data_set import DataSet, on_curve
from app.runs.log.doubt import BIT, Agreement
from app.runs.log.ensemble import Ensemble, Measured
from app.runs.log.forgot import Forgot
from app.runs.log.subnetworks import Subnetworks
from app.runs.training.ablation import Left
from app.runs.training.importance import LayerImportance
from app.runs.training.removal import Removed
from app.web.address.neurons import Neuron, names_of, neuron_name
from app.web.moment import Array
from app.web.section import Table
from app.web.why.doubted import Doubts, named

OF_ARMS = ("accuracy dropout", "accuracy twin", "loss dropout", "loss twin")
WHERE = ("entropy", "mutual information"), ("covered", "deviation")  # of the plane, of a curve


def removed(off: Sequence[Neuron], ours: Sequence[Left], twins: Sequence[Left]) -> Table:
    """With all neurons, and without these."""
    rows = ((names, *_both(*arms)) for names, *arms in zip(("", names_of(off)), ours, twins, strict=True))
    return Table(("away", *OF_ARMS), rows)


def removed_at_random(ours: Sequence[Removed], twins: Sequence[Removed]) -> Table:
    """Every draw of every share."""
    rows = (
        (of.share, of.neurons, draw, *_both(*arms))
        for of, twin in zip(ours, twins, strict=True)
        for draw, arms in enumerate(zip(of.left, twin.left, strict=True), 1)
    )
    return Table(("share", "neurons away", "draw", *OF_ARMS), rows)


def _both(ours: Left, twins: Left) -> tuple[float, ...]:
    return ours.accuracy, twins.accuracy, ours.loss, twins.loss


def importance(ours: Sequence[LayerImportance], twins: Sequence[LayerImportance]) -> Table:
    """What the test loss rises by without each neuron, also as a share of it, and what accuracy falls by."""
    names = ("loss", "share of loss", "accuracy")
    return Table(("neuron", *(f"{name} {arm}" for arm in ("dropout", "twin") for name in names)), _lost(ours, twins))


def _lost(ours: Sequence[LayerImportance], twins: Sequence[LayerImportance]) -> Iterator[Sequence[Any]]:
    for layer, arms in enumerate(zip(ours, twins, strict=True)):
        for unit in range(len(arms[0].loss)):
            values = (float(of[unit]) for arm in arms for of in (arm.loss, arm.shares, arm.accuracy))
            yield neuron_name((layer, unit)), *values


def ensemble(found: Ensemble) -> Table:
    """Each subnetwork alone, the means of the first 1, 2, ..., and the full network."""
    many = {"alone": found.alone, "arithmetic mean": found.arithmetic, "geometric mean": found.geometric}
    rows = [(name, number, *_of_one(one)) for name, of in many.items() for number, one in enumerate(of, 1)]
    rows.append(("full network", "", *_of_one(found.full)))
    return Table(("prediction", "subnetworks", "error", "loss", "divergence", "first sample"), rows)


def _of_one(of: Measured) -> tuple[float, ...]:
    return of.error, of.loss, of.divergence, of.first


def counts(found: Subnetworks) -> Table:
    """How many there are, as powers of two, and how many the run was trained as. met: of those that are averaged."""
    names = ("neurons", "bits", "masks", "distinct", "expected", "met", "averaged")
    row = (found.neurons, found.bits, found.masks, found.distinct, found.expected, sum(found.met), len(found.met))
    return Table(names, [row])


def subnetworks(kept: Sequence[Mapping[int, NDArray[np.bool_]]], alone: Sequence[Measured]) -> Table:
    """Of those that are drawn: how well each does alone, and who is on. kept: at each place, 0 of the input."""
    names = [
        neuron_name((place - 1, unit)) if place else f"x{unit + 1}"
        for place, of in (kept[0] if kept else {}).items()
        for unit in range(len(of))
    ]
    rows = (
        (number, one.error, one.loss, *(int(bit) for of in own.values() for bit in of))
        for number, (own, one) in enumerate(zip(kept, alone, strict=False), 1)
    )
    return Table(("subnetwork", "error", "loss", *names), rows)


def said(data: DataSet, of: Array) -> Table:
    """What each subnetwork that is drawn says: of classes, p of each. of: (subnetworks, samples, outputs)."""
    where, points = samples(data)
    names = [f"{number}{output(of, k)}" for number in range(1, len(of) + 1) for k in range(of.shape[2])]
    values = of.transpose(1, 0, 2).reshape(of.shape[1], -1).tolist()
    return Table((*where, *names), ((*point, *row) for point, row in zip(points, values, strict=False)))


def doubts(data: DataSet, x: Array, found: Doubts) -> Table:
    """Of passes with one mask for all points, and with one for each: what the first says, the mean and the spread of
    all; of classes also entropies. x: of a curve, where it was asked."""
    curve = data.task == "regression"
    where, points = (("x", "true"), np.hstack([x, on_curve(x)]).tolist()) if curve else samples(data)
    columns: dict[str, Array] = {}
    for masks, of in named(found):
        for name in ("first", "mean", "spread"):
            values = getattr(of, name)
            columns |= {f"{masks} {name}{output(values, k)}": values[:, k] for k in range(values.shape[1])}
        columns |= {} if curve else _bits(masks, of)
    values = np.stack(list(columns.values()), axis=1).tolist()
    return Table((*where, *columns), ((*point, *row) for point, row in zip(points, values, strict=False)))


def _bits(masks: str, of: Agreement) -> dict[str, Array]:
    found = {"entropy": of.entropy, "expected entropy": of.expected, "mutual information": of.information}
    return {f"{masks} {name}": values / BIT for name, values in found.items()}


def doubt_near_and_far(found: Doubts) -> Table:
    """At the data and far from them; of a curve, between its ends and beyond them."""
    if found.plane:
        return Table(("where", *WHERE[0]), ((name, *of) for name, of in zip(("at", "far"), found.plane, strict=True)))
    bands = zip(("inside", "outside"), found.bands or (), strict=True)
    return Table(("where", *WHERE[1]), ((name, *of) for name, of in bands))


def forgot(data: DataSet, found: Forgot) -> Table:
    """Evaluation's answer, and each in training mode; of images and sequences, the class said of the first samples."""
    truths = data.y_test.reshape(-1)[: len(found.evaluated.said)].tolist()
    heads = [f"sample {number} of class {int(truth)}" for number, truth in enumerate(truths, 1)]
    rows = ((time, of.accuracy, of.loss, *of.said.tolist()) for time, of in _times(found))
    return Table(("time", "accuracy", "loss", *heads), rows)


def forgot_maps(data: DataSet, found: Forgot) -> Table:
    """z of all these answers over the plane or the line."""
    where, points = samples(data)
    times = {str(time): of.shown for time, of in _times(found)}
    values = np.stack(list(times.values()), axis=1).tolist()
    return Table((*where, *times), ((*point, *row) for point, row in zip(points, values, strict=True)))


def _times(found: Forgot) -> Iterable[tuple[str | int, Any]]:
    return [("evaluation", found.evaluated), *enumerate(found.given, 1)]


def samples(data: DataSet) -> tuple[tuple[str, ...], Iterable[Sequence[Any]]]:
    """Points by where they lie; test samples by their number and class."""
    if data.bounds is None:
        return ("sample", "class"), enumerate(data.y_test.reshape(-1).astype(int).tolist(), 1)
    return ("x", "y")[: data.shown.shape[1]], data.shown.tolist()


def output(values: Array, k: int) -> str:
    """Which output of several."""
    return f" class {k}" if values.shape[-1] > 1 else ""
