"""LayerNorm: the numbers of each token, by themselves, are brought to mean 0 and variance 1, then scaled and moved."""

from __future__ import annotations

import numpy as np

from app.engine.layer import NOTHING, Array, Layer, Shape, batch_last, fits, float_array, forward_first

EPS = 1e-5


class LayerNorm(Layer):
    """Normalise over the last axis, in training and evaluation alike; no sample knows of another.

        y = gamma z + beta,   z = (x - mean) / spread,   spread = sqrt(variance + eps)
        dbeta = sum dy,   dgamma = sum dy z
        dx = (g - mean of g - z mean of g z) / spread,   g = gamma dy

    Means and the variance (the biased one) are over the width, sums over all the rest.

    Shapes: x, y, dy, dx are (batch, ..., width), as (batch, T, width); gamma, beta (width,).
    Raises: ValueError where x does not fit; RuntimeError where backward comes before forward.
    Source: Ba, Kiros and Hinton 2016; eps as in PyTorch's `LayerNorm`.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width
        self.z: Array | None = None  # of the last forward pass, as all below with the width last but one,
        self._spread: Array | None = None  # and its spread
        self._average = np.full((1, width), 1 / width)  # a product with it has a third of the overhead of `mean`
        self._axis = -2  # of the batch, which is last in memory
        self._y_t: Array | None = None  # what a bound layer keeps: views of its y
        self._dx_t: Array | None = None  # and its dx,
        self._work: Array | None = None  # and arrays of that size
        self._room: Array | None = None
        self.learn({"gamma": (width,), "beta": (width,)})
        self.params["gamma"][...] = 1.0

    def adopt(self, theta: Array, grad: Array) -> None:
        super().adopt(theta, grad)
        self._gamma, self._beta = self.params["gamma"][:, None], self.params["beta"][:, None]

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        """gamma = 1, beta = 0: nothing is drawn."""
        self.params["gamma"][...] = 1.0
        self.params["beta"][...] = 0.0

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        self._check(shape)
        self._axis = batch_axis % len(shape)
        self._work, self._room = (np.moveaxis(batch_last(shape, batch_axis), self._axis, -1) for _ in range(2))
        super().bind(shape, batch_axis)
        self._dx_t = None if self.dx is None else np.moveaxis(self.dx, self._axis, -1)
        if self.y is not None:
            self.write_to(self.y)
        return shape

    def write_to(self, y: Array) -> None:
        self.y = y
        self._y_t = np.moveaxis(y, self._axis, -1)

    def _check(self, shape: Shape) -> None:
        if len(shape) < 2 or shape[-1] != self.width:
            raise ValueError(f"x must be (batch, ..., {self.width}), got {shape}")

    def forward(self, x: Array) -> Array:
        self._check(x.shape)
        fits(x, self.y)
        x_t = np.moveaxis(float_array(x), self._axis, -1)
        centred = np.subtract(x_t, self._average @ x_t, self._room)
        squares = np.multiply(centred, centred, self._work)
        spread = self._average @ squares
        spread += EPS
        self._spread = np.sqrt(spread, spread)
        self.z = np.divide(centred, spread, centred)
        y_t = np.multiply(self.z, self._gamma, self._y_t)
        y_t += self._beta
        return np.moveaxis(y_t, -1, self._axis) if self.y is None else self.y

    def backward(self, dy: Array) -> Array:
        if self.z is None or self._spread is None:
            raise forward_first(self)
        dy_t = np.moveaxis(dy, self._axis, -1)
        ones = np.ones((dy_t.shape[-1], 1))  # for the same reason
        over = tuple(range(dy_t.ndim - 2))
        np.sum(dy_t @ ones, axis=over, out=self.grads["beta"][:, None])
        dyz = np.multiply(dy_t, self.z, self._work)
        np.sum(dyz @ ones, axis=over, out=self.grads["gamma"][:, None])
        if self.skip_dx:
            return NOTHING
        row = self._average * self.params["gamma"]
        mean, mean_z = row @ dy_t, row @ dyz
        dx_t = np.multiply(dy_t, self._gamma, self._dx_t)
        dx_t -= mean
        dx_t -= np.multiply(self.z, mean_z, dyz)
        dx_t /= self._spread
        return np.moveaxis(dx_t, -1, self._axis) if self.dx is None else self.dx
