"""A network: layers in a row, all their parameters in one flat array, and itself a layer of larger networks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np

from app.engine.layer import NOTHING, Array, Layer, Shape


class Network(Layer):
    """forward runs the layers from first to last, backward from last to first.

    `theta` holds every parameter and `grad` every gradient, flat: (..., size), with the layers' own as parts of them,
    so that an optimizer is one array operation. `kept` holds what the layers keep without a gradient. `state` is theta
    followed by kept: all that tells this network from another of the same layers.

    Layers that have any of it are called by their number among themselves, and `params` are "1.W", "1.b", "2.W", ...;
    those of a network that stands within another one, as the branch of a residual block does, are "3.1.W". Those that
    learn at a rate of their own come last: without them theta is that of a network which has no such layers.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__()
        self.layers = list(layers)
        self._forwards = [layer.forward for layer in self.layers]
        self._backwards = [layer.backward for layer in reversed(self.layers)]
        self._penalised = [layer for layer in self.layers if type(layer).penalty is not Layer.penalty]
        owners = [layer for layer in self.layers if layer.size or layer.kept_size]
        owners.sort(key=lambda layer: layer.rate is not None)
        self._owners = {str(number): layer for number, layer in enumerate(owners, 1)}
        thetas = [layer.theta for layer in owners if layer.size]
        kept = [layer.kept for layer in owners if layer.kept_size]
        state = np.concatenate([*thetas, *kept], axis=-1) if owners else NOTHING
        size = sum(layer.size for layer in owners)
        self.adopt(state[..., :size], np.zeros((*state.shape[:-1], size)))
        self.adopt_kept(state[..., size:])
        self._state: Array | None = state

    @property
    def state(self) -> Array:
        """Theta followed by kept, (..., size + kept_size). Raises: RuntimeError where others hold them."""
        if self._state is None:
            raise RuntimeError("a network that was given its parameters has no state of its own")
        return self._state

    def adopt(self, theta: Array, grad: Array) -> None:
        self.theta, self.grad, self._state = theta, grad, None
        self.params, self.grads = {}, {}
        start = 0
        for number, layer in self._owners.items():
            stop = start + layer.size
            layer.adopt(theta[..., start:stop], grad[..., start:stop])
            start = stop
            self.params |= {f"{number}.{name}": values for name, values in layer.params.items()}
            self.grads |= {f"{number}.{name}": values for name, values in layer.grads.items()}

    def adopt_kept(self, kept: Array) -> None:
        self.kept, self.statistics, self._state = kept, {}, None
        start = 0
        for number, layer in self._owners.items():
            if not layer.kept_size:
                continue
            stop = start + layer.kept_size
            layer.adopt_kept(kept[..., start:stop])
            start = stop
            self.statistics |= {f"{number}.{name}": values for name, values in layer.statistics.items()}

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        for layer in self.layers:
            layer.draw(rng, gain)

    def forward(self, x: Array) -> Array:
        for forward in self._forwards:
            x = forward(x)
        return x

    def backward(self, dy: Array) -> Array:
        for backward in self._backwards:
            dy = backward(dy)
        return dy

    def rates(self) -> Array:
        return np.concatenate([NOTHING, *(layer.rates() for layer in self._owners.values())])

    def decaying(self) -> Array:
        return np.concatenate([NOTHING, *(layer.decaying() for layer in self._owners.values())])

    def penalty(self) -> float:
        return sum([layer.penalty() for layer in self._penalised], 0.0)

    def penalty_backward(self) -> None:
        for layer in self._penalised:
            layer.penalty_backward()

    def want_data_gradient(self, wanted: bool) -> None:
        super().want_data_gradient(wanted)
        first = next((number for number, layer in enumerate(self.layers) if layer.size), None)
        if first is not None:
            self.layers[first].want_data_gradient(wanted)
            self._backwards = [layer.backward for layer in reversed(self.layers[0 if wanted else first :])]

    def train(self, mode: bool = True) -> Self:
        for layer in self.layers:
            layer.train(mode)
        return super().train(mode)

    def masks_on(self) -> Self:
        super().masks_on()
        for layer in self.layers:
            layer.masks_on()
        return self

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        batch_axis %= len(shape)  # counted from the front it stays what it is, whatever follows it
        for layer in self.layers:
            shape = layer.bind(shape, batch_axis)
        for before, layer in pairwise(self.layers):
            if layer.x is not None:
                before.write_to(layer.x)  # straight to where it is read
        if self.layers:
            self.x, self.dx, self.y = self.layers[0].x, self.layers[0].dx, self.layers[-1].y
        return shape

    def write_to(self, y: Array) -> None:
        self.layers[-1].write_to(y)
        self.y = y
