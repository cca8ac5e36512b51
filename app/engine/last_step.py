"""Last step: of a sequence's outputs the one that has read all of it."""

from __future__ import annotations

import numpy as np

from app.engine.layer import Array, Layer, Shape, batch_last, forward_first


class LastStep(Layer):
    """y = h_T of h_1 ... h_T, dh_T = dy, and dh_t = 0 before.

    Shapes: h (batch, steps, units), y (batch, units).
    Raises: ValueError where h is no sequence; RuntimeError where backward comes before forward.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shape: Shape | None = None  # of the last input
        self._bound: Shape | None = None

    def bind(self, shape: Shape, batch_axis: int = -3) -> Shape:
        batch, _, units = self._bound = self._check(shape)
        self.y, self.dx = batch_last((batch, units)), batch_last(shape, 0)
        return self.y.shape

    def forward(self, h: Array) -> Array:
        self._shape = self._check(h.shape)
        if self.y is None:
            return h[:, -1].copy()
        if h.shape != self._bound:
            raise ValueError(f"x must be {self._bound}, got {h.shape}")
        self.y[...] = h[:, -1]
        return self.y

    def backward(self, dy: Array) -> Array:
        if self._shape is None:
            raise forward_first(self)
        dh = np.zeros(self._shape) if self.dx is None else self.dx
        dh[:, -1] = dy
        return dh

    def _check(self, shape: Shape) -> Shape:
        if len(shape) != 3 or shape[1] < 1:
            raise ValueError(f"x must be (batch, steps, units) with at least one step, got {shape}")
        return shape
