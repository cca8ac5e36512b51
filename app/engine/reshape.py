"""Reshape: the same numbers in another shape, as an image for a convolution or in a row for a dense layer."""

from __future__ import annotations

import math

import numpy as np

from app.engine.layer import Array, Layer, Shape, forward_first


class Reshape(Layer):
    """y = x with each sample's numbers in another shape, in the same order; dx = dy in x's.

    `Reshape(1, 14, 14)` makes a map of a row of 196 numbers, and `Reshape(144)` a row of whatever has 144.

    Shapes: x, dx (batch, *any), y, dy (batch, *shape). y is a view of x, unless a bound layer writes it where the next
    one reads it.
    Raises: ValueError where x has another count of numbers; RuntimeError where backward comes before forward.
    """

    def __init__(self, *shape: int) -> None:
        super().__init__()
        self.shape = shape
        self._before: Shape = ()  # of a sample of the last forward pass
        self._bound: Shape = ()

    def bind(self, shape: Shape, batch_axis: int = 0) -> Shape:
        self._check(shape)
        if batch_axis % len(shape) != 0:
            raise ValueError(f"a bound Reshape has its batch first, got axis {batch_axis}")
        self._bound = shape
        return (shape[0], *self.shape)

    def forward(self, x: Array) -> Array:
        if self._bound and x.shape != self._bound:
            raise ValueError(f"x must be {self._bound}, got {x.shape}")
        self._check(x.shape)
        self._before = x.shape[1:]
        y = self._reshaped(x, self.shape)
        if self.y is None:
            return y
        self.y[...] = y
        return self.y

    def backward(self, dy: Array) -> Array:
        if not self._before:
            raise forward_first(self)
        return self._reshaped(dy, self._before)

    def _reshaped(self, x: Array, shape: Shape) -> Array:
        """x (batch, ...) as (batch, *shape), without a copy where the batch lies as this layer expects it."""
        if not self._bound:
            return x.reshape(len(x), *shape)
        return np.moveaxis(np.moveaxis(x, 0, -1).reshape(*shape, len(x)), -1, 0)

    def _check(self, shape: Shape) -> None:
        if math.prod(shape[1:]) != math.prod(self.shape):
            raise ValueError(f"x must be (batch, ...) with {math.prod(self.shape)} numbers each, got {shape}")
