"""BatchNorm: each unit or channel at mean 0 and variance 1 over its batch, then scaled and moved as learned."""

from __future__ import annotations

import numpy as np

from app.engine.layer import Array, Layer, Shape, batch_last, fits, float_array, forward_first

EPS = 1e-5
MOMENTUM = 0.1


class BatchNorm(Layer):
    """Normalise each unit over the batch, each channel over the batch and its map.

        y = gamma z + beta,   z = (x - mean) / sqrt(variance + eps)
        dbeta = sum dy,   dgamma = sum dy z
        dx = gamma / sqrt(variance + eps) (dy - [mean of dy] - z [mean of dy z])

    In training mean and variance are the batch's (biased), and the running ones, which evaluation takes, move a tenth
    of the way to them (there the variance is the unbiased one). In evaluation both are constants, and the terms in
    brackets are not there.

    Shapes: x, y, dy, dx are (batch, units) or (batch, channels, ...); gamma, beta and the statistics (units,).
    Raises: ValueError where x does not fit, or where training has one number a unit; RuntimeError where backward comes
    before forward.
    Source: Ioffe and Szegedy 2015; eps, momentum and the unbiased running variance as in PyTorch's `BatchNorm1d`, `2d`.
    """

    def __init__(self, units: int) -> None:
        super().__init__()
        self.units = units
        self.learn({"gamma": (units,), "beta": (units,)})
        self.keep({"mean": (units,), "variance": (units,)})
        self.params["gamma"][...] = 1.0
        self.statistics["variance"][...] = 1.0
        self._centred: Array | None = None  # x - mean of the last forward pass, (units, ..., batch) as all below,
        self.mean: Array | None = None  # what it subtracted, (units, 1, ...),
        self.spread: Array | None = None  # its 1 / sqrt(variance + eps),
        self._of_batch = False  # and whether both were the batch's
        self._bound: Array | None = None  # where a bound layer keeps the first,
        self._y: Array | None = None  # and where it writes
        self._dx: Array | None = None

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        """gamma = 1, beta = 0, running mean 0 and variance 1: nothing is drawn."""
        self.params["gamma"][...] = 1.0
        self.params["beta"][...] = 0.0
        self.statistics["mean"][...] = 0.0
        self.statistics["variance"][...] = 1.0

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        self._check(shape)
        self._bound = by_unit(batch_last(shape, 0))
        self.write_to(batch_last(shape, 0))
        self._dx = by_unit(batch_last(shape, 0))
        self.dx = by_batch(self._dx)
        return shape

    def write_to(self, y: Array) -> None:
        self.y, self._y = y, by_unit(y)

    def _check(self, shape: Shape) -> None:
        if len(shape) < 2 or shape[1] != self.units:
            raise ValueError(f"x must be (batch, {self.units}, ...), got {shape}")

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self._check(x.shape)
        x = by_unit(float_array(x))
        count = x[0].size
        self._of_batch = self.training
        if self.training:
            if count < 2:
                raise ValueError(f"training needs at least 2 numbers a unit, got {count}")
            mean = total(x) / count
        else:
            mean = self._column(self.statistics["mean"], x)
        self.mean, self._centred = mean, np.subtract(x, mean, self._bound)
        centred = self._centred
        y = np.empty(x.shape) if self._y is None else self._y
        if self.training:
            variance = total(np.multiply(centred, centred, y)) / count
            self._follow("mean", mean)
            self._follow("variance", variance * (count / (count - 1)))
        else:
            variance = self._column(self.statistics["variance"], x)
        self.spread = 1 / np.sqrt(variance + EPS)
        np.multiply(centred, self.spread * self._column(self.params["gamma"], x), y)
        y += self._column(self.params["beta"], x)
        return by_batch(y) if self.y is None else self.y

    def _follow(self, name: str, found: Array) -> None:
        running = self.statistics[name]
        running += MOMENTUM * (found.ravel() - running)

    def _column(self, values: Array, x: Array) -> Array:
        """(units,) as (units, 1, ...), to stand beside x."""
        return values.reshape(-1, *(1,) * (x.ndim - 1))

    def backward(self, dy: Array) -> Array:
        if self._centred is None or self.spread is None:
            raise forward_first(self)
        dy, centred, spread = by_unit(dy), self._centred, self.spread
        dx = np.empty(dy.shape) if self._dx is None else self._dx
        dbeta = total(dy)
        dgamma = total(np.multiply(dy, centred, dx)) * spread
        self.grads["beta"][...], self.grads["gamma"][...] = dbeta.ravel(), dgamma.ravel()
        slope = self._column(self.params["gamma"], dy) * spread
        if self._of_batch:
            count = dy[0].size
            np.multiply(centred, spread * dgamma / -count, dx)
            dx += dy
            dx -= dbeta / count
            dx *= slope
        else:
            np.multiply(dy, slope, dx)
        return by_batch(dx) if self.dx is None else self.dx


def by_unit(x: Array) -> Array:
    """(batch, units, ...) as (units, ..., batch)."""
    return x.transpose(*range(1, x.ndim), 0)


def by_batch(x: Array) -> Array:
    """(units, ..., batch) as (batch, units, ...)."""
    return x.transpose(-1, *range(x.ndim - 1))


def total(x: Array) -> Array:
    """The sum over all but the units, (units, 1, ...)."""
    return np.add.reduce(x, axis=tuple(range(1, x.ndim)), keepdims=True)
