"""Residual: a branch of layers beside a way straight through, which stays open when the branch is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np

from app.engine.layer import NOTHING, Array, Layer, Shape, fits, float_array, forward_first
from app.engine.network import Network
from app.engine.stochastic_depth import StochasticDepth


class Residual(Network):
    """What the layers of a branch f make of x is added to x.

        y = x + m f(x),   dx = dy + (df/dx)^T (m dy)

    m is what the gate multiplies by, 1 without one. Where m is 0 for the whole batch f is not computed, neither forward
    nor backward: y = x, dx = dy, and the gradients of its parameters are 0. The same holds of a block that is
    `skipped`, in training and in evaluation, whatever its gate says: so blocks of a trained network are left out. Where
    m is a number for each sample all samples are computed: to gather the open ones takes as long as it saves.

    An optimizer with a memory still moves a closed block's parameters, by what it remembers. In PyTorch a block that is
    not computed has no gradient at all (`zero_grad` sets None), and is left as it is.

    Shapes: x, y, dy, dx are (batch, ...), all the same; without a gate (..., batch, ...).
    `last_gain` is the gain that the last layer's weights are drawn with, instead of that of the nonlinearity.
    Raises: ValueError where the branch does not give the shape that it takes; RuntimeError where backward comes before
    forward.
    Source: He, Zhang, Ren and Sun 2016; with a gate, Huang et al. 2016 and Fan et al. 2020.
    """

    def __init__(
        self, layers: Sequence[Layer], gate: StochasticDepth | None = None, last_gain: float | None = None
    ) -> None:
        super().__init__(layers)
        self.gate = gate
        self.last_gain = last_gain
        self.skipped = False
        self._factor: float | Array | None = None  # m of the last forward pass

    @property
    def computed(self) -> bool:
        """Whether the last forward pass computed the branch."""
        return self._factor is not None and not _is(self._factor, 0.0)

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        for layer in self.layers[:-1]:
            layer.draw(rng, gain)
        self.layers[-1].draw(rng, gain if self.last_gain is None else self.last_gain)

    def train(self, mode: bool = True) -> Self:
        if self.gate is not None:
            self.gate.train(mode)
        return super().train(mode)

    def masks_on(self) -> Self:
        super().masks_on()
        if self.gate is not None:
            self.gate.masks_on()
        return self

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        given = super().bind(shape, batch_axis)
        if given != shape:
            raise ValueError(f"the branch of a Residual must give {shape}, as it takes, got {given}")
        return Layer.bind(self, shape, batch_axis)  # y and dx are sums, which need arrays of their own

    def write_to(self, y: Array) -> None:
        Layer.write_to(self, y)

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        m = self._factor = 0.0 if self.skipped else 1.0 if self.gate is None else self.gate.toss(x)
        if _is(m, 0.0):
            return float_array(x)
        f = super().forward(x)
        if f.shape != x.shape:
            raise ValueError(f"the branch of a Residual must give {x.shape}, as it takes, got {f.shape}")
        if _is(m, 1.0):
            return np.add(x, f, self.y)
        y = np.multiply(f, m, self.y)
        return np.add(x, y, y)

    def backward(self, dy: Array) -> Array:
        m = self._factor
        if m is None:
            raise forward_first(self)
        if _is(m, 0.0):
            self.grad[...] = 0.0
            return NOTHING if self.skip_dx else dy
        dx = super().backward(dy if _is(m, 1.0) else np.multiply(dy, m, self.dx))
        return dx if self.skip_dx else np.add(dy, dx, self.dx)


def _is(m: float | Array, number: float) -> bool:
    """Whether m is this one number for the whole batch."""
    return isinstance(m, float) and m == number
