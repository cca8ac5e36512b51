"""A feed-forward network: layers in a row, and all their parameters in one flat array."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np

from app.engine.dense import Dense
from app.engine.layer import Array, Layer


class Network(Layer):
    """forward runs the layers from first to last, backward from last to first.

    `theta` holds every parameter and `grad` every gradient, flat: (..., parameters), with the layers' own W
    and b as parts of it, so that an optimizer is one array operation. `params` names them "1.W", "1.b", "2.W", ...
    Raises: ValueError for a layer with parameters that is not Dense, whose parameters would not be part of theta.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__()
        self.layers = list(layers)
        for layer in self.layers:
            if layer.params and not isinstance(layer, Dense):
                raise ValueError(f"a network's parameters must be those of Dense layers, got {type(layer).__name__}")
        self._forwards = [layer.forward for layer in self.layers]
        self._backwards = [layer.backward for layer in reversed(self.layers)]
        self.dense = [layer for layer in self.layers if isinstance(layer, Dense)]
        replicas = self.dense[0].theta.shape[:-2] if self.dense else ()
        count = sum((layer.inputs + 1) * layer.outputs for layer in self.dense)
        theta = np.empty((*replicas, count))
        start = 0
        for layer in self.dense:
            stop = start + (layer.inputs + 1) * layer.outputs
            theta[..., start:stop] = layer.theta.reshape(*replicas, -1)
            start = stop
        self.adopt(theta)

    def adopt(self, theta: Array) -> None:
        """Use this flat array (..., parameters) for all parameters, and a new one for their gradients."""
        self.theta = theta
        self.grad = np.zeros_like(theta)
        start = 0
        for number, layer in enumerate(self.dense, 1):
            shape = (*theta.shape[:-1], layer.inputs + 1, layer.outputs)
            stop = start + shape[-2] * shape[-1]
            layer.adopt(theta[..., start:stop].reshape(shape), self.grad[..., start:stop].reshape(shape))
            start = stop
            for name in layer.params:
                self.params[f"{number}.{name}"] = layer.params[name]
                self.grads[f"{number}.{name}"] = layer.grads[name]

    def forward(self, x: Array) -> Array:
        for forward in self._forwards:
            x = forward(x)
        return x

    def backward(self, dy: Array) -> Array:
        for backward in self._backwards:
            dy = backward(dy)
        return dy

    def want_data_gradient(self, wanted: bool) -> None:
        """Whether backward goes on to dL/d(data). A training loop has no use for it, and saves the product."""
        if not self.dense:
            return
        first = self.layers.index(self.dense[0])
        self.dense[0].skip_dx = not wanted
        self._backwards = [layer.backward for layer in reversed(self.layers[0 if wanted else first :])]

    def train(self, mode: bool = True) -> Self:
        for layer in self.layers:
            layer.train(mode)
        return super().train(mode)

    def bind(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        for layer in self.layers:
            shape = layer.bind(shape)
        for before, layer in pairwise(self.layers):
            if isinstance(layer, Dense) and not isinstance(before, Dense):
                before.y = layer.x  # written straight to where it is read
        return shape
