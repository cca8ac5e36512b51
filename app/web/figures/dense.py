"""The network of one step and one sample as a figure: each edge, neuron and gate with its place and state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from app.runs.data.tasks import TASKS
from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.figures import edges, geometry, marks, sentence, sizes
from app.web.figures.dense_keys import keys, scales
from app.web.figures.dense_words import briefly, counts, drawn, kind, kind_of_run, summary
from app.web.figures.edges import STRONGEST, draws_all
from app.web.figures.gates import Gate, gates
from app.web.figures.geometry import Column, Layout, coordinate, stroke
from app.web.figures.keys import Key
from app.web.figures.told import Told
from app.web.moment import Array, Moment
from app.web.words import methods
from app.web.words import names as words
from app.web.words.say import say

PASSING = ("kept", "kept turned")
MINUS = ("kept n", "kept turned", "kept turned n")
EDGE_STATES = {(False, False): "", (True, False): "n", (False, True): "x", (True, True): "n x"}
# Texts of bytes: how deep a neuron's colour is, and how much of a ring is drawn.
SHADES = tuple(f"{level / 127:.2f}" for level in range(128))
PERCENT = tuple(f"{level / 2.55:.0f}" for level in range(256))


class Edge(NamedTuple):
    """One line. state: n where negative, x where nothing is drawn; ends: where few are drawn."""

    d: str
    width: str
    state: str
    ends: str = ""


class Neuron(NamedTuple):
    """state: kept, dropped, silent or dead, and n where the value is negative, turned where the factor is; shade: the
    value's size in [0, 1]; radius: of the mark, whose corner and side are left, top and side."""

    x: float
    y: float
    state: str
    shade: str
    radius: str
    left: str
    top: str
    side: str
    share: str = ""  # of the last steps in which it was kept, in percent; empty where nothing is dropped
    text: str = ""  # what it stands for, beside it
    value: str = ""


@dataclass(frozen=True)
class Layer:
    """A column: strikes, minus signs, arrows and discs are one path each."""

    index: int
    name: str
    short: str  # the same where columns are narrow
    kind: str
    radius: float
    one: float  # the radius at factor 1, where neurons are as large as their factors; else 0
    small: bool
    neurons: tuple[Neuron, ...]
    discs: str
    strikes: str
    minuses: str
    arrows: str
    stops: str
    off: str  # how many are off, where dropout sits, or from where to where factors reach
    under: str  # "of 12", or where it does not sit, what stands under the name
    ending: str

    @property
    def said(self) -> str:
        """What stands under the name, in one piece."""
        return " ".join(filter(None, (self.off, self.under, self.ending))) if self.off else self.under


@dataclass(frozen=True)
class Network:
    """All that templates/figures/dense.html draws."""

    step: int
    width: float
    height: float
    edges: tuple[tuple[Edge, ...], ...]  # out of each layer
    all_edges: bool
    drawn: str  # which edges are drawn, where not all are
    layers: tuple[Layer, ...]
    gates: tuple[Gate | None, ...]
    backward: bool
    batch: int
    summary: str
    briefly: str  # the same while it plays
    forward_href: str
    backward_href: str
    digits: bool
    kind: str  # what is multiplied: neurons, on or off; neurons, by factors; or weights
    method: str  # its title
    one_mask: bool  # for the whole batch
    keys: tuple[Key, ...]
    scales: tuple[str, ...]  # of gradients, where they are drawn


def told(moment: Moment) -> Told:
    """The figure in words."""
    return Told(sentence.parts(moment), summary(moment))


def context(moment: Moment, links: Links) -> Network:
    """The figure of one step for one sample."""
    run, backward, units = moment.run, moment.backward, moment.run.sizes
    side = 14 if run.spec.data.name == "digits" else 0
    plan = geometry.layout(units, side)
    arrows = any(column.kind == "neurons" for column in plan.columns[1:-1])
    return Network(
        step=moment.step,
        width=plan.width,
        height=plan.height,
        edges=tuple(_edges(moment, plan)),
        all_edges=draws_all(units),
        drawn=drawn(units, backward, kind(moment)),
        layers=tuple(_layers(moment, plan)),
        gates=(*gates(moment, links), None),
        backward=backward,
        batch=run.spec.training.batch,
        summary=summary(moment),
        briefly=briefly(units, kind(moment)),
        forward_href=links.here(view=None),
        backward_href=links.here(view="backward"),
        digits=bool(side),
        kind=kind(moment),
        method=methods.called(run.spec),
        one_mask=getattr(run.spec.method, "each", "") == "batch",
        keys=keys(run, backward, arrows),
        scales=scales(run, backward, arrows),
    )


def _edges(moment: Moment, plan: Layout) -> Iterator[tuple[Edge, ...]]:
    """Row by row of each matrix where all are drawn; else the strongest of each, and what is left of their room."""
    off, cut, backward, whole = moment.off, moment.cut, moment.backward, draws_all(moment.run.sizes)
    for k, values in enumerate(moment.weight_gradients if backward else moment.weights):
        if whole:
            levels = edges.shades(values, values, backward).ravel().tolist()
            gone = (off[k][:, None] | off[k + 1] | cut[k]).ravel().tolist()
            yield tuple(map(_edge, plan.paths(k), levels, gone))
            continue
        some = edges.drawn_alone(values, (off[k], off[k + 1]), backward)
        room = (Edge("", "0.3", "x") for _ in range(STRONGEST - len(some)))
        named = (edge(plan, k, i, j, byte, bool(cut[k][i, j]))._replace(ends=f"{k} {i} {j}") for i, j, byte in some)
        yield (*named, *room)


