"""The numbers of one step and one sample as tables: masks, activations, gradients, weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.web.address.links import Links
from app.web.moment import Array, Moment
from app.web.words import methods
from app.web.words import names as words
from app.web.words.numbers import apart, rate_text
from app.web.words.places import place_name, signal_name
from app.web.words.say import say

DIGITS = 4
ALL_DIGITS = 17
COIN_PLACES = 5  # where they tell a coin from p
WEIGHTS_MAX = 1200  # of a layer; larger matrices are left to /api/step


@dataclass(frozen=True)
class NeuronRow:
    """One neuron: unit counts from 1; empty text where there is no such number."""

    unit: int
    href: str
    coin: str
    mask: str
    activation: str
    passed: str
    upstream: str  # dL/dy
    gradient: str  # dL/dh
    slope: str  # dL/dz, or dL/dn where that is normalised
    normalised: str  # n or v, where batch normalisation stands before or after dropout
    through: str  # dL/dz, where slope is dL/dn
    state: str


@dataclass(frozen=True)
class LayerTable:
    """One layer's neurons."""

    name: str
    p: str
    slope: str  # what that column is called,
    normalised: str  # and this one,
    through: str  # and that
    rows: tuple[NeuronRow, ...]


@dataclass(frozen=True)
class WeightTable:
    """W of one layer, a row for each neuron below, then the biases; no rows where there are too many. Each weight with
    whether it is dropped; scale: of the others, where weights are masked."""

    name: str
    shape: str
    columns: int
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    biases: tuple[str, ...]
    scale: str


@dataclass(frozen=True)
class ArrayTable:
    """The numbers of a signal, of a mask or of its coins: a row for each of the first places, a column for each of the
    last."""

    name: str
    shape: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Numbers:
    """All that templates/figures/numbers.html draws."""

    step: int
    sample: int
    row: int  # which training sample it is, from 1
    target: str
    loss: str
    twin_loss: str
    layers: tuple[LayerTable, ...]
    weights: tuple[WeightTable, ...]
    arrays: tuple[ArrayTable, ...]  # of a network that is no columns, in place of both
    back: str
    api: str
    csv: str


def context(moment: Moment, links: Links) -> Numbers:
    """The tables of one step for one sample."""
    record, sample, count = moment.record, moment.sample, len(moment.run.sizes)
    columns = moment.run.spec.plan.columns
    return Numbers(
        moment.step,
        sample,
        int(record.rows[sample]) + 1,
        words.number(float(np.ravel(record.y[sample])[0]), DIGITS),
        words.number(record.loss, DIGITS),
        words.number(record.twin_loss, DIGITS),
        tuple(_layer(k, moment, links) for k in range(count)) if columns else (),
        tuple(_weights(k, count, moment) for k in range(count - 1)) if columns else (),
        () if columns else tuple(_arrays(moment)),
        links.here(),
        links.here(f"api/step/{moment.step}", step=None),
        links.here("figure/numbers.csv", view=None, apart=None),
    )


def _layer(k: int, moment: Moment, links: Links) -> LayerTable:
    record, sample, last = moment.record, moment.sample, len(moment.run.sizes) - 1
    factors = moment.of_neurons.get(k)
    p = record.rates[k] if factors is not None else 0.0
    real, where = bool(moment.scaled), moment.run.spec.plan.norm
    norm = moment.norm_of(k, where)
    rows = []
    for unit, state in enumerate(moment.states[k]):
        h = float(record.activations[k][sample, unit])
        factor = 1.0 if factors is None else float(factors[unit])
        coin = float(record.coins[k][sample, unit]) if p else 0.0
        rows.append(
            NeuronRow(
                unit=unit + 1,
                href=links.here("neuron", layer=str(k), unit=str(unit + 1)),
                coin="" if not p else f"{coin:.{COIN_PLACES}f}" if real else apart(coin, p, COIN_PLACES, ALL_DIGITS)[0],
                mask=words.number(factor, DIGITS) if p else "",
                activation=words.number(h, DIGITS),
                passed=words.number(h * factor, DIGITS) if p else "",
                upstream=words.number(float(record.upstreams[k][sample, unit]), DIGITS) if k < last else "",
                gradient=words.number(float(record.gradients[k][sample, unit]), DIGITS) if k < last else "",
                slope=words.number(float(record.dz[k - 1][sample, unit]), DIGITS) if k else "",
                normalised=words.number(float(norm.y[sample, unit]), DIGITS) if norm else "",
                through=words.number(float(norm.dx[sample, unit]), DIGITS) if norm and where == "before" else "",
                state="" if state == "kept" else state,
            )
        )
    return LayerTable(
        words.layer_name(k, last + 1),
        rate_text(p, ALL_DIGITS) if p else "",
        say(f"tables.slope {where}" if k < last else "tables.slope none"),
        say(f"tables.normalised {where}") if norm else "",
        say("tables.through"),
        tuple(rows),
    )


def _arrays(moment: Moment) -> Iterator[ArrayTable]:
    """Each signal with its gradient; at each place p, coins and mask."""
    spec, back = moment.run.spec, moment.passed_back
    for k, signal in enumerate(spec.plan.signals):
        name = signal_name(spec, k)
        yield _array(name, moment.signals[signal.name])
        if signal.name in back:
            yield _array(say("tables.gradient", signal=name), back[signal.name])
    for k, factors in moment.acting.items():
        place, p = spec.plan.places[k], rate_text(moment.rates[k], ALL_DIGITS)
        coins = moment.record.drawn[place.name].coins
        name = place_name(spec, k)
        yield _array(say("tables.coins", place=name, p=p), coins[moment.sample if len(coins) > 1 else 0])
        yield _array(say("tables.mask", place=name, p=p), factors)


def _array(name: str, values: Array) -> ArrayTable:
    """Rows are counted from 1: of many axes by each, as 3, 7."""
    flat = values.reshape(-1, values.shape[-1]) if values.ndim > 1 else values.reshape(1, -1)
    numbers = [tuple(words.number(v, DIGITS) for v in row) for row in flat.tolist()]
    heads = [", ".join(str(i + 1) for i in index) for index in np.ndindex(values.shape[:-1])]
    shape = " × ".join(map(str, values.shape)) or "1"
    return ArrayTable(name, shape, tuple(zip(heads or [""], numbers, strict=True)))


def _weights(k: int, count: int, moment: Moment) -> WeightTable:
    weights, biases = moment.record.weights[k], moment.record.biases[k]
    factors = moment.weight_masks.get(k)
    masked = factors is not None
    kept = np.ones_like(weights) if factors is None else factors
    shown = weights if weights.size <= WEIGHTS_MAX else weights[:0]
    return WeightTable(
        say("tables.between", below=words.layer_name(k, count), above=words.layer_name(k + 1, count)),
        f"{weights.shape[0]} × {weights.shape[1]}",
        weights.shape[1],
        tuple(
            tuple((words.number(float(w), DIGITS), factor == 0) for w, factor in zip(row, factors, strict=True))
            for row, factors in zip(shown, kept, strict=False)
        ),
        tuple(words.number(float(b), DIGITS) for b in biases) if len(shown) else (),
        methods.scale_text(moment.run.spec, moment.rates[k]) if masked else "",
    )
