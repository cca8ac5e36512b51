"""The neurons of the selected sample between the layer before and the layer behind, as SVG."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.runs.one_layer.layer_pass import LayerPass
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.counts import counted
from app.web.one_layer.digits import cell

WIDTH, X, NEXT = 200.0, 78.0, 168.0
PITCH, RADIUS, MARGIN = 42.0, 15.0, 8.0
TIP = 13.0  # from a neuron's rim to the far end of an arrow


@dataclass(frozen=True)
class NeuronView:
    """One neuron. state: kept, dropped, silent or waiting; shade: of its fill, 0 to 1; text: the number in it."""

    number: int
    x: float
    y: float
    state: str
    negative: bool
    shade: str
    text: str
    selected: bool
    edge: str
    arrow: str
    stop: str
    strike: str


@dataclass(frozen=True)
class NetworkView:
    """All that templates/one_layer/network.html draws."""

    sample: int
    width: float
    height: float
    radius: float
    next_x: float
    next_y: float
    neurons: tuple[NeuronView, ...]
    backward: bool
    caption: str
    alt: str


def network(spec: LayerSpec, numbers: LayerPass) -> NetworkView:
    """Drawn for the row of the selected cell: what goes forward, or in the backward half what comes back."""
    row = spec.cell[0] - 1
    height = spec.units * PITCH + 2 * MARGIN
    dropped = np.zeros(spec.units, bool) if numbers.mask is None else numbers.mask[row] == 0
    known = spec.reached("compare")
    values = _values(spec, numbers, row)
    largest = float(np.abs(values).max()) or 1.0
    neurons = tuple(
        _neuron(spec, j, float(values[j]), largest, bool(dropped[j]) and known, height) for j in range(spec.units)
    )
    off = [j + 1 for j in range(spec.units) if dropped[j]] if known else []
    caption = _caption(spec, off, numbers.mask is not None)
    which = _list(off) if known or not spec.draws else "not yet decided which are"
    alt = f"Sample {row + 1}: {counted(spec.units, 'neuron')}; {which} dropped."
    return NetworkView(row + 1, WIDTH, height, RADIUS, NEXT, height / 2, neurons, spec.backward, caption, alt)


def _values(spec: LayerSpec, numbers: LayerPass, row: int) -> NDArray[np.float64]:
    """What each neuron holds at this sub-step."""
    forward = numbers.y if spec.substep == "multiply" else numbers.x
    backward = numbers.dy if spec.substep == "upstream" else numbers.dx
    values: NDArray[np.float64] = (backward if spec.backward else forward)[row]
    return values


def _neuron(spec: LayerSpec, j: int, value: float, largest: float, off: bool, height: float) -> NeuronView:
    y = MARGIN + PITCH * (j + 0.5)
    state = "dropped" if off else "silent" if value == 0 else "kept"
    return NeuronView(
        j + 1, X, y, state, value < 0, f"{abs(value) / largest * 0.6:.2f}",
        "" if off else _inside(value),
        spec.cell[1] == j + 1, "" if off else _edge(y, height / 2), _arrows(spec, y, off, value),
        f"M{X + RADIUS + 4:.1f} {y - 8:.1f}v16" if off and spec.backward else "",
        f"M{X - 9:.1f} {y + 9:.1f}l18 -18" if off else "",
    )  # fmt: skip


def _inside(value: float) -> str:
    """A number that fits a neuron."""
    text = cell(value)
    return text if len(text) <= 4 else f"{value:.2g}".replace("-", "−")


def _edge(y: float, end: float) -> str:
    middle = (X + NEXT) / 2
    return f"M{X + RADIUS:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {end:.1f} {NEXT - 13:.1f} {end:.1f}"


def _arrows(spec: LayerSpec, y: float, off: bool, value: float) -> str:
    """Forward, what comes in from the left; backward, what comes in from the right, and what leaves."""
    left = X - RADIUS - 4
    if not spec.backward:
        return f"M{left - TIP:.1f} {y:.1f}H{left:.1f}m-5 -3.5l5 3.5l-5 3.5"
    right = X + RADIUS + 7 + TIP
    came = f"M{right:.1f} {y:.1f}h{-TIP:.1f}m5 -3.5l-5 3.5l5 3.5"
    leaves = not off and value != 0 and spec.reached("mask")
    return came + (f"M{left:.1f} {y:.1f}h{-TIP - 8:.1f}m5 -3.5l-5 3.5l5 3.5" if leaves else "")


def _caption(spec: LayerSpec, off: list[int], masked: bool) -> str:
    if spec.substep == "draw":
        return "The coins are not yet compared." if masked else "There are no coins."
    if not off:
        return "No gradient is stopped." if spec.backward else "No neuron is off."
    if spec.units == 1:
        count, they, them = "The neuron is off.", "It sends", "it"
    else:
        count = f"{len(off)} of {spec.units} neurons {'is' if len(off) == 1 else 'are'} off."
        they, them = ("It sends", "it") if len(off) == 1 else ("They send", "them")
    if spec.substep == "upstream":
        return f"{count} The gradient that comes to {them} will stop there."
    if spec.backward:
        return f"{count} The gradient that comes to {them} stops there."
    return f"{count} {they} nothing on, so no edge leaves {them}."


def _list(off: list[int]) -> str:
    return "none" if not off else ", ".join(map(str, off))
