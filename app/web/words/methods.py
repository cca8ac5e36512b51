"""Which words a run's method has: those of its name, in english/methods.py."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from app.runs.nets.conv_plan import MAPS, mean_scale
from app.runs.nets.methods import METHODS, DropBlock, Method
from app.runs.spec.run_spec import RunSpec
from app.web.words.names import number
from app.web.words.numbers import rate_text
from app.web.words.say import has, say

NEARLY_OFF = 0.05  # a factor that is smaller is called so, where masks have soft edges
LEARNED_DIGITS = 3


def name_of(spec: RunSpec) -> str:
    """The method of a run; where nothing is dropped, the usual one of its network."""
    return spec.method_name


def called(spec: RunSpec) -> str:
    """The method within a sentence: Gaussian dropout."""
    return say(f"method.{name_of(spec)}.name")


def says(spec: RunSpec, what: str = "says") -> str:
    """What it does, in a sentence, or what its p is: in this network's own words, if there are any."""
    key = f"method.{name_of(spec)}.{what}"
    own = f"{key} {spec.net.name}"
    return say(own if has(own) else key)


def arm_name(arm: str, spec: RunSpec) -> str:
    """An arm as a heading: With dropout, or Without: its twin."""
    return say("outcome.twin" if arm == "twin" else f"method.{name_of(spec)}.arm")


def kind_of(spec: RunSpec) -> type[Method]:
    """Its class."""
    return METHODS[name_of(spec)]


def p_text(spec: RunSpec, p: float) -> str:
    """p as a page writes it: what is learned has digits without end."""
    return rate_text(p, LEARNED_DIGITS) if spec.plan.learns_p else rate_text(p)


def scale_text(spec: RunSpec, p: float) -> str:
    """What those that are kept are multiplied by; of a factor that is any number, how widely it scatters, or its
    largest."""
    rule = kind_of(spec).rule
    if isinstance(spec.method, DropBlock):  # of each batch it is another: this is what it is in the mean
        return say("method.about", scale=number(mean_scale(spec.method, spec.plan.places[MAPS[0]].shape, p)))
    value = 1.0 if rule in ("classic", "gate") else float(np.sqrt(p / (1 - p))) if rule == "gaussian" else 1 / (1 - p)
    return number(value)


def counted(spec: RunSpec, factors: NDArray[np.float64]) -> str:
    """What is said of the factors of a place: how many are off, or nearly so, or from where to where they reach."""
    rule = kind_of(spec).rule
    if rule == "gaussian":
        least, most = (number(round(float(end), 1), 2) for end in (factors.min(), factors.max()))
        return say("method.reach", least=least, most=most)
    return str(int((factors < NEARLY_OFF).sum() if rule == "concrete" else (factors == 0).sum()))


def extremes(factors: Mapping[int, NDArray[np.float64]]) -> tuple[tuple[int, int, float], tuple[int, int, float]]:
    """The smallest and the largest of several layers' factors: layer, index, factor."""
    ends = [
        (k, int(pick(values)), float(values[pick(values)]))
        for pick in (np.argmin, np.argmax)
        for k, values in factors.items()
    ]
    half = len(ends) // 2
    return min(ends[:half], key=lambda end: end[2]), max(ends[half:], key=lambda end: end[2])