def edge(plan: Layout, k: int, i: int, j: int, byte: int, is_off: bool = False) -> Edge:
    """The edge from neuron i of layer k to neuron j of the next."""
    return _edge(plan.path(k, i, j), byte, is_off)


def _edge(path: str, byte: int, is_off: bool) -> Edge:
    return Edge(path, stroke(byte), EDGE_STATES[0 < byte < 128, is_off or byte == 0])


def _layers(moment: Moment, plan: Layout) -> Iterator[Layer]:
    run, labels = moment.run, _labels(moment)
    values = moment.gradients if moment.backward else np.split(moment.shades, np.cumsum(run.sizes)[:-1])
    count, said = len(run.sizes), dict(zip(run.spec.place, counts(moment), strict=True))
    for k, column in enumerate(plan.columns):
        r = column.radius
        one = sizes.one(column.kind, r) if kind(moment) == "factors" and k in said else 0.0
        factors = moment.scaled.get(k, np.full(run.sizes[k], sizes.AT_ONE)).tolist()
        radii = [sizes.size(one, factor) for factor in factors] if one else [r] * run.sizes[k]
        states = [
            f"{state} turned" if one and state == "kept" and factor < 128 else state
            for state, factor in zip(moment.states[k], factors, strict=True)
        ]
        neurons = tuple(_neurons(column, values[k], states, radii, moment.shares.get(k), labels.get(k)))
        struck = [marks.strike(n.x, n.y, r) for n in neurons if n.state == "dropped"]
        negative = [marks.minus(n.x, n.y, r) for n, r in zip(neurons, radii, strict=True) if n.state in MINUS]
        outlines = replace(column, radius=one) if one else column
        drawn = moment.backward and column.kind == "neurons"
        arrows, stops = marks.arrows(column.spots, r, moment.arrows[k]) if drawn else ("", "")
        yield Layer(
            index=k,
            name=words.layer_name(k, count),
            short=words.short_name(k, count),
            kind=column.kind,
            radius=r,
            one=one,
            small=column.small,
            neurons=neurons,
            discs=marks.discs(outlines),
            strikes="".join(struck),
            minuses="".join(negative) if column.kind != "image" else "",
            arrows=arrows,
            stops=stops,
            off=said.get(k, ""),
            under=_of(run, k) if k in said else _under(k, run, count - 1),
            ending=say(f"network.ending {methods.name_of(run.spec)}"),
        )


def _neurons(
    column: Column,
    values: Array,
    states: list[str],
    radii: list[float],
    shares: Array | None,
    labels: list[tuple[str, str]] | None,
) -> Iterator[Neuron]:
    levels = np.rint(127 * np.clip(values, -1, 1)).astype(int).tolist()  # as a frame has it
    rings = [""] * len(levels) if shares is None else [PERCENT[level] for level in np.rint(255 * shares).astype(int)]
    for unit, ((x, y), level, state) in enumerate(zip(column.spots, levels, states, strict=True)):
        sign = " n" if level < 0 and state in PASSING else ""
        r = radii[unit]
        corner = (coordinate(x - r), coordinate(y - r), coordinate(2 * r))
        beside = labels[unit] if labels else ()
        yield Neuron(x, y, state + sign, SHADES[abs(level)], coordinate(r), *corner, rings[unit], *beside)


def _of(run: Run, k: int) -> str:
    """Of how many, where they are counted."""
    if methods.name_of(run.spec) == "gaussian":
        return ""
    return say("network.of", count=f"{run.sizes[k] * (run.sizes[k + 1] if run.spec.plan.masks_weights else 1):,}")


def _under(k: int, run: Run, last: int) -> str:
    if k == 0:
        return say("network.pixels") if _is_image(run) else ", ".join(_inputs(run.sizes[0]))
    if k < last:
        return say("network.not dropped") if kind_of_run(run) == "bits" else ""
    if run.data.task == "binary":
        return say("network.probability", name=words.class_names(run.spec.data.name)[1])
    if run.data.task == "regression":
        return "y"
    return say("network.digit" if _is_image(run) else "network.class")


def _is_image(run: Run) -> bool:
    return TASKS[run.spec.data.name].sample == "image"


def _inputs(count: int) -> list[str]:
    """x, or x₁, x₂ and so on."""
    return ["x"] if count == 1 else [f"x{words.subscript(i + 1)}" for i in range(count)]


def _labels(moment: Moment) -> dict[int, list[tuple[str, str]]]:
    """(name, exact value) beside the inputs and outputs that have one."""
    run, sample = moment.run, moment.sample
    x, z, last = moment.values[0][sample], moment.values[-1][sample], len(run.sizes) - 1
    found: dict[int, list[tuple[str, str]]] = {}
    if not _is_image(run):
        found[0] = [(name, words.number(v, 2)) for name, v in zip(_inputs(len(x)), x, strict=True)]
    if run.data.task == "classes":
        target = int(moment.record.y[sample])
        classes = words.class_names(run.spec.data.name)
        found[last] = [(name, "◂" if k == target else "") for k, name in enumerate(classes)]
    else:
        found[last] = [("", words.number(float(run.predict(z)[0]), 2))]
    return found
