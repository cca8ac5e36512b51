"""The network of one step and one sample as a figure: each edge, neuron and gate with its place and state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.runs.record import StepRecord
from app.runs.run import Run
from app.web import geometry, marks, words
from app.web.activity import dead, dropped, gradients, placed, relative, shades
from app.web.geometry import Column, Layout, curve, level, stroke
from app.web.links import Links
from app.web.query import View


@dataclass(frozen=True)
class Edge:
    """One weight, out of a layer. state: n where negative, x at a dropped neuron; ends: where few are drawn."""

    layer: int
    d: str
    width: str
    state: str
    ends: str = ""


@dataclass(frozen=True)
class Neuron:
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
    kind: str
    radius: float
    small: bool
    neurons: tuple[Neuron, ...]
    discs: str
    strikes: str
    minuses: str
    arrows: str
    stops: str
    off: str  # "6 of 12 off", or what else stands under the name


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
    """All that templates/explore/network.html draws."""

    step: int
    width: float
    height: float
    edges: tuple[Edge, ...]
    all_edges: bool
    layers: tuple[Layer, ...]
    gates: tuple[Gate | None, ...]
    backward: bool
    summary: str
    forward_href: str
    backward_href: str
    digits: bool
    silent_exists: bool


def context(run: Run, record: StepRecord, view: View, links: Links) -> Network:
    """The figure of one step for one sample."""
    backward = view.view == "backward"
    side = 14 if run.spec.data == "digits" else 0
    plan = geometry.layout(run.sizes, side)
    off = dropped(record, view.sample)
    never = dead(run, record, view.sample)
    shares = dict(zip(placed(run, record.step), run.kept_share(record.step, view.sample), strict=True))
    values = gradients(record, view.sample) if backward else _activations(run, record, view.sample)
    labels = _labels(run, record, view.sample)
    arriving = [*(relative(values[view.sample]) for values in record.upstream), None]
    layers = tuple(
        _layer(
            k,
            plan.columns[k],
            values[k],
            off[k],
            never[k],
            shares.get(k),
            labels.get(k),
            run,
            backward,
            arriving[k],
        )
        for k in range(len(run.sizes))
    )
    return Network(
        record.step,
        plan.width,
        plan.height,
        tuple(_edges(record, plan, off)),
        draws_all(run.sizes),
        layers,
        tuple(_gates(run, record, links)),
        backward,
        summary(run, record, view.sample),
        links.here(view=None),
        links.here(view="backward"),
        bool(side),
        run.spec.activation == "relu",
    )


def _activations(run: Run, record: StepRecord, sample: int) -> list[NDArray[np.float64]]:
    """The shades of each layer."""
    return np.split(shades(run, record.activations, sample), np.cumsum(run.sizes)[:-1])


def summary(run: Run, record: StepRecord, sample: int) -> str:
    """What the figure shows, for those who cannot see it. static/js/network.js writes the same."""
    off = dropped(record, sample)
    parts = [
        f"{words.layer_name(k, len(off))}: {words.units(np.flatnonzero(off[k]), _word(k))}" for k in run.spec.place
    ]
    found = f"Off are, in {'; in '.join(parts)}." if parts else "No neuron is off."
    shape = ", ".join(map(str, run.sizes))
    return f"Network with layers of {shape} neurons at step {record.step}, sample {sample + 1}. {found}"


def _word(layer: int) -> str:
    return "input" if layer == 0 else "neuron"


def draws_all(sizes: tuple[int, ...]) -> bool:
    """Whether the figure has room for every edge."""
    return sum(a * b for a, b in pairwise(sizes)) <= geometry.EDGES_MAX


def _edges(record: StepRecord, plan: Layout, off: list[NDArray[np.bool_]]) -> Iterator[Edge]:
    """Row by row of each W where all are drawn; else the strongest of each layer."""
    whole = draws_all(tuple(len(column.spots) for column in plan.columns))
    for k, weights in enumerate(record.weights):
        count = weights.size if whole else geometry.STRONGEST
        order = (
            range(weights.size) if whole else np.argsort(-np.abs(weights), axis=None, kind="stable")[:count].tolist()
        )
        for flat in order:
            i, j = divmod(flat, weights.shape[1])
            yield edge(plan, k, i, j, float(weights[i, j]), bool(off[k][i] or off[k + 1][j]), not whole)


def edge(plan: Layout, k: int, i: int, j: int, weight: float, is_off: bool, named: bool) -> Edge:
    """The edge from neuron i of layer k to neuron j of the next."""
    byte = level(weight)
    left, right = plan.columns[k], plan.columns[k + 1]
    (x0, y0), (x1, y1) = left.spots[i], right.spots[j]
    path = curve((x0 + left.radius, y0), (x1 - right.radius, y1))
    state = " ".join(filter(None, ("n" if byte < 128 else "", "x" if is_off else "")))
    return Edge(k, path, stroke(byte), state, f"{k} {i} {j}" if named else "")


def _layer(
    k: int,
    column: Column,
    values: NDArray[np.float64],
    off: NDArray[np.bool_],
    dead: set[int],
    shares: NDArray[np.float64] | None,
    labels: list[tuple[str, str]] | None,
    run: Run,
    backward: bool,
    arriving: NDArray[np.float64] | None,
) -> Layer:
    last = len(run.sizes) - 1
    neurons = []
    for unit, (x, y) in enumerate(column.spots):
        shade = float(values[unit])
        hidden = 0 < k < last
        state = "dropped" if off[unit] else "dead" if unit in dead else "silent" if shade == 0 and hidden else "kept"
        sign = " n" if shade < 0 and state == "kept" else ""
        text, value = labels[unit] if labels else ("", "")
        share = "" if shares is None else f"{round(255 * shares[unit]) / 2.55:.0f}"
        neurons.append(Neuron(x, y, state + sign, f"{round(127 * min(1.0, abs(shade))) / 127:.2f}", share, text, value))
    spots, r = column.spots, column.radius
    kept_negative = [spot for spot, n in zip(spots, neurons, strict=True) if n.state == "kept n"]
    struck = [spot for spot, is_off in zip(spots, off, strict=True) if is_off]
    arrows, stops = ("", "")
    if backward and arriving is not None and column.kind == "neurons":
        arrows, stops = marks.arrows(spots, r, arriving, values, off, k == 0)
    count = f"{int(off.sum())} of {len(spots)} off"
    under = count if k in run.spec.place else _under(k, run, last)
    return Layer(
        k,
        words.layer_name(k, last + 1),
        column.kind,
        r,
        column.small,
        tuple(neurons),
        marks.discs(column),
        "".join(marks.strike(x, y, r) for x, y in struck),
        "".join(marks.minus(x, y, r) for x, y in kept_negative) if column.kind != "image" else "",
        arrows,
        stops,
        under,
    )


def _under(k: int, run: Run, last: int) -> str:
    if k == 0:
        return {1: "x", 2: "x₁, x₂"}.get(run.sizes[0], "14 × 14 pixels")
    if k < last:
        return "none off"
    return {"binary": f"P({run.data.classes[-1]})" if run.data.classes else "", "regression": "y"}.get(
        run.data.task, "digit"
    )


def _labels(run: Run, record: StepRecord, sample: int) -> dict[int, list[tuple[str, str]]]:
    """(name, exact value) beside the inputs and outputs that have one."""
    x, last = record.activations[0][sample], len(run.sizes) - 1
    found: dict[int, list[tuple[str, str]]] = {}
    if len(x) == 1:
        found[0] = [("x", words.number(x[0], 2))]
    elif len(x) == 2:
        found[0] = [(f"x{words.subscript(i + 1)}", words.number(v, 2)) for i, v in enumerate(x)]
    z = record.activations[-1][sample]
    target = record.y[sample]
    if run.data.task == "classes":
        found[last] = [(str(digit), "◂" if digit == int(target) else "") for digit in range(len(z))]
    else:
        found[last] = [("", words.number(float(run.predict(z)[0]), 2))]
    return found


def _gates(run: Run, record: StepRecord, links: Links) -> Iterator[Gate | None]:
    for k in range(len(run.sizes) - 1):
        on = k in run.spec.place
        p = words.number(record.rates[k] if on else max(record.rates, default=0.0))
        yield Gate(k, words.layer_name(k, len(run.sizes)), p, on, links.toggled(k))
    yield None
