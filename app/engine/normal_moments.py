"""Mean and variance of what a function makes of a normal number u = x + s z, z ~ N(0, 1).

ReLU            E[f(u)] = x Phi(t) + s phi(t),   E[f(u)^2] = (x^2 + s^2) Phi(t) + x s phi(t),   t = x / s
tanh, sigmoid   both by quadrature
softmax         its mean over a fixed set of z
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from statistics import NormalDist

import numpy as np

from app.engine.activations import Activation, ReLU, Sigmoid, Tanh
from app.engine.layer import Array

NODES, WIDEST = 25, 6.0  # of the quadrature: how many z, from -WIDEST to WIDEST
POINTS = 32  # z for a softmax, or four times as many as there are classes
MOST = 100.0  # s for a softmax: with more exp could overflow, and the classes are as good as drawn by lot
REACH, FINENESS = 9, 256  # how far the table of Phi goes, and its numbers a unit


def moments(f: Activation, x: Array, s: Array) -> tuple[Array, Array]:
    """Mean and variance of f(x + s z) for z ~ N(0, 1), number by number."""
    if isinstance(f, ReLU):
        return relu_moments(x, s)
    return quadrature(FUNCTIONS[type(f)], x, s)


def relu_moments(x: Array, s: Array) -> tuple[Array, Array]:
    """Mean and variance of max(x + s z, 0) in closed form; max(x, 0) and 0 where s = 0."""
    t = np.clip(x, -REACH * s, REACH * s) / np.where(s > 0, s, 1.0)
    share, density = np.where(s > 0, below(t), x > 0), s * np.exp(-0.5 * t * t) / math.sqrt(2 * math.pi)
    mean = np.maximum(x * share + density, 0.0)
    return mean, np.maximum((x * x + s * s) * share + x * density - mean * mean, 0.0)


def quadrature(f: Callable[[Array], Array], x: Array, s: Array) -> tuple[Array, Array]:
    """Mean and variance of f(x + s z) as weighted sums over z in equal steps.

    For the mean of tanh this is right to 3e-8 at s = 1 and to 2e-3 at 3. As many Gauss-Hermite nodes are right to 2e-6
    and 1e-2: tanh and sigmoid have poles near the real line, and equal steps bear that better (Trefethen and Weideman
    2014).
    """
    z = np.linspace(-WIDEST, WIDEST, NODES)
    weights = np.exp(-0.5 * z * z)
    weights /= weights.sum()
    mean, squares = np.zeros_like(x), np.zeros_like(x)
    for node, weight in zip(z, weights, strict=True):
        y = f(x + s * node)
        mean += weight * y
        squares += weight * y * y
    return mean, np.maximum(squares - mean * mean, 0.0)


def sigmoid(x: Array) -> Array:
    """1 / (1 + exp(-x)), in a form that neither overflows nor cancels."""
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e, 1.0) / (1 + e)


FUNCTIONS: dict[type[Activation], Callable[[Array], Array]] = {Tanh: np.tanh, Sigmoid: sigmoid}


def mean_softmax(x: Array, s: Array) -> Array:
    """E[softmax(x + s z)], z ~ N(0, 1) for each class, as the mean over a fixed set of points."""
    x = np.ascontiguousarray((x - x.max(axis=-1, keepdims=True)).T)  # softmax is blind to it, and exp cannot overflow
    s = np.ascontiguousarray(np.minimum(s, MOST).T)
    total, e = np.zeros_like(x), np.empty_like(x)
    points = normal_points(len(x))
    for z in points:
        np.multiply(s, z[:, None], e)
        e += x
        np.exp(e, e)
        e /= e.sum(axis=0)
        total += e
    return total.T / len(points)


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
def normal_points(dimensions: int) -> Array:
    """A few points that stand for N(0, 1) in so many dimensions: their moments up to the third are its own.

    Each has the one across from it, and together they are stretched until no two dimensions vary together.
    Source of their even spread: the additive recurrence with powers of the generalised golden ratio g, the root of
    g^(dimensions + 1) = g + 1 (Roberts 2018).
    """
    g = 1.5
    for _ in range(64):
        g = (1 + g) ** (1 / (dimensions + 1))
    ranks = np.arange(1, max(POINTS, 4 * dimensions) // 2 + 1)
    u = (0.5 + np.outer(ranks, g ** -np.arange(1.0, dimensions + 1))) % 1
    half = np.vectorize(NormalDist().inv_cdf)(u)
    z = np.concatenate([half, -half])
    return z @ np.linalg.inv(np.linalg.cholesky(z.T @ z / len(z))).T
