"""A dense network, built from its plan and its parts: which layers in which order, and where chance acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from app.engine import (
    Averaged,
    AveragedLogits,
    BatchNorm,
    Coins,
    ConcreteDropout,
    Dense,
    DropConnect,
    Dropout,
    GaussianDropout,
    Network,
    NormedDense,
)
from app.engine.activations import ACTIVATIONS, Activation
from app.engine.layer import Array, Layer
from app.engine.normal_moments import normal_points
from app.runs.nets import methods
from app.runs.nets.model import Chances, Model, there
from app.runs.nets.parts import DenseNet
from app.runs.nets.plan import Plan

Noise = Dropout | DropConnect | ConcreteDropout


@dataclass(frozen=True)
class DenseModel(Model):
    """A feed-forward network."""

    dense: list[Dense]  # of hidden layer 1, 2, ..., and of the output
    activations: list[Activation]  # of hidden layer 1, 2, ...
    norms: list[BatchNorm]  # of these, or none

    @property
    def masks(self) -> dict[int, Array]:
        """What neurons were multiplied by: (batch, units)."""
        return {} if self.plan.masks_weights else self.factors

    @property
    def hidden(self) -> list[Array]:
        """What the hidden layers put out in the last forward pass, before their masks: (batch, units) each."""
        return [layer.out for layer in self.activations if layer.out is not None]

    @property
    def weights(self) -> list[Array]:
        """W of each layer, from the first hidden layer's to the output's: (inputs, outputs) each."""
        return [layer.params["W"] for layer in self.dense]

    def values(self) -> dict[str, Array]:
        names = [signal.name for signal in self.plan.signals[1:]]
        return dict(zip(names, [*self.hidden, there(self.dense[-1].y)], strict=True))

    def upstream(self) -> dict[str, Array]:
        """dL/d(mask * value) of each signal but the last: what arrives from above."""
        names = [signal.name for signal in self.plan.signals[:-1]]
        above = [self.dense[0], *(self.norms if self.plan.norm == "after" else self.dense[1:])]
        return {name: there(layer.dx) for name, layer in zip(names, above, strict=True)}

    def gradients(self) -> dict[str, Array]:
        masked = self.masks
        return {
            name: there(self.dropouts[k].dx) if k in masked else arriving  # type: ignore[attr-defined]
            for k, (name, arriving) in enumerate(self.upstream().items())
        }


def build(
    plan: Plan,
    net: DenseNet,
    method: methods.Method | None,
    chances: Chances,
    logits: bool = True,
    entropy: float = 1.0,
) -> DenseModel:
    """The network of a plan with its initial weights, on the float32 grid; without a method nothing is dropped.

    logits: whether its outputs are logits, and not numbers. entropy: weight of the entropy in the penalty of learned p.
    """
    coins = chances.coins(plan)
    placed = {} if method is None else dict(zip(method.place, method.p, strict=True))
    dense: list[Dense] = []
    for k, weights in enumerate(plan.weights):
        inputs, outputs = weights.shape
        if isinstance(method, methods.DropConnect) and any(place <= k for place in placed):
            p = placed.get(k, 0.0)  # behind a mask, one with p = 0 hands on how it scatters
            dense.append(DropConnect(inputs, outputs, p, coins.place(k), method.each, method.inference))
        else:
            kind = NormedDense if net.norm == "before" and k < len(net.hidden) else Dense
            dense.append(kind(inputs, outputs))
    norms = [BatchNorm(units) for units in net.hidden] if net.norm != "none" else []
    dropouts: dict[int, Noise] = {}
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
        if net.norm == "after" and k:
            layers.append(norms[k - 1])
        layers.append(reader)
        if net.norm == "before" and k < len(net.hidden):
            layers.append(norms[k])
        if k < len(net.hidden):
            activations.append(_after(reader, ACTIVATIONS[net.activation]()))
            layers.append(activations[-1])
        elif logits and _averages(reader):
            layers.append(AveragedLogits(reader))
    network = Network(layers)
    chances.begin(network, net.activation)
    return DenseModel(plan, network, coins, dropouts, dense, activations, norms)


def _on_neurons(
    method: methods.Method, p: float, coins: Coins, k: int, reader: Dense, entropy: float
) -> Dropout | ConcreteDropout:
    """The layer of a method that multiplies what `reader` reads."""
    if isinstance(method, methods.Concrete):
        return ConcreteDropout(p, coins.place(k), reader, method.length, entropy, method.lr_p)
    if isinstance(method, methods.Gaussian):
        return GaussianDropout(p, coins.place(k))
    return Dropout(p, coins.place(k), inverted=not isinstance(method, methods.Classic))


def softmax_points(classes: int) -> Array:
    """The points over which evaluation by moments averages a softmax: (points, classes)."""
    return normal_points(classes)


def _averages(layer: Dense) -> TypeGuard[DropConnect]:
    """Whether evaluation by moments has something to average after it."""
    return isinstance(layer, DropConnect) and layer.inference == "moments"


def _after(layer: Dense, activation: Activation) -> Activation:
    return Averaged(activation, layer) if _averages(layer) else activation
