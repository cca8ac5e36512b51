"""The nonlinearities between the affine maps, each with its derivative in terms of its own output."""

from __future__ import annotations

import numpy as np

from app.engine.layer import Array, Layer, Shape, batch_last, fits, forward_first

ZERO, ONE, MINUS_ONE = (
    np.array(0.0),
    np.array(1.0),
    np.array(-1.0),
)  # a ufunc's loop starts sooner with an array than with a number


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

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        self._zero = batch_last(shape, batch_axis)  # array against array has a fast loop, against a number not
        self._slope = batch_last(shape, batch_axis)
        return super().bind(shape, batch_axis)

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
    """y = tanh(x), dx = dy (1 - y^2) = dy / cosh(x)^2.

    The slope is taken from x: where y is nearly 1, 1 - y^2 would be the difference of nearly equal numbers. Beyond 355
    it is 0, as cosh(x)^2 overflows: NumPy warns of it, which a loop over steps turns off once, not a layer each time.
    x is not copied: it must be as it was when `backward` comes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._x: Array | None = None

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self._x = x
        self.out = np.tanh(x, self.y)
        return self.out

    def backward(self, dy: Array) -> Array:
        if self._x is None:
            raise forward_first(self)
        dx = np.cosh(self._x, self.dx)
        dx *= dx
        return np.divide(dy, dx, dx)


class Sigmoid(Activation):
    """y = 1 / (1 + exp(-x)), dx = dy y (1 - y).

    With e = exp(-|x|) in forms that neither overflow nor cancel:

        y = exp(min(x, 0)) / (1 + e),   y (1 - y) = e / (1 + e)^2
    """

    def __init__(self) -> None:
        super().__init__()
        self._e: Array | None = None  # e and 1 + e of the last forward pass
        self._total: Array | None = None
        self._bound: tuple[Array, Array] | None = None  # where a bound layer keeps them

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        self._bound = batch_last(shape, batch_axis), batch_last(shape, batch_axis)
        return super().bind(shape, batch_axis)

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        e, total = self._bound or (None, None)
        e = np.copysign(x, MINUS_ONE, e)
        np.exp(e, e)
        y = np.minimum(x, ZERO, out=self.y)
        np.exp(y, y)
        total = np.add(e, ONE, total)
        y /= total
        self.out, self._e, self._total = y, e, total
        return y

    def backward(self, dy: Array) -> Array:
        if self._e is None or self._total is None:
            raise forward_first(self)
        dx = np.divide(self._e, self._total, self.dx)
        dx /= self._total
        dx *= dy
        return dx


ACTIVATIONS: dict[str, type[Activation]] = {"relu": ReLU, "tanh": Tanh, "sigmoid": Sigmoid}
