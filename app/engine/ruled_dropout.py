"""Ruled dropout: what every method has in common that multiplies by a mask which a rule makes of its coins."""

from __future__ import annotations

import numpy as np

from app.engine.coins import Uniform, factors_of
from app.engine.dropout import Dropout
from app.engine.layer import Array, fits, float_array
from app.engine.rules import Rule


class RuledDropout(Dropout):
    """Multiply by what a rule makes of the coins while training.

        y = x * mask,   dx = dy * mask,   mask = rule(coins, p)

    In evaluation, and for p = 0, y = x and no coin is drawn. There is a coin for each number of x, and the mask has a
    1 for every axis that it is shared over. `mask` and `rng` are as in `Dropout`.
    Shapes: x, y, dy, dx and coins are all (batch, ...).
    Raises: ValueError unless 0 <= p < 1; RuntimeError where backward comes before forward.
    """

    def __init__(self, p: float, rng: Uniform, rule: Rule) -> None:
        super().__init__(p, rng)
        self.rule = rule

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self._ran = True
        x = float_array(x)
        if self._p == 0 or not self.training:
            self.mask = None
            return x
        self.mask = factors_of(self.rng, x.shape, self.rule, self._p).astype(x.dtype, copy=False)
        return np.multiply(x, self.mask, self.y)
