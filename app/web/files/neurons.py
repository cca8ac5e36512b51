"""The numbers of one step as tables: masks of its batch, signals and gradients of a sample, weights.

What they are made of is copied at once; rows, of which there may be many, are made later, and elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from app.runs.log.record import Drawn
from app.web.address.links import Links
from app.web.moment import Array, Moment
from app.web.section import Table
from app.web.words.names import layer_name
from app.web.words.places import place_name, signal_name

BATCH_MAX = 200_000  # factors: of more, those of the sample alone

Rows = Iterator[tuple[Any, ...]]


class Masked(NamedTuple):
    """A place at a step. shared: whether the whole batch has one mask."""

    name: str
    p: float
    coins: Array
    factors: Array
    shared: bool


def masks(moment: Moment, _links: Links) -> Table:
    """What every place multiplies by, and the coin that it was made of: of the whole batch, or of the sample alone
    where that would be too many. at: which of the place's numbers, counted from 1 along each axis."""
    spec, drawn = moment.run.spec, enumerate(moment.record.drawn.values())
    found = [_masked(place_name(spec, k), of) for k, of in drawn if of.factors is not None]
    whole = sum(of.factors.size for of in found) <= BATCH_MAX
    rows = _factors(found, None if whole else moment.sample)
    return Table(("place", "sample", "at", "p", "coin", "factor"), rows)


def _masked(name: str, drawn: Drawn) -> Masked:
    coins, factors = drawn.coins, np.array(drawn.factors, float)
    factors = factors.reshape(factors.shape[: coins.ndim])  # of a word's whole row there is one
    return Masked(name, drawn.p, coins, factors, len(factors) == 1)


def _factors(found: list[Masked], sample: int | None) -> Rows:
    for of in found:
        for index in np.ndindex(of.factors.shape):
            if sample is None or of.shared or index[0] == sample:
                whose = "" if of.shared else index[0] + 1
                yield of.name, whose, _said(index[1:]), of.p, float(of.coins[index]), float(of.factors[index])


def numbers(moment: Moment, _links: Links) -> Table:
    """The sample's signals with their gradients; of columns with what arrives, and what is left behind the slope."""
    record, spec, sample = moment.record, moment.run.spec, moment.sample
    named = {signal.name: signal_name(spec, k) for k, signal in enumerate(spec.plan.signals)}
    gradients = (record.upstream, record.gradient, record.summed)
    found = [
        (of, record.value[name][sample], [each[name][sample] if name in each else None for each in gradients])
        for name, of in named.items()
    ]
    return Table(("signal", "at", "value", "gradient arriving", "gradient", "gradient of the sum"), _signals(found))


def _signals(found: list[tuple[str, Array, list[Array | None]]]) -> Rows:
    for name, values, gradients in found:
        for index in np.ndindex(values.shape):
            passed = ("" if of is None else float(of[index]) for of in gradients)
            yield name, _said(index), float(values[index]), *passed


def weights(moment: Moment, _links: Links) -> Table:
    """Every weight and bias of a dense network before this step's update, and what the sample's mask multiplies it by;
    a bias is of no neuron."""
    record, count = moment.record, len(moment.run.sizes)
    found = [
        (layer_name(k + 1, count), matrix, np.array(moment.weight_masks.get(k, np.ones_like(matrix))), biases)
        for k, (matrix, biases) in enumerate(zip(record.weights, record.biases, strict=True))
    ]
    return Table(("layer", "from", "to", "weight", "factor"), _weights(found))


def _weights(found: list[tuple[str, Array, Array, Array]]) -> Rows:
    for name, matrix, factors, biases in found:
        for i, j in np.ndindex(matrix.shape):
            yield name, i + 1, j + 1, float(matrix[i, j]), float(factors[i, j])
        for j, bias in enumerate(biases.tolist()):
            yield name, "bias", j + 1, bias, ""


def _said(index: tuple[int, ...]) -> str:
    return " ".join(str(i + 1) for i in index)
