"""The nonlinearities between the affine maps, each with its derivative in terms of its own output."""

from __future__ import annotations

import numpy as np

from app.engine.layer import Array, Layer, fits, forward_first, unit_major

ONE, HALF = np.array(1.0), np.array(0.5)  # a ufunc's loop starts sooner with an array than with a number


class Activation(Layer):
    """y = f(x), element by element; backward reads the output of the last forward pass."""

    def __init__(self) -> None:
        super().__init__()
        self.out: Array | None = None  # what the last forward pass returned


class ReLU(Activation):
    """y = max(x, 0), dx = dy where y > 0, else 0."""

    def __init__(self) -> None:
        super().__init__()
        self._zero: Array | float = 0.0
        self._slope: Array | None = None

    def bind(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        self._zero = unit_major(shape)  # array against array has a fast loop in NumPy, array against number has not
        self._slope = unit_major(shape)
        return super().bind(shape)

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self.out = np.maximum(x, self._zero, out=self.y)
        return self.out

    def backward(self, dy: Array) -> Array:
        if self.out is None:
            raise forward_first(self)
        slope = np.sign(self.out, self._slope)  # y is never negative: 0 or 1
        return np.multiply(dy, slope, self.dx)


class Tanh(Activation):
    """y = tanh(x), dx = dy (1 - y^2)."""

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self.out = np.tanh(x, self.y)
        return self.out

    def backward(self, dy: Array) -> Array:
        y = self.out
        if y is None:
            raise forward_first(self)
        dx = np.multiply(y, y, self.dx)
        np.subtract(ONE, dx, dx)
        dx *= dy
        return dx


class Sigmoid(Activation):
    """y = 1 / (1 + exp(-x)) = (1 + tanh(x / 2)) / 2, dx = dy y (1 - y)."""

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        y = np.multiply(x, HALF, self.y)
        np.tanh(y, y)
        y += ONE
        y *= HALF
        self.out = y
        return y

    def backward(self, dy: Array) -> Array:
        y = self.out
        if y is None:
            raise forward_first(self)
        dx = np.subtract(ONE, y, self.dx)
        dx *= y
        dx *= dy
        return dx


ACTIVATIONS: dict[str, type[Activation]] = {"relu": ReLU, "tanh": Tanh, "sigmoid": Sigmoid}
