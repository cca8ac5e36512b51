"""Dropout: a layer that switches neurons off at random while the network trains."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.coins import Uniform
from app.engine.layer import Array, Layer, fits, float_array, forward_first, probability
from app.engine.rules import BERNOULLI, CLASSIC


class Dropout(Layer):
    """Zero each neuron's output with probability p while training, and scale the rest by 1 / (1 - p).

        y = x * mask,   dx = dy * mask,   mask in {0, 1 / (1 - p)},   E[y] = x

    In evaluation, and for p = 0, y = x and no coin is drawn. With `inverted=False` (the published form)
    nothing is scaled in training, mask in {0, 1}, and evaluation multiplies by 1 - p.

    Shapes: x, y, mask, dy, dx are all (..., batch, units): each sample has its own mask.
    `mask` holds what the last forward pass multiplied by, or None where it passed x through.
    `rng` is anything with `random(shape)`; coins drawn ahead (`Coins`) give whole masks, of the same rule.
    Raises: ValueError unless 0 <= p < 1; RuntimeError where backward comes before forward.
    Source: Srivastava et al. 2014, in the inverted form of the notebook, "Forward Pass".
    """

    draws = True

    def __init__(self, p: float, rng: Uniform, inverted: bool = True) -> None:
        super().__init__()
        self.rng = rng
        self.inverted = inverted
        self.p = p
        self.mask: Any = None
        self._ran = False
        self._drawn_ahead = getattr(rng, "factors", None)
        self._rule = BERNOULLI if inverted else CLASSIC

    @property
    def p(self) -> float:
        """Probability that a neuron is dropped."""
        return self._p

    @p.setter
    def p(self, p: float) -> None:
        self._p = probability(p)
        self.scale = 1 / (1 - self._p) if self.inverted else 1.0

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self._ran = True
        if self._p == 0 or (self.inverted and not self.training):
            self.mask = None
            return float_array(x)
        if not self.training:
            self.mask = 1 - self._p
        elif self._drawn_ahead is not None:
            self.mask = self._drawn_ahead(x.shape, self._rule, self._p)
        else:
            x = float_array(x)
            u = self.rng.random(x.shape)
            keep = u >= self._p
            self.mask = (keep * self.scale).astype(x.dtype)
        return np.multiply(x, self.mask, self.y)

    def backward(self, dy: Array) -> Array:
        if not self._ran:
            raise forward_first(self)
        if self.mask is None:
            return dy
        return np.multiply(dy, self.mask, self.dx)
