"""The numbers of one step and one sample as tables: masks, activations, gradients, weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.runs.record import StepRecord
from app.runs.run import Run
from app.web import words
from app.web.activity import dead, dropped
from app.web.links import Links
from app.web.query import View

DIGITS = 4
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
    upstream: str
    gradient: str
    state: str


@dataclass(frozen=True)
class LayerTable:
    """One layer's neurons."""

    name: str
    p: str
    rows: tuple[NeuronRow, ...]


@dataclass(frozen=True)
class WeightTable:
    """W of one layer, a row for each neuron below, then the biases; no rows where there are too many."""

    name: str
    shape: str
    columns: int
    rows: tuple[tuple[str, ...], ...]
    biases: tuple[str, ...]


@dataclass(frozen=True)
class Numbers:
    """All that templates/explore/numbers.html draws."""

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


def context(run: Run, record: StepRecord, view: View, links: Links) -> Numbers:
    """The tables of one step for one sample."""
    count, never = len(run.sizes), dead(run, record, view.sample)
    return Numbers(
        record.step,
        view.sample,
        int(record.rows[view.sample]) + 1,
        words.number(float(np.ravel(record.y[view.sample])[0]), DIGITS),
        words.number(record.loss, DIGITS),
        words.number(record.twin_loss, DIGITS),
        tuple(_layer(k, run, record, view, links, never[k]) for k in range(count)),
        tuple(_weights(k, count, record) for k in range(count - 1)),
        links.here(),
        links.here(f"/api/step/{record.step}", step=None),
    )


def _layer(k: int, run: Run, record: StepRecord, view: View, links: Links, never: set[int]) -> LayerTable:
    last, sample = len(run.sizes) - 1, view.sample
    off, p = dropped(record, sample)[k], record.rates[k] if k < last else 0.0
    mask = record.masks[k] if k < last else None
    rows = []
    for unit in range(run.sizes[k]):
        h = float(record.activations[k][sample, unit])
        factor = 1.0 if mask is None else float(mask[sample, unit])
        rows.append(
            NeuronRow(
                unit + 1,
                links.here("/neuron", layer=k, unit=unit),
                f"{record.coins[k][sample, unit]:.5f}" if p else "",
                words.number(factor, DIGITS) if p else "",
                words.number(h, DIGITS),
                words.number(h * factor, DIGITS) if p else "",
                words.number(float(record.upstream[k][sample, unit]), DIGITS) if k < last else "",
                words.number(float(record.gradients[k][sample, unit]), DIGITS) if k < last else "",
                "dropped" if off[unit] else _quiet(unit in never) if h == 0 and 0 < k < last else "",
            )
        )
    return LayerTable(words.layer_name(k, last + 1), words.number(p) if p else "", tuple(rows))


def _quiet(dead: bool) -> str:
    return "dead" if dead else "silent"


def _weights(k: int, count: int, record: StepRecord) -> WeightTable:
    weights, biases = record.weights[k], record.biases[k]
    shown = weights if weights.size <= WEIGHTS_MAX else weights[:0]
    return WeightTable(
        f"{words.layer_name(k, count)} to {words.layer_name(k + 1, count)}",
        f"{weights.shape[0]} × {weights.shape[1]}",
        weights.shape[1],
        tuple(tuple(words.number(float(w), DIGITS) for w in row) for row in shown),
        tuple(words.number(float(b), DIGITS) for b in biases) if len(shown) else (),
    )
