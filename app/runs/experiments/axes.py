"""Axes: what an experiment varies, and the settings that a value of it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.runs.spec.fields import FIELDS
from app.runs.spec.run_spec import RunSpec

SCALED = ("whole", "number")  # kinds of settings whose values lie on a scale


def as_hidden(spec: RunSpec, text: str) -> dict[str, str]:
    """`units`: every hidden layer of a dense network so wide."""
    return {"hidden": ",".join([text.strip()] * len(spec.dense.hidden))}


def as_layers(spec: RunSpec, text: str) -> dict[str, str]:
    """`layers`: so many hidden layers of a dense network, each as wide as its first."""
    count = int(text) if text.strip().isdecimal() else 0
    return {"hidden": ",".join([str(spec.dense.hidden[0])] * min(count, 99))}


def as_places(spec: RunSpec, text: str) -> dict[str, str]:
    """`place`, with the first place's p at each of them."""
    p = spec.p[0] if spec.p else float(spec.defaults["p"])
    return {"place": text.strip(), "p": f"{p:.10g}"}


SPECIAL: Mapping[str, Callable[[RunSpec, str], dict[str, str]]] = {
    "units": as_hidden,
    "layers": as_layers,
    "place": as_places,
}
_NONE = ("data", "change", "delay")  # no axis: what changes with them is not one thing
AXES = (*(name for name in FIELDS if not name.startswith("seed") and name not in _NONE), "units", "layers")


def settings(spec: RunSpec, axis: str, value: str) -> dict[str, str]:
    """What a run's link says at a value of an axis."""
    return SPECIAL[axis](spec, value) if axis in SPECIAL else {axis: value.strip()}


def on_a_scale(axis: str) -> bool:
    """Whether its values are numbers, one for each: else they are categories, side by side."""
    return axis not in FIELDS or FIELDS[axis].kind in SCALED or axis == "p"
