"""Concrete dropout: a layer that learns with which probability it drops."""

from __future__ import annotations

import math

import numpy as np

from app.engine.coins import Uniform, factors_of
from app.engine.dense import Dense
from app.engine.layer import NOTHING, Array, Layer, Shape, batch_last, fits, float_array, forward_first
from app.engine.rules import CONCRETE, LOGITS


class ConcreteDropout(Layer):
    """Multiply by a soft mask that p has a gradient through, p = sigmoid(phi), and learn phi with the weights.

        y = x * mask,   mask = sigmoid((logit(u) - phi) / t) / (1 - p),   dx = dy * mask,
        dphi = sum of dy x mask (p - z / t),   z = 1 - mask (1 - p),   t = 0.1

    In evaluation y = x and no coin is drawn. What keeps p from going where training alone would take it is a penalty,
    with the weights W of the Dense that reads y and its number of inputs K:

        R = entropy (length^2 / 2 |W|^2 / (1 - p) + K (p log p + (1 - p) log(1 - p)))

    `entropy` is 1 / N for N training points under cross-entropy, and 2 / (precision N) under the squared error.
    `length` is the prior length scale. phi learns at a rate of its own, and weight decay leaves it alone.

    Shapes: x, y, mask, dy, dx are (batch, ...), phi is one number. `mask` is None where x was passed through.
    The authors add a small number inside each logarithm; here u is the middle of a coin's level, never 0 or 1.
    Raises: ValueError unless 0 < p < 1; RuntimeError where backward comes before forward.
    Source: Gal, Hron and Kendall 2017 (arXiv:1705.07832), and their code.
    """

    draws = True
    decays = False

    def __init__(self, p: float, rng: Uniform, reader: Dense, length: float, entropy: float, rate: float) -> None:
        super().__init__()
        if not 0 < p < 1:  # NaN fails this too
            raise ValueError(f"p must lie in (0, 1), got {p}")
        self.rng = rng
        self.reader = reader
        self.length = length
        self.entropy = entropy
        self.rate = rate
        self.mask: Array | None = None
        self._x: Array | None = None  # of the last forward pass, as phi was then
        self._phi = 0.0
        self._room: Array | None = None  # where a bound layer writes its mask
        self.learn({"phi": ()})
        self.params["phi"][...] = math.log(p / (1 - p))

    @property
    def p(self) -> float:
        """Probability that a neuron is dropped, as it has been learned so far."""
        return sigmoid(float(self.params["phi"]))

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        self._room = batch_last(shape, batch_axis)
        return super().bind(shape, batch_axis)

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self._x = x = float_array(x)
        if not self.training:
            self.mask = None
            return x
        self._phi = float(self.params["phi"])
        logit = factors_of(self.rng, x.shape, LOGITS, 0.0)
        self.mask = CONCRETE.relaxed(logit, self._phi, self._room)
        return np.multiply(x, self.mask, self.y)

    def backward(self, dy: Array) -> Array:
        if self._x is None:
            raise forward_first(self)
        if self.mask is None:
            self.grads["phi"][...] = 0.0
            return dy
        dx = np.multiply(dy, self.mask, self.dx)
        # p - z / t = p - 1 / t + mask (1 - p) / t
        slope = self.mask * (1 / (CONCRETE.temperature * CONCRETE.scale(self._phi)))
        slope += sigmoid(self._phi) - 1 / CONCRETE.temperature
        self.grads["phi"][...] = np.vdot(dx.T, (self._x * slope).T)  # each lies in memory with its batch last
        return NOTHING if self.skip_dx else dx

    def penalty(self) -> float:
        phi, w = float(self.params["phi"]), self.reader.params["W"]
        weights = self.length**2 / 2 * CONCRETE.scale(phi) * float(np.vdot(w, w))
        # p log p + (1 - p) log(1 - p), where log(1 - p) = -log(1 + e^phi) and log p = phi - log(1 + e^phi)
        return self.entropy * (weights + self.reader.inputs * (sigmoid(phi) * phi - softplus(phi)))

    def penalty_backward(self) -> None:
        """Add dR/dW = entropy length^2 W / (1 - p), and
        dR/dphi = entropy (length^2 / 2 |W|^2 p / (1 - p) + K phi p (1 - p))."""
        phi, w, dw = float(self.params["phi"]), self.reader.params["W"], self.reader.grads["W"]
        p, weights = sigmoid(phi), self.length**2 * CONCRETE.scale(phi)
        dw += (self.entropy * weights) * w
        slope = weights / 2 * float(np.vdot(w, w)) * p + self.reader.inputs * phi * p * sigmoid(-phi)
        self.grad += self.entropy * slope


def softplus(phi: float) -> float:
    """log(1 + e^phi), without overflow."""
    return max(phi, 0.0) + math.log1p(math.exp(-abs(phi)))


def sigmoid(phi: float) -> float:
    """1 / (1 + e^-phi), without overflow."""
    e = math.exp(-abs(phi))
    return (e if phi < 0 else 1.0) / (1 + e)
