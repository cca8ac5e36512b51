"""One neuron at one step for one sample: its state in words, its formulas with their numbers, its own map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.runs.log.record import StepRecord
from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import edges, formulas
from app.web.figures.dense import Edge, edge
from app.web.figures.geometry import layout
from app.web.figures.picture import diverging_picture
from app.web.moment import dropped, states
from app.web.words import names as words

FOCUS_EDGES = 24  # of a neuron in a large network, on each side


@dataclass(frozen=True)
class Inspector:
    """All that templates/figures/neuron.html draws."""

    title: str
    state: str  # kept, dropped, active, silent, dead, input or output
    meaning: str
    step: int
    sample: int
    sum: formulas.Sum | None
    lines: tuple[formulas.Line, ...]
    batch: int
    map_light: str
    map_dark: str
    marker: tuple[float, float] | None  # where the sample lies on the map, in shares of its sides
    edges: tuple[Edge, ...]  # of this neuron, where the figure does not draw them all
    drawn: str  # which those are
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
    state = state_of(run, record, view.sample, layer, unit)
    light, dark, marker = _map(run, record, view.sample, layer, unit)
    lines, drawn = _focus_edges(run, record, view, layer, unit)
    return Inspector(
        title=f"{words.layer_name(layer, len(run.sizes))}, {_noun(layer)} {unit + 1}",
        state=state,
        meaning=MEANINGS[state],
        step=record.step,
        sample=view.sample,
        sum=formulas.weighted_sum(record, view.sample, layer, unit),
        lines=(
            *formulas.activation(run, record, view.sample, layer, unit),
            *formulas.mask(record, view.sample, layer, unit),
            *formulas.backward(run, record, view.sample, layer, unit),
        ),
        batch=run.spec.training.batch,
        map_light=light,
        map_dark=dark,
        marker=marker,
        edges=lines,
        drawn=drawn,
        layer=layer,
        unit=unit,
        back=links.here(),
    )


MEANINGS = {
    "dropped": "The mask holds a 0 here: nothing goes on, and no gradient comes through.",
    "kept": "The mask lets it pass.",
    "active": "There is no mask here: it passes on what it computes.",
    "silent": "Its activation is 0 for this sample; for others it may work.",
    "dead": "Its activation is 0 here, and with dropout off for every training sample.",
    "input": "A number that the network is given.",
    "output": "The network’s output. Dropout is never applied here.",
}


def _noun(layer: int) -> str:
    return "number" if layer == 0 else "neuron"


def state_of(run: Run, record: StepRecord, sample: int, layer: int, unit: int) -> str:
    """One of MEANINGS."""
    state = states(run, record, sample)[layer][unit]
    if state == "kept" and layer in (0, len(run.sizes) - 1):
        return "input" if layer == 0 else "output"
    return "active" if state == "kept" and not record.rates[layer] else state


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
    return diverging_picture(values), diverging_picture(values, dark=True), marker


def _focus_edges(run: Run, record: StepRecord, view: View, layer: int, unit: int) -> tuple[tuple[Edge, ...], str]:
    """The strongest edges into and out of this neuron, where the figure has room for few, and which they are."""
    if edges.draws_all(run.sizes):
        return (), ""
    backward = view.view == "backward"
    matrices = edges.weight_gradients(record, view.sample) if backward else record.weights
    plan = layout(run.sizes, 14 if run.spec.data.name == "digits" else 0)
    off, found, counts = dropped(record, view.sample), [], []
    one = slice(unit, unit + 1)
    for k, part, way in ((layer - 1, (slice(None), one), "in"), (layer, (one, slice(None)), "out")):
        if not 0 <= k < len(matrices):
            continue
        some = matrices[k][part]
        order = edges.strongest(some, (off[k][part[0]], off[k + 1][part[1]]), FOCUS_EDGES)
        levels = edges.shades(matrices[k], some.ravel()[order], backward).tolist()
        counts.append(f"{len(order)} of {some.size} {way}")
        for other, byte in zip(order.tolist(), levels, strict=True):
            i, j = (other, unit) if way == "in" else (unit, other)
            found.append(edge(plan, k, i, j, byte, False))
    if off[layer][unit]:
        return (), "Lines: none, since it is dropped."
    what = "gradients" if backward else "weights"
    return tuple(found), f"Lines: its strongest {what}, {' and '.join(counts)}, none at a dropped neuron."
