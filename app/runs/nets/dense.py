"""A dense network, built from its plan and its parts: which layers in which order, and where chance acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

import numpy as np

from app.engine import (
    Averaged,
    AveragedLogits,
    Coins,
    ConcreteDropout,
    Dense,
    DropConnect,
    Dropout,
    GaussianDropout,
    Network,
    draw_weights,
    to_grid,
)
from app.engine.activations import ACTIVATIONS, Activation
from app.engine.layer import Array, Layer
from app.engine.seeding import Purpose, seeding
from app.runs.nets import methods
from app.runs.nets.parts import DenseNet
from app.runs.nets.plan import Plan

Chance = Dropout | DropConnect | ConcreteDropout


@dataclass(frozen=True)
class Model:
    """A feed-forward network with its places."""

    plan: Plan
    network: Network
    dense: list[Dense]  # of hidden layer 1, 2, ..., and of the output
    activations: list[Activation]  # of hidden layer 1, 2, ...
    dropouts: dict[int, Chance]  # the layers where chance acts, by place, in order
    coins: Coins

    def put(self, ps: tuple[float, ...]) -> None:
        """Have these p from now on, one for each place of the plan; where p is learned it stays."""
        for place, layer in self.dropouts.items():
            if not isinstance(layer, ConcreteDropout):
                layer.p = ps[place]

    @property
    def ps(self) -> tuple[float, ...]:
        """p in force at each place of the plan, set or learned; 0 where nothing drops."""
        return tuple(self.dropouts[k].p if k in self.dropouts else 0.0 for k in range(len(self.plan.places)))

    @property
    def factors(self) -> dict[int, Array]:
        """What the last forward pass multiplied by, for each place that had factors: (batch or 1, *mask)."""
        return {k: layer.mask for k, layer in self.dropouts.items() if layer.mask is not None}

    @property
    def masks(self) -> dict[int, Array]:
        """The same of neurons alone: (batch, units)."""
        return {} if self.plan.masks_weights else self.factors

    @property
    def hidden(self) -> list[Array]:
        """What the hidden layers put out in the last forward pass, before their masks: (batch, units) each."""
        return [layer.out for layer in self.activations if layer.out is not None]

    @property
    def weights(self) -> list[Array]:
        """W of each layer, from the first hidden layer's to the output's: (inputs, outputs) each."""
        return [layer.params["W"] for layer in self.dense]


@dataclass(frozen=True)
class Chances:
    """What a model is drawn from: the seeds of its weights and masks, what its coins are for, and for how many samples
    of a batch they are."""

    weights: int
    masks: int
    batch: int
    purpose: Purpose = "masks"


def build(
    plan: Plan,
    net: DenseNet,
    method: methods.Method | None,
    chances: Chances,
    logits: bool = True,
    entropy: float = 1.0,
) -> Model:
    """The network of a plan with its initial weights, on the float32 grid; without a method nothing is dropped.

    logits: whether its outputs are logits, and not numbers. entropy: weight of the entropy in the penalty of learned p.
    """
    coins = Coins(chances.masks, plan.drawn(chances.batch), chances.purpose)
    placed = {} if method is None else dict(zip(method.place, method.p, strict=True))
    dense: list[Dense] = []
    for k, weights in enumerate(plan.weights):
        inputs, outputs = weights.shape
        if isinstance(method, methods.DropConnect) and any(place <= k for place in placed):
            p = placed.get(k, 0.0)  # behind a mask, one with p = 0 hands on how it scatters
            dense.append(DropConnect(inputs, outputs, p, coins.place(k), method.each, method.inference))
        else:
            dense.append(Dense(inputs, outputs))
    dropouts: dict[int, Chance] = {}
    activations: list[Activation] = []
    layers: list[Layer] = []
    for k, reader in enumerate(dense):
        if isinstance(reader, DropConnect):
            reader.before = layers[-1] if layers else None
            if k in placed:
                dropouts[k] = reader
        elif method is not None and k in placed:
            dropouts[k] = gate = _on_neurons(method, placed[k], coins, k, reader, entropy)
            layers.append(gate)
        layers.append(reader)
        if k < len(net.hidden):
            activations.append(_after(reader, ACTIVATIONS[net.activation]()))
            layers.append(activations[-1])
        elif logits and _averages(reader):
            layers.append(AveragedLogits(reader))
    network = Network(layers)
    draw_weights(network, net.activation, np.random.Generator(np.random.PCG64(seeding(chances.weights, "weights"))))
    to_grid(network.theta)
    return Model(plan, network, dense, activations, dropouts, coins)


def _on_neurons(
    method: methods.Method, p: float, coins: Coins, k: int, reader: Dense, entropy: float
) -> Dropout | ConcreteDropout:
    """The layer of a method that multiplies what `reader` reads."""
    if isinstance(method, methods.Concrete):
        return ConcreteDropout(p, coins.place(k), reader, method.length, entropy, method.lr_p)
    if isinstance(method, methods.Gaussian):
        return GaussianDropout(p, coins.place(k))
    return Dropout(p, coins.place(k), inverted=not isinstance(method, methods.Classic))


def _averages(layer: Dense) -> TypeGuard[DropConnect]:
    """Whether evaluation by moments has something to average after it."""
    return isinstance(layer, DropConnect) and layer.inference == "moments"


def _after(layer: Dense, activation: Activation) -> Activation:
    return Averaged(activation, layer) if _averages(layer) else activation
