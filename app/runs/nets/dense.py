"""A spec's network: which layers in which order, and where dropout sits among them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.engine import Coins, Dense, Dropout, Network, draw_weights, to_grid
from app.engine.activations import ACTIVATIONS, Activation
from app.engine.layer import Array, Layer
from app.engine.seeding import Purpose, seeding
from app.runs.spec.run_spec import RunSpec


@dataclass(frozen=True)
class Model:
    """A feed-forward network with its places: 0 is the input, k is after hidden layer k."""

    network: Network
    dense: list[Dense]  # of hidden layer 1, 2, ..., and of the output
    activations: list[Activation]  # of hidden layer 1, 2, ...
    dropouts: dict[int, Dropout]  # by place, in order
    coins: Coins

    @property
    def masks(self) -> dict[int, Array]:
        """What the last forward pass multiplied by, for each place that dropped: (batch, units)."""
        return {k: layer.mask for k, layer in self.dropouts.items() if layer.mask is not None}

    @property
    def hidden(self) -> list[Array]:
        """What the hidden layers put out in the last forward pass, before their masks: (batch, units) each."""
        return [layer.out for layer in self.activations if layer.out is not None]

    @property
    def weights(self) -> list[Array]:
        """W of each layer, from the first hidden layer's to the output's: (inputs, outputs) each."""
        return [layer.params["W"] for layer in self.dense]


def build(spec: RunSpec, dropout: bool = True, purpose: Purpose = "masks") -> Model:
    """The network of a spec with its initial weights, on the float32 grid; without its dropout on request.

    `purpose`: what its coins are drawn for.
    """
    coins = Coins(spec.seeds.masks, [(spec.training.batch, units) for units in spec.sizes[:-1]], purpose)
    rates = spec.rates(0)
    dropouts = {k: Dropout(rates[k], coins.place(k)) for k in spec.place} if dropout else {}
    dense: list[Dense] = []
    activations: list[Activation] = []
    layers: list[Layer] = [dropouts[0]] if 0 in dropouts else []
    for k, (inputs, outputs) in enumerate(pairwise(spec.sizes), 1):
        dense.append(Dense(inputs, outputs))
        layers.append(dense[-1])
        if k <= len(spec.net.hidden):
            activations.append(ACTIVATIONS[spec.net.activation]())
            layers.append(activations[-1])
        if k in dropouts:
            layers.append(dropouts[k])
    network = Network(layers)
    draw_weights(
        network, spec.net.activation, np.random.Generator(np.random.PCG64(seeding(spec.seeds.weights, "weights")))
    )
    to_grid(network.theta)
    return Model(network, dense, activations, dropouts, coins)
