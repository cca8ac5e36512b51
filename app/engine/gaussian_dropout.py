"""Gaussian dropout: a layer that makes neurons swell and shrink at random while the network trains."""

from __future__ import annotations

import numpy as np

from app.engine.coins import Uniform, factors_of
from app.engine.dropout import Dropout
from app.engine.layer import Array, fits, float_array
from app.engine.rules import GAUSSIAN


class GaussianDropout(Dropout):
    """Multiply each neuron's output by a normal number around 1 while training.

        y = x * mask,   dx = dy * mask,   mask ~ N(1, p / (1 - p)),   E[y] = x,   Var[y] = x^2 p / (1 - p)

    Mean and variance are those of dropout with the same p, but no neuron is ever off. Where its factor is below 0 it
    changes sign, and so does its gradient. In evaluation, and for p = 0, y = x and no coin is drawn.

    Shapes, `mask` and `rng` are as in `Dropout`; each coin becomes the normal number of the same rank.
    Raises: ValueError unless 0 <= p < 1; RuntimeError where backward comes before forward.
    Source: Srivastava et al. 2014, section 10, where p is the probability of keeping.
    """

    def __init__(self, p: float, rng: Uniform) -> None:
        super().__init__(p, rng)

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self._ran = True
        x = float_array(x)
        if self._p == 0 or not self.training:
            self.mask = None
            return x
        self.mask = factors_of(self.rng, x.shape, GAUSSIAN, self._p).astype(x.dtype, copy=False)
        return np.multiply(x, self.mask, self.y)
