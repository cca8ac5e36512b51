"""The network of one step and one sample as a figure: each edge, neuron and gate with its place and state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.figures import edges, geometry, marks
from app.web.figures.edges import STRONGEST, draws_all
from app.web.figures.geometry import Column, Layout, stroke
from app.web.moment import Array, Moment
from app.web.words import names as words
from app.web.words.numbers import rate_text
from app.web.words.say import say

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
    """state: kept, dropped, silent or dead, and n where the value is negative; shade: its size in [0, 1]."""

    x: float
    y: float
    state: str
    shade: str
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
    small: bool
    neurons: tuple[Neuron, ...]
    discs: str
    strikes: str
    minuses: str
    arrows: str
    stops: str
    off: str  # how many are off, where dropout sits
    under: str  # "of 12", or where it does not sit, what stands under the name


@dataclass(frozen=True)
class Gate:
    """A place where dropout can sit; `href` takes it away or puts it there. The output has none."""

    place: int
    name: str
    p: str
    on: bool
    href: str


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
    drops: bool  # whether any place has dropout
    silent_exists: bool
    arrows_exist: bool


def context(moment: Moment, links: Links) -> Network:
    """The figure of one step for one sample."""
    run, backward, sizes = moment.run, moment.backward, moment.run.sizes
    side = 14 if run.spec.data.name == "digits" else 0
    plan = geometry.layout(sizes, side)
    return Network(
        step=moment.step,
        width=plan.width,
        height=plan.height,
        edges=tuple(_edges(moment, plan)),
        all_edges=draws_all(sizes),
        drawn=drawn(sizes, backward),
        layers=tuple(_layers(moment, plan)),
        gates=tuple(_gates(moment, links)),
        backward=backward,
        batch=run.spec.training.batch,
        summary=summary(moment),
        briefly=briefly(sizes),
        forward_href=links.here(view=None),
        backward_href=links.here(view="backward"),
        digits=bool(side),
        drops=bool(run.spec.place),
        silent_exists=run.spec.net.activation == "relu",
        arrows_exist=any(column.kind == "neurons" for column in plan.columns[1:-1]),
    )


def summary(moment: Moment) -> str:
    """What the figure shows, for those who cannot see it."""
    run, off = moment.run, moment.off
    places = [_place(k, len(off), np.flatnonzero(off[k])) for k in run.spec.place]
    found = say("network.off", places=say("network.; in").join(places)) if places else say("network.none off")
    text = say("network.at", shape=_shape(run.sizes), step=moment.step, sample=moment.sample + 1, off=found)
    return say("network.backward", text=text, stopped=_stopped(moment)) if moment.backward else text


def briefly(sizes: tuple[int, ...]) -> str:
    """What holds of the figure at every step: said while the step changes."""
    return say("network.playing", shape=_shape(sizes))


def _shape(sizes: tuple[int, ...]) -> str:
    return say("network.shape", sizes=", ".join(map(str, sizes)))


def _stopped(moment: Moment) -> str:
    """Who passes no gradient back, besides those that are off."""
    off, last = moment.off, len(moment.off) - 1
    flat = {k: np.flatnonzero((moment.record.dz[k - 1][moment.sample] == 0) & ~off[k]) for k in range(1, last)}
    places = [_place(k, last + 1, units) for k, units in flat.items() if len(units)]
    return say("network.stopped", places=say("network.; in").join(places)) if places else say("network.none stopped")


def _place(layer: int, layers: int, units: NDArray[np.intp]) -> str:
    named = words.units(units.tolist(), inputs=layer == 0)
    return say("network.place", layer=words.layer_name(layer, layers), units=named)


def drawn(sizes: tuple[int, ...], backward: bool) -> str:
    """Which edges are drawn and of how many, where the figure has no room for all."""
    if draws_all(sizes):
        return ""
    counts = list(dict.fromkeys(f"{a * b:,}" for a, b in pairwise(sizes)))
    what = say("network.gradients" if backward else "network.weights")
    return say("network.drawn", strongest=STRONGEST, counts=words.enumeration(counts), what=what)


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
    count, placed = len(run.sizes), run.spec.place
    for k, column in enumerate(plan.columns):
        r = column.radius
        neurons = tuple(_neurons(column, values[k], moment.states[k], moment.shares.get(k), labels.get(k)))
        struck = [marks.strike(n.x, n.y, r) for n in neurons if n.state == "dropped"]
        negative = [marks.minus(n.x, n.y, r) for n in neurons if n.state == "kept n"]
        drawn = moment.backward and column.kind == "neurons"
        arrows, stops = marks.arrows(column.spots, r, moment.arrows[k]) if drawn else ("", "")
        yield Layer(
            index=k,
            name=words.layer_name(k, count),
            short=words.short_name(k, count),
            kind=column.kind,
            radius=r,
            small=column.small,
            neurons=neurons,
            discs=marks.discs(column),
            strikes="".join(struck),
            minuses="".join(negative) if column.kind != "image" else "",
            arrows=arrows,
            stops=stops,
            off=str(len(struck)) if k in placed else "",
            under=say("network.of", count=len(neurons)) if k in placed else _under(k, run, count - 1),
        )


def _neurons(
    column: Column,
    values: Array,
    states: list[str],
    shares: Array | None,
    labels: list[tuple[str, str]] | None,
) -> Iterator[Neuron]:
    levels = np.rint(127 * np.clip(values, -1, 1)).astype(int).tolist()  # as a frame has it
    rings = [""] * len(levels) if shares is None else [PERCENT[level] for level in np.rint(255 * shares).astype(int)]
    for unit, ((x, y), level, state) in enumerate(zip(column.spots, levels, states, strict=True)):
        sign = " n" if level < 0 and state == "kept" else ""
        yield Neuron(x, y, state + sign, SHADES[abs(level)], rings[unit], *(labels[unit] if labels else ()))


def _under(k: int, run: Run, last: int) -> str:
    if k == 0:
        return {1: "x", 2: "x₁, x₂"}.get(run.sizes[0], say("network.pixels"))
    if k < last:
        return say("network.not dropped")
    if run.data.task == "binary":
        return say("network.probability", name=words.class_names(run.spec.data.name)[1])
    return "y" if run.data.task == "regression" else say("network.digit")


def _labels(moment: Moment) -> dict[int, list[tuple[str, str]]]:
    """(name, exact value) beside the inputs and outputs that have one."""
    run, sample = moment.run, moment.sample
    x, z, last = moment.values[0][sample], moment.values[-1][sample], len(run.sizes) - 1
    found: dict[int, list[tuple[str, str]]] = {}
    if len(x) == 1:
        found[0] = [("x", words.number(x[0], 2))]
    elif len(x) == 2:
        found[0] = [(f"x{words.subscript(i + 1)}", words.number(v, 2)) for i, v in enumerate(x)]
    if run.data.task == "classes":
        target = int(moment.record.y[sample])
        found[last] = [(str(digit), "◂" if digit == target else "") for digit in range(len(z))]
    else:
        found[last] = [("", words.number(float(run.predict(z)[0]), 2))]
    return found


def _gates(moment: Moment, links: Links) -> Iterator[Gate | None]:
    sizes, rates = moment.run.sizes, moment.rates
    for k in range(len(sizes) - 1):
        on = k in moment.run.spec.place
        p = rate_text(rates[k] if on else max(rates, default=0.0))
        yield Gate(k, words.layer_name(k, len(sizes)), p, on, links.toggled(k))
    yield None
