"""One neuron at one step for one sample: its state in words, its formulas with their numbers, its own map."""

from __future__ import annotations

import numpy as np

from app.web.address.links import Links
from app.web.figures import edges, formulas
from app.web.figures.dense import Edge, edge
from app.web.figures.dense_words import kind
from app.web.figures.geometry import layout
from app.web.figures.inspector_parts import Inspector
from app.web.figures.kinds import kind_of
from app.web.figures.picture import diverging_pictures
from app.web.moment import Moment
from app.web.words import names as words
from app.web.words.say import say

FOCUS_EDGES = 24  # of a neuron in a large network, on each side


def context(moment: Moment, layer: int, unit: int, links: Links) -> Inspector:
    """The fragment of neuron `unit` of `layer`, 0 for the input to L + 1 for the output.

    Raises: LookupError where there is no such neuron.
    """
    sizes = moment.run.sizes
    own = kind_of(moment.run)
    if not 0 <= layer < len(sizes):
        raise LookupError(f"layer must lie in 0 to {len(sizes) - 1}, got {layer}")
    if not 0 <= unit < sizes[layer]:
        raise LookupError(f"unit must lie in 0 to {sizes[layer] - 1}, got {unit}")
    if own is not None:
        if own.inspect is None:
            raise LookupError(f"nothing of a {moment.run.spec.plan.kind} network can be looked into")
        return own.inspect(moment, layer, unit, links)
    state = state_of(moment, layer, unit)
    light, dark, marker = _map(moment, layer, unit)
    lines, drawn = _focus_edges(moment, layer, unit)
    return Inspector(
        title=say(
            "neuron.title",
            layer=words.layer_name(layer, len(sizes)),
            noun=say("neuron.neuron" if layer else "neuron.number"),
            unit=unit + 1,
        ),
        state=state,
        meaning=_meaning(moment, layer, state),
        step=moment.step,
        sample=moment.sample,
        sum=formulas.weighted_sum(moment, layer, unit),
        lines=(
            *formulas.activation(moment, layer, unit),
            *formulas.mask(moment, layer, unit),
            *formulas.passed_on(moment, layer, unit),
            *formulas.backward(moment, layer, unit),
        ),
        batch=moment.run.spec.training.batch,
        map_light=light,
        map_dark=dark,
        marker=marker,
        edges=lines,
        drawn=drawn,
        layer=layer,
        unit=unit,
        back=links.here(),
    )


def _meaning(moment: Moment, layer: int, state: str) -> str:
    """What its state means with this method."""
    what = kind(moment)
    if state in ("kept", "active") and what != "bits" and (what == "weights" or layer in moment.of_neurons):
        return say(f"neuron.{what}")
    norm = moment.run.spec.plan.norm
    if state == "dropped" and layer and norm != "none":
        return say(f"neuron.dropped {norm}")
    return say(f"neuron.{state}")


def state_of(moment: Moment, layer: int, unit: int) -> str:
    """kept, dropped, active, silent, dead, input or output."""
    state, last = moment.states[layer][unit], len(moment.run.sizes) - 1
    if state == "kept" and layer in (0, last):
        return "input" if layer == 0 else "output"
    return "active" if state == "kept" and (not moment.rates[layer] or moment.scaled or moment.weight_masks) else state


def _map(moment: Moment, layer: int, unit: int) -> tuple[str, str, tuple[float, float] | None]:
    """The neuron's activation over the plane, dropout off, as two pictures; none for other data."""
    run = moment.run
    if run.sizes[0] != 2 or layer == 0:
        return "", "", None
    values = np.tanh(run.neuron_map(moment.step, layer, unit) / (2 if layer == len(run.sizes) - 1 else 1))
    left, right, bottom, top = run.data.bounds or (-1, 1, -1, 1)
    x, y = moment.record.x[moment.sample]
    marker = (round((x - left) / (right - left), 3), round((top - y) / (top - bottom), 3))
    return (*diverging_pictures(values), marker)


def _focus_edges(moment: Moment, layer: int, unit: int) -> tuple[tuple[Edge, ...], str]:
    """The strongest edges into and out of this neuron, where the figure has room for few, and which they are."""
    sizes, off, backward = moment.run.sizes, moment.off, moment.backward
    if edges.draws_all(sizes):
        return (), ""
    if off[layer][unit]:
        return (), say("neuron.no lines")
    matrices = moment.weight_gradients if backward else moment.weights
    plan, found, counts = layout(sizes, 14 if moment.run.spec.data.name == "digits" else 0), [], []
    one = slice(unit, unit + 1)
    for k, part, way in ((layer - 1, (slice(None), one), "in"), (layer, (one, slice(None)), "out")):
        if not 0 <= k < len(matrices):
            continue
        some = matrices[k][part]
        order = edges.strongest(some, (off[k][part[0]], off[k + 1][part[1]]), FOCUS_EDGES)
        levels = edges.shades(matrices[k], some.ravel()[order], backward).tolist()
        counts.append(say(f"neuron.{way}", count=len(order), whole=some.size))
        for other, byte in zip(order.tolist(), levels, strict=True):
            i, j = (other, unit) if way == "in" else (unit, other)
            found.append(edge(plan, k, i, j, byte, bool(moment.cut[k][i, j])))
    what = say("network.gradients" if backward else "network.weights")
    return tuple(found), say("neuron.lines", what=what, counts=words.enumeration(counts))
