"""The numbers of one step and one sample as tables: masks, activations, gradients, weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.web.address.links import Links
from app.web.moment import Moment
from app.web.words import methods
from app.web.words import names as words
from app.web.words.numbers import apart, rate_text
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
    slope: str  # dL/dz
    state: str


@dataclass(frozen=True)
class LayerTable:
    """One layer's neurons."""

    name: str
    p: str
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
    back: str
    api: str


def context(moment: Moment, links: Links) -> Numbers:
    """The tables of one step for one sample."""
    record, sample, count = moment.record, moment.sample, len(moment.run.sizes)
    return Numbers(
        moment.step,
        sample,
        int(record.rows[sample]) + 1,
        words.number(float(np.ravel(record.y[sample])[0]), DIGITS),
        words.number(record.loss, DIGITS),
        words.number(record.twin_loss, DIGITS),
        tuple(_layer(k, moment, links) for k in range(count)),
        tuple(_weights(k, count, moment) for k in range(count - 1)),
        links.here(),
        links.here(f"api/step/{moment.step}", step=None),
    )


def _layer(k: int, moment: Moment, links: Links) -> LayerTable:
    record, sample, last = moment.record, moment.sample, len(moment.run.sizes) - 1
    factors = moment.of_neurons.get(k)
    p = record.rates[k] if factors is not None else 0.0
    real = bool(moment.scaled)
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
                state="" if state == "kept" else state,
            )
        )
    return LayerTable(words.layer_name(k, last + 1), rate_text(p, ALL_DIGITS) if p else "", tuple(rows))


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
