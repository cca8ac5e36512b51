"""What follows a DropConnect that is evaluated by its moments: the mean of a nonlinearity over masks.

With u = x + sqrt(variance) z, z ~ N(0, 1), in the place of what each mask would give:

    ReLU            E[f(u)] = x Phi(t) + s phi(t),  s = sqrt(variance),  t = x / s
    tanh, sigmoid   E[f(u)] by quadrature
    logits          those of the mean probabilities: E[sigmoid(u)] by the same, E[softmax(u)] over a fixed set of z

Exact are mean and variance for the input that the DropConnect had, and that its outputs are independent of each other.
That they are normal is not, though the better the more weights are summed; nor that the next layer is handed a mean
alone, and nothing of how it scatters.
Source: Wan et al. 2013, who draw the z.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from app.engine.activations import Activation, ReLU, Sigmoid, Tanh
from app.engine.drop_connect import DropConnect
from app.engine.layer import Array, Layer, Shape, fits

NODES, WIDEST = 25, 6.0  # of the quadrature: how many z, from -WIDEST to WIDEST
POINTS = 64  # z for a softmax, each with the one across from it
MOST = 100.0  # s for a softmax: with more exp could overflow, and the classes are as good as drawn by lot
REACH, FINENESS = 9, 256  # how far the table of Phi goes, and its numbers a unit


class Averaged(Activation):
    """An activation after a DropConnect: y = E[f(u)] where that has a variance, else y = f(x).

    Raises: RuntimeError where backward comes before forward, or after a mean: evaluation by moments has no gradient.
    """

    def __init__(self, f: Activation, before: DropConnect) -> None:
        super().__init__()
        self.f = f
        self.before = before
        self._averaged = False

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        shape = self.f.bind(shape, batch_axis)
        self.y, self.dx = self.f.y, self.f.dx
        return shape

    def write_to(self, y: Array) -> None:
        self.f.write_to(y)
        self.y = y

    def forward(self, x: Array) -> Array:
        variance = self.before.variance
        self._averaged = variance is not None
        self.out = self.f.forward(x) if variance is None else mean_of(self.f, x, np.sqrt(variance))
        return self.out

    def backward(self, dy: Array) -> Array:
        if self._averaged:
            raise no_gradient(self)
        return self.f.backward(dy)


class AveragedLogits(Layer):
    """The output of a network that ends with a DropConnect: y = logits of the mean probabilities, else y = x.

    One output is a logit of two classes, more are those of as many.
    Raises: RuntimeError for backward after a mean.
    """

    def __init__(self, before: DropConnect) -> None:
        super().__init__()
        self.before = before
        self._averaged = False

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        variance = self.before.variance
        self._averaged = variance is not None
        if variance is None:
            return x
        s = np.sqrt(variance)
        if x.shape[-1] == 1:
            return np.log(quadrature(sigmoid, x, s)) - np.log(quadrature(sigmoid, -x, s))
        return np.log(np.maximum(mean_softmax(x, s), np.finfo(float).tiny))

    def backward(self, dy: Array) -> Array:
        if self._averaged:
            raise no_gradient(self)
        return dy


def no_gradient(layer: Layer) -> RuntimeError:
    """The error for a `backward` after a mean over masks."""
    return RuntimeError(f"{type(layer).__name__} has no backward pass after a mean over masks")


def mean_of(f: Activation, x: Array, s: Array) -> Array:
    """E[f(x + s z)] for z ~ N(0, 1), number by number."""
    if isinstance(f, ReLU):
        return relu_mean(x, s)
    return quadrature(FUNCTIONS[type(f)], x, s)


def relu_mean(x: Array, s: Array) -> Array:
    """E[max(x + s z, 0)] = x Phi(t) + s phi(t) with t = x / s, and max(x, 0) where s = 0."""
    t = np.clip(x, -REACH * s, REACH * s) / np.where(s > 0, s, 1.0)
    phi = np.exp(-0.5 * t * t) / math.sqrt(2 * math.pi)
    return np.where(s > 0, np.maximum(x * below(t) + s * phi, 0.0), np.maximum(x, 0.0))


def quadrature(f: Callable[[Array], Array], x: Array, s: Array) -> Array:
    """E[f(x + s z)] as a weighted sum over z in equal steps, which for tanh is right to 3e-8 at s = 1 and to 2e-3 at 3.

    As many Gauss-Hermite nodes are right to 2e-6 and 1e-2: tanh and sigmoid have poles near the real line, and a
    polynomial sees them farther off than equal steps do (Trefethen and Weideman 2014).
    """
    z = np.linspace(-WIDEST, WIDEST, NODES)
    weights = np.exp(-0.5 * z * z)
    weights /= weights.sum()
    total = np.zeros_like(x)
    for node, weight in zip(z, weights, strict=True):
        total += weight * f(x + s * node)
    return total


def sigmoid(x: Array) -> Array:
    return 0.5 * (1 + np.tanh(0.5 * x))


FUNCTIONS: dict[type[Activation], Callable[[Array], Array]] = {Tanh: np.tanh, Sigmoid: sigmoid}


def mean_softmax(x: Array, s: Array) -> Array:
    """E[softmax(x + s z)], z ~ N(0, 1) for each class, as the mean over a fixed set of points."""
    x = np.ascontiguousarray((x - x.max(axis=-1, keepdims=True)).T)  # softmax is blind to it, and exp cannot overflow
    s = np.ascontiguousarray(np.minimum(s, MOST).T)
    total, e = np.zeros_like(x), np.empty_like(x)
    for z in normal_points(len(x)):
        np.multiply(s, z[:, None], e)
        e += x
        np.exp(e, e)
        e /= e.sum(axis=0)
        total += e
    return total.T / POINTS


def below(t: Array) -> Array:
    """Phi(t), the share of N(0, 1) below t, for |t| <= REACH: from the next number of a table, by Taylor's series."""
    table = normal_table()
    near = np.rint(t * FINENESS)
    d = t - near / FINENESS
    c = near / FINENESS
    slope = np.exp(-0.5 * c * c) / math.sqrt(2 * math.pi)
    return table[near.astype(np.intp) + REACH * FINENESS] + slope * d * (1 - d * (c / 2 - d * (c * c - 1) / 6))


@cache
def normal_table() -> Array:
    """Phi at -REACH, ..., REACH, FINENESS numbers a unit."""
    cdf = NormalDist().cdf
    return np.array([cdf(k / FINENESS) for k in range(-REACH * FINENESS, REACH * FINENESS + 1)])


@cache
def normal_points(dimensions: int) -> NDArray[np.float64]:
    """POINTS points spread evenly by N(0, 1) in each dimension, each with the one across from it: (POINTS, dimensions).

    Source of the spread: the additive recurrence with the powers of the generalised golden ratio, the root of
    g^(dimensions + 1) = g + 1 (Roberts 2018).
    """
    g = 1.5
    for _ in range(64):
        g = (1 + g) ** (1 / (dimensions + 1))
    steps = g ** -np.arange(1.0, dimensions + 1)
    u = (0.5 + np.outer(np.arange(1, POINTS // 2 + 1), steps)) % 1
    z = np.vectorize(NormalDist().inv_cdf)(u)
    return np.concatenate([z, -z])
