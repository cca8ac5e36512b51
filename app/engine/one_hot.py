"""One-hot: a symbol's number as a row of zeros with a single 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import NOTHING, Array, Layer, Shape, batch_last, fits, float_array, forward_first


class OneHot(Layer):
    """y_ts = 1 where x_t = s, else 0. With `flag` one more number is 1 at the first step and 0 at all others.

    Nothing is passed back: the number of a symbol has no gradient, and dx is 0.
    Shapes: x (batch, steps), whole numbers from 0 to symbols - 1 as floats; y (batch, steps, symbols + flag).
    Raises: ValueError where x has other numbers or another shape; RuntimeError where backward comes before forward.
    """

    def __init__(self, symbols: int, flag: bool = False) -> None:
        super().__init__()
        self.symbols = symbols
        self.flag = flag
        self._numbers = np.arange(symbols, dtype=np.float64)[:, None]
        self._found: NDArray[np.bool_] | None = None  # room for where x is s, (steps, symbols, batch)
        self._shape: Shape | None = None  # of the last input

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        batch, steps = shape
        self.x, self.dx = batch_last(shape, 0), batch_last(shape, 0)
        self._found = np.zeros((steps, self.symbols, batch), bool)
        self.write_to(batch_last((batch, steps, self.symbols + self.flag), 0))
        return (batch, steps, self.symbols + self.flag)

    def write_to(self, y: Array) -> None:
        self.y = y
        self._mark(y)

    def _mark(self, y: Array) -> None:
        """Set the flag."""
        if self.flag:
            y[:, 0, -1], y[:, 1:, -1] = 1.0, 0.0

    def forward(self, x: Array) -> Array:
        if x.ndim != 2:
            raise ValueError(f"x must be (batch, steps), got {x.shape}")
        y = self.y
        if y is None:
            x = float_array(x)
            y = batch_last((*x.shape, self.symbols + self.flag), 0)
            self._mark(y)
        else:
            fits(x, self.x)
        ones = y[..., : self.symbols].transpose(1, 2, 0)
        found = np.equal(x.T[:, None], self._numbers, out=self._found)
        if np.count_nonzero(found) != x.size:
            raise ValueError(f"x must be whole numbers from 0 to {self.symbols - 1}, got {x.min()} to {x.max()}")
        ones[...] = found
        self._shape = x.shape
        return y

    def backward(self, dy: Array) -> Array:
        if self._shape is None:
            raise forward_first(self)
        if self.skip_dx:
            return NOTHING
        return np.zeros(self._shape) if self.dx is None else self.dx
