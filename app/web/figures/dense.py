"""The network of one step and one sample as a figure: each edge, neuron and gate with its place and state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.runs.log.record import StepRecord
from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import edges, geometry, marks
from app.web.figures.edges import STRONGEST, Bits, draws_all
from app.web.figures.geometry import Column, Layout, curve, stroke
from app.web.moment import Array, arrows, dropped, gradients, placed, shades, states
from app.web.words import names as words
from app.web.words.numbers import rate_text


@dataclass(frozen=True)
class Edge:
    """One line, out of a layer. state: n where negative, x where nothing is drawn; ends: where few are drawn."""

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
    edges: tuple[Edge, ...]
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


def context(run: Run, record: StepRecord, view: View, links: Links) -> Network:
    """The figure of one step for one sample."""
    sample, backward = view.sample, view.view == "backward"
    side = 14 if run.spec.data.name == "digits" else 0
    plan = geometry.layout(run.sizes, side)
    shares = dict(zip(placed(run, record.step), run.kept_share(record.step, sample), strict=True))
    values = gradients(record, sample) if backward else _activations(run, record, sample)
    found, labels = states(run, record, sample), _labels(run, record, sample)
    ways = arrows(record, sample) if backward else [None] * len(run.sizes)
    layers = tuple(
        _layer(run, k, column, _neurons(column, values[k], found[k], shares.get(k), labels.get(k)), ways[k])
        for k, column in enumerate(plan.columns)
    )
    return Network(
        step=record.step,
        width=plan.width,
        height=plan.height,
        edges=tuple(_edges(record, plan, sample, backward)),
        all_edges=draws_all(run.sizes),
        drawn=drawn(run.sizes, backward),
        layers=layers,
        gates=tuple(_gates(run, record, links)),
        backward=backward,
        batch=run.spec.training.batch,
        summary=summary(run, record.step, sample, dropped(record, sample), record if backward else None),
        briefly=briefly(run.sizes),
        forward_href=links.here(view=None),
        backward_href=links.here(view="backward"),
        digits=bool(side),
        drops=bool(run.spec.place),
        silent_exists=run.spec.net.activation == "relu",
        arrows_exist=any(column.kind == "neurons" for column in plan.columns[1:-1]),
    )


def _activations(run: Run, record: StepRecord, sample: int) -> list[Array]:
    """The shades of each layer."""
    return np.split(shades(run, record.activations, sample), np.cumsum(run.sizes)[:-1])


def summary(run: Run, step: int, sample: int, off: list[Bits], back: StepRecord | None) -> str:
    """What the figure shows, for those who cannot see it; off: who is dropped; back: in the backward view, the step."""
    parts = [
        f"{words.layer_name(k, len(off))}: {words.units(np.flatnonzero(off[k]), _word(k))}" for k in run.spec.place
    ]
    found = f"Off are, in {'; in '.join(parts)}." if parts else "No neuron is off."
    text = f"{_shape(run.sizes)} at step {step}, sample {sample + 1}. {found}"
    return f"{text} {_stopped(back, sample, off)}" if back else text


def briefly(sizes: tuple[int, ...]) -> str:
    """What holds of the figure at every step: said while the step changes."""
    return f"{_shape(sizes)}. Pause to hear which of them are off."


def _shape(sizes: tuple[int, ...]) -> str:
    return f"Network with layers of {', '.join(map(str, sizes))} neurons"


def _stopped(record: StepRecord, sample: int, off: list[Bits]) -> str:
    """Who passes no gradient back, besides those that are off."""
    last = len(off) - 1
    flat = {k: np.flatnonzero((record.dz[k - 1][sample] == 0) & ~off[k]) for k in range(1, last)}
    parts = [f"{words.layer_name(k, last + 1)}: {words.units(units)}" for k, units in flat.items() if len(units)]
    return f"No gradient comes through either, in {'; in '.join(parts)}." if parts else "All others pass gradient back."


def _word(layer: int) -> str:
    return "input" if layer == 0 else "neuron"


def drawn(sizes: tuple[int, ...], backward: bool) -> str:
    """Which edges are drawn and of how many, where the figure has no room for all."""
    if draws_all(sizes):
        return ""
    counts = list(dict.fromkeys(f"{a * b:,}" for a, b in pairwise(sizes)))
    what = f"{words.enumeration(counts)} {'gradients' if backward else 'weights'}"
    return f"Lines: {STRONGEST} strongest of {what} between two layers, none at a dropped neuron."


def _edges(record: StepRecord, plan: Layout, sample: int, backward: bool) -> Iterator[Edge]:
    """Row by row of each matrix where all are drawn; else the strongest of each, and what is left of their room."""
    off = dropped(record, sample)
    whole = draws_all(tuple(len(column.spots) for column in plan.columns))
    matrices = edges.weight_gradients(record, sample) if backward else record.weights
    for k, values in enumerate(matrices):
        if whole:
            for (i, j), byte in np.ndenumerate(edges.shades(values, values, backward)):
                yield edge(plan, k, i, j, int(byte), bool(off[k][i] or off[k + 1][j]))
            continue
        some = edges.drawn_alone(values, (off[k], off[k + 1]), backward)
        yield from (edge(plan, k, i, j, byte, False, named=True) for i, j, byte in some)
        yield from (Edge(k, "", "0.3", "x") for _ in range(STRONGEST - len(some)))


def edge(plan: Layout, k: int, i: int, j: int, byte: int, is_off: bool, named: bool = False) -> Edge:
    """The edge from neuron i of layer k to neuron j of the next."""
    left, right = plan.columns[k], plan.columns[k + 1]
    (x0, y0), (x1, y1) = left.spots[i], right.spots[j]
    path = curve((x0 + left.radius, y0), (x1 - right.radius, y1))
    state = " ".join(filter(None, ("n" if 0 < byte < 128 else "", "x" if is_off or byte == 0 else "")))
    return Edge(k, path, stroke(byte), state, f"{k} {i} {j}" if named else "")


def _neurons(
    column: Column,
    values: Array,
    states: list[str],
    shares: Array | None,
    labels: list[tuple[str, str]] | None,
) -> tuple[Neuron, ...]:
    found = []
    for unit, ((x, y), value, state) in enumerate(zip(column.spots, values.tolist(), states, strict=True)):
        level = round(127 * max(-1.0, min(1.0, value)))  # as a frame has it
        sign = " n" if level < 0 and state == "kept" else ""
        text, label = labels[unit] if labels else ("", "")
        share = "" if shares is None else f"{round(255 * shares[unit]) / 2.55:.0f}"
        shade = f"{abs(level) / 127:.2f}"
        found.append(Neuron(x, y, state + sign, shade, share, text, label))
    return tuple(found)


def _layer(run: Run, k: int, column: Column, neurons: tuple[Neuron, ...], ways: NDArray[np.int_] | None) -> Layer:
    last, r = len(run.sizes) - 1, column.radius
    negative = [(n.x, n.y) for n in neurons if n.state == "kept n"]
    struck = [(n.x, n.y) for n in neurons if n.state == "dropped"]
    drawn = ways is not None and column.kind == "neurons"
    paths = marks.arrows(column.spots, r, ways) if drawn and ways is not None else ("", "")
    placed = k in run.spec.place
    return Layer(
        index=k,
        name=words.layer_name(k, last + 1),
        short=words.short_name(k, last + 1),
        kind=column.kind,
        radius=r,
        small=column.small,
        neurons=neurons,
        discs=marks.discs(column),
        strikes="".join(marks.strike(x, y, r) for x, y in struck),
        minuses="".join(marks.minus(x, y, r) for x, y in negative) if column.kind != "image" else "",
        arrows=paths[0],
        stops=paths[1],
        off=str(len(struck)) if placed else "",
        under=f"of {len(neurons)}" if placed else _under(k, run, last),
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
        p = rate_text(record.rates[k] if on else max(record.rates, default=0.0))
        yield Gate(k, words.layer_name(k, len(run.sizes)), p, on, links.toggled(k))
    yield None
