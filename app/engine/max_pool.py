"""MaxPool2d: of every square of 2 x 2 positions the largest number, and a map half as high and half as wide."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import NOTHING, Array, Layer, Shape, batch_last, forward_first


class MaxPool2d(Layer):
    """y[r, s] = max of x[2r, 2s], x[2r, 2s + 1], x[2r + 1, 2s], x[2r + 1, 2s + 1], in this order.

    dy goes to the one that won, the first where several are largest, and all others get 0. A last row or column
    without a partner has no part in y.

    Shapes: x, dx (batch, channels, height, width); y, dy (batch, channels, height // 2, width // 2).
    x is not copied: it must be as it was when `backward` comes, or when `winners` is read.
    Raises: ValueError where x has another shape or is smaller than a square; RuntimeError where backward comes before
    forward.
    Source: Zhou and Chellappa 1988; Ranzato et al. 2007.
    """

    def __init__(self) -> None:
        super().__init__()
        self._x: Array | None = None  # what the last forward pass read
        self._bound: Shape = ()
        self._work: tuple[Any, ...] = (None,) * 4  # arrays of y's shape

    @property
    def winners(self) -> NDArray[np.intp]:
        """Which of its four won each square of the last forward pass, counted row by row: (batch, channels, h, w)."""
        if self._x is None:
            raise RuntimeError("winners are there after a forward pass")
        return np.argmax(np.stack(corners(self._x)), axis=0)

    def bind(self, shape: Shape, batch_axis: int = 0) -> Shape:
        pooled = pooled_shape(shape)
        self._bound = shape
        self.y = batch_last(pooled, batch_axis)
        self.dx = batch_last(shape, batch_axis)
        self._work = tuple(batch_last(pooled, batch_axis) for _ in range(4))
        return pooled

    def forward(self, x: Array) -> Array:
        if self._bound and x.shape != self._bound:
            raise ValueError(f"x must be {self._bound}, got {x.shape}")
        pooled_shape(x.shape)
        self._x = x
        first, second, third, fourth = corners(x)
        upper, lower, *_ = self._work
        self._upper = np.maximum(first, second, out=upper)
        self._lower = np.maximum(third, fourth, out=lower)
        return np.maximum(self._upper, self._lower, out=self.y)

    def backward(self, dy: Array) -> Array:
        if self._x is None:
            raise forward_first(self)
        if self.skip_dx:
            return NOTHING
        *_, share, right = self._work
        dx = np.zeros(self._x.shape) if self.dx is None else self.dx
        first, second, third, fourth = corners(self._x)
        d_first, d_second, d_third, d_fourth = corners(dx)
        # To the row below where its larger number won, and there to the right where that one did; what is left to the
        # others. Each difference is 0 or all of it, without any rounding.
        share = np.multiply(dy, np.greater(self._lower, self._upper, out=right), out=share)
        np.multiply(share, np.greater(fourth, third, out=right), out=d_fourth)
        np.subtract(share, d_fourth, out=d_third)
        share = np.subtract(dy, share, out=share)
        np.multiply(share, np.greater(second, first, out=right), out=d_second)
        np.subtract(share, d_second, out=d_first)
        return dx


def corners(x: Array) -> tuple[Array, Array, Array, Array]:
    """Of all squares the first number, the second, third and fourth, row by row: views of the pooled shape each."""
    *_, height, width = pooled_shape(x.shape)
    up, down = x[:, :, 0 : 2 * height : 2], x[:, :, 1 : 2 * height : 2]
    left, right = slice(0, 2 * width, 2), slice(1, 2 * width, 2)
    return up[..., left], up[..., right], down[..., left], down[..., right]


def pooled_shape(shape: Shape) -> Shape:
    """The shape of y for this one of x."""
    if len(shape) != 4 or min(shape[2:]) < 2:
        raise ValueError(f"x must be (batch, channels, height, width) with at least 2 x 2 positions, got {shape}")
    batch, channels, height, width = shape
    return batch, channels, height // 2, width // 2
