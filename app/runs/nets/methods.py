"""What is dropped, where and how often, as a link holds it: one class a method."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar, Literal

from app.engine.rules import CONCRETE

Each = Literal["sample", "batch"]
Inference = Literal["mean", "moments"]


@dataclass(frozen=True)
class Method:
    """place: sorted positions, 0 the input, k after hidden layer k; p: one probability for each.

    rule: of `app.engine.RULES`, how coins become factors. weights: whether weights are multiplied, not neurons: then
    place k means those that leave layer k. learned: whether p is learned, and not set.
    """

    p: tuple[float, ...]
    place: tuple[int, ...]

    name: ClassVar[str]
    rule: ClassVar[str] = "bernoulli"
    weights: ClassVar[bool] = False
    learned: ClassVar[bool] = False


@dataclass(frozen=True)
class Plain(Method):
    """Dropout of neurons, what is kept scaled up in training."""

    name = "dropout"


@dataclass(frozen=True)
class Classic(Method):
    """The published form: nothing is scaled in training, and evaluation multiplies by 1 - p."""

    name = "classic"
    rule = "classic"


@dataclass(frozen=True)
class Gaussian(Method):
    """Every neuron is multiplied by a normal number around 1."""

    name = "gaussian"
    rule = "gaussian"


@dataclass(frozen=True)
class DropConnect(Method):
    """Weights are dropped. each: who has a mask of its own; inference: how evaluation goes over masks."""

    name = "dropconnect"
    weights = True

    each: Each
    inference: Inference


@dataclass(frozen=True)
class Concrete(Method):
    """p is where the learned one starts. length: the prior's length scale; lr_p: at which rate the logit of p learns;
    precision: of a curve's noise, 1 / variance."""

    temperature: ClassVar[float] = CONCRETE.temperature  # of the soft edges
    name = "concrete"
    rule = "concrete"
    learned = True

    length: float
    lr_p: float
    precision: float


def own_settings(part: type[Method]) -> tuple[str, ...]:
    """The settings that a method has besides p and place, by name."""
    return tuple(field.name for field in fields(part) if field.name not in ("p", "place"))


METHODS: dict[str, type[Method]] = {part.name: part for part in (Plain, Classic, Gaussian, DropConnect, Concrete)}
