"""A network before any number: what flows, where chance acts, which weights there are, and what a pass costs.

Links, budgets, records and figures read it; nothing here allocates anything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from app.engine.layer import Shape

POINTS = 150  # evaluations of a run, besides the one at step 0


@dataclass(frozen=True)
class Signal:
    """What flows between layers: its name in records, frames and links, and its shape for one sample.

    shade: how a value becomes one in [-1, 1] that a figure can paint: by tanh, as it is (a pixel, a gate), by its root
    (shares of 1, most of them small), as probabilities (logits), or not at all (tokens, which stand as themselves).
    """

    name: str
    shape: Shape
    shade: Literal["tanh", "as is", "root", "softmax", "none"] = "tanh"


@dataclass(frozen=True)
class Place:
    """A spot where chance acts. The methods differ in these lines and in nothing else.

    on: what is multiplied, a signal ("h1") or a parameter ("2.W"). shape: of that, for one sample. mask: the same with
    1 where a factor is shared. coins: what a mask is drawn from. each: who has coins of its own. p: who sets it.
    rule: how coins become factors, by its name in `app.engine.RULES`.
    """

    name: str
    on: str
    shape: Shape
    mask: Shape
    coins: Shape
    each: Literal["sample", "batch"] = "sample"
    p: Literal["set", "learned"] = "set"
    rule: str = "bernoulli"

    @property
    def real(self) -> bool:
        """Whether its factors are any number, or one of two."""
        return self.rule in ("gaussian", "concrete")

    def drawn(self, batch: int) -> Shape:
        """The coins of one step: (batch, *coins), or (1, *coins) where a batch shares them."""
        return (batch if self.each == "sample" else 1, *self.coins)


@dataclass(frozen=True)
class Weights:
    """A matrix of weights, the two signals that it lies between, and the bias that goes with it."""

    name: str
    bias: str
    above: str
    below: str
    shape: Shape


@dataclass(frozen=True)
class Plan:
    """A network: which figure draws it (`kind`), its signals from the input to the output, its places (place k of a
    link is places[k]), and where the method sits (`placed`).

    parameters: how many numbers a gradient moves; kept: how many others its layers keep; operations: products and sums
    of one sample's forward pass, in pairs; averaged: neurons whose evaluation is a mean over masks; overhead: seconds
    of a training step that do not depend on the batch, besides those of any; points: how often a run of it is
    evaluated, besides at step 0; norm: where batch normalisation stands in each hidden layer, before or after dropout.
    """

    kind: str
    signals: tuple[Signal, ...]
    places: tuple[Place, ...]
    placed: tuple[int, ...]
    weights: tuple[Weights, ...]
    parameters: int
    kept: int
    operations: int
    averaged: int = 0
    overhead: float = 0.0
    points: int = POINTS
    norm: Literal["none", "before", "after"] = "none"

    @property
    def columns(self) -> bool:
        """Whether it is layers of neurons, each fed by all of the layer before it."""
        return self.kind == "dense"

    @property
    def state(self) -> int:
        """How many numbers tell this network from another of the same plan: a row of a log."""
        return self.parameters + self.kept

    @property
    def arrays(self) -> int:
        """How many arrays of a batch's activations a training keeps, a layer."""
        return 8 if self.norm == "none" else 12

    def coins(self, batch: int) -> int:
        """How many coins a step draws."""
        return sum(math.prod(shape) for shape in self.drawn(batch))

    def factors(self, batch: int) -> int:
        """How many factors a step multiplies by."""
        return sum(math.prod(self.places[k].drawn(batch)) for k in self.placed)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many numbers each signal has for one sample."""
        return tuple(math.prod(signal.shape) for signal in self.signals)

    @cached_property
    def masks_weights(self) -> bool:
        """Whether weights are multiplied, and not neurons."""
        return self.columns and any(place.name != place.on for place in self.places)

    @cached_property
    def masks_neurons(self) -> bool:
        """Whether neurons of a dense network are multiplied."""
        return self.columns and not self.masks_weights

    @cached_property
    def shared(self) -> bool:
        """Whether many samples have one mask: where weights are masked, and where each batch has a coin."""
        return self.masks_weights or any(place.each == "batch" for place in self.places)

    @cached_property
    def real(self) -> bool:
        """Whether factors are any number, so that nothing is ever off."""
        return any(place.real for place in self.places)

    @cached_property
    def learns_p(self) -> bool:
        """Whether p is learned, with a penalty in the loss that keeps it from going where it likes."""
        return any(place.p == "learned" for place in self.places)

    def drawn(self, batch: int) -> list[Shape]:
        """The coins of each place in one step. Their blocks depend on all of these: they are part of what a seed means,
        and follow from network and method alone."""
        return [place.drawn(batch) for place in self.places]
