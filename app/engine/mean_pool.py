"""MeanPool: a sequence becomes the mean of its tokens."""

from __future__ import annotations

import numpy as np

from app.engine.layer import Array, Layer, Shape, batch_last, forward_first


class MeanPool(Layer):
    """y = mean of x over the tokens,   dx = dy / T for each of them.

    The order of the tokens is lost.
    Shapes: x, dx (batch, T, width), y, dy (batch, width).
    Raises: ValueError where x is no sequence of at least one token; RuntimeError where backward comes before forward.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shape: Shape = ()  # of the last input,
        self._bound: Shape = ()  # and of all of a bound layer's

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        _check(shape)
        self._bound = shape
        self.y = batch_last((shape[0], shape[2]))
        self.dx = batch_last(shape, 0)
        return self.y.shape

    def forward(self, x: Array) -> Array:
        _check(x.shape)
        if self._bound and x.shape != self._bound:
            raise ValueError(f"x must be {self._bound}, got {x.shape}")
        self._shape = x.shape
        y = np.add.reduce(x, axis=1, out=self.y)
        y *= 1 / x.shape[1]
        return y

    def backward(self, dy: Array) -> Array:
        if not self._shape:
            raise forward_first(self)
        dx = np.empty(self._shape) if self.dx is None else self.dx
        return np.multiply(dy[:, None], 1 / self._shape[1], dx)


def _check(shape: Shape) -> None:
    if len(shape) != 3 or shape[1] < 1:
        raise ValueError(f"x must be (batch, T, width) with T of at least 1, got {shape}")
