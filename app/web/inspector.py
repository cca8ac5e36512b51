"""One neuron at one step for one sample: its state in words, its formulas with their numbers, its own map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.runs.record import StepRecord
from app.runs.run import Run
from app.web import formulas, words
from app.web.activity import dead, dropped
from app.web.colour import diverging
from app.web.figure import Edge, draws_all, edge
from app.web.geometry import layout
from app.web.links import Links
from app.web.png import data_uri
from app.web.query import View

FOCUS_EDGES = 24  # of a neuron in a large network, on each side


@dataclass(frozen=True)
class Inspector:
    """All that templates/explore/neuron.html draws."""

    title: str
    state: str  # kept, dropped, silent, dead; input or output where there is no dropout
    meaning: str
    step: int
    sample: int
    lines: tuple[formulas.Line, ...]
    map_light: str
    map_dark: str
    marker: tuple[float, float] | None  # where the sample lies on the map, in shares of its sides
    edges: tuple[Edge, ...]  # of this neuron, where the figure does not draw them all
    layer: int
    unit: int
    back: str


def context(run: Run, record: StepRecord, view: View, layer: int, unit: int, links: Links) -> Inspector:
    """The fragment of neuron `unit` of `layer`, 0 for the input to L + 1 for the output.

    Raises: LookupError where there is no such neuron.
    """
    if not 0 <= layer < len(run.sizes):
        raise LookupError(f"layer must lie in 0 to {len(run.sizes) - 1}, got {layer}")
    if not 0 <= unit < run.sizes[layer]:
        raise LookupError(f"unit must lie in 0 to {run.sizes[layer] - 1}, got {unit}")
    state = _state(run, record, view.sample, layer, unit)
    lines = [
        *formulas.forward(run, record, view.sample, layer, unit),
        *formulas.mask(record, view.sample, layer, unit),
        *formulas.backward(run, record, view.sample, layer, unit),
    ]
    light, dark, marker = _map(run, record, view.sample, layer, unit)
    title = f"{words.layer_name(layer, len(run.sizes))}, {_noun(layer)} {unit + 1}"
    return Inspector(
        title,
        state,
        MEANINGS[state],
        record.step,
        view.sample,
        tuple(lines),
        light,
        dark,
        marker,
        tuple(_focus_edges(run, record, view.sample, layer, unit)),
        layer,
        unit,
        links.here(),
    )


MEANINGS = {
    "dropped": "The mask holds a 0 here: nothing goes on, and no gradient comes through.",
    "kept": "The mask lets it pass.",
    "silent": "Its activation is 0 for this sample; for others it may work.",
    "dead": "Its activation is 0 here, and with dropout off for every training sample.",
    "input": "A number that the network is given.",
    "output": "What the network says. Dropout does not belong here.",
}


def _noun(layer: int) -> str:
    return "number" if layer == 0 else "neuron"


def _state(run: Run, record: StepRecord, sample: int, layer: int, unit: int) -> str:
    last = len(run.sizes) - 1
    if dropped(record, sample)[layer][unit]:
        return "dropped"
    if layer in (0, last):
        return "input" if layer == 0 else "output"
    if record.activations[layer][sample, unit] != 0:
        return "kept"
    return "dead" if unit in dead(run, record, sample)[layer] else "silent"


def _map(
    run: Run, record: StepRecord, sample: int, layer: int, unit: int
) -> tuple[str, str, tuple[float, float] | None]:
    """The neuron's activation over the plane, dropout off, as two pictures; none for other data."""
    if run.sizes[0] != 2 or layer == 0:
        return "", "", None
    values = np.tanh(run.neuron_map(record.step, layer, unit) / (2 if layer == len(run.sizes) - 1 else 1))
    left, right, bottom, top = run.data.bounds or (-1, 1, -1, 1)
    x, y = record.x[sample]
    marker = (round((x - left) / (right - left), 3), round((top - y) / (top - bottom), 3))
    return data_uri(diverging(values)), data_uri(diverging(values, dark=True)), marker


def _focus_edges(run: Run, record: StepRecord, sample: int, layer: int, unit: int) -> list[Edge]:
    """The strongest edges into and out of this neuron, where the figure has room for few."""
    if draws_all(run.sizes):
        return []
    plan = layout(run.sizes, 14 if run.spec.data == "digits" else 0)
    off, found = dropped(record, sample), []
    if layer > 0:
        weights = record.weights[layer - 1][:, unit]
        for i in np.argsort(-np.abs(weights), kind="stable")[:FOCUS_EDGES].tolist():
            is_off = bool(off[layer - 1][i] or off[layer][unit])
            found.append(edge(plan, layer - 1, i, unit, float(weights[i]), is_off, True))
    if layer < len(record.weights):
        weights = record.weights[layer][unit]
        for j in np.argsort(-np.abs(weights), kind="stable")[:FOCUS_EDGES].tolist():
            is_off = bool(off[layer][unit] or off[layer + 1][j])
            found.append(edge(plan, layer, unit, j, float(weights[j]), is_off, True))
    return found
