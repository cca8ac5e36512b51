"""Stochastic depth: the gate of a residual branch, which closes it at random while the network trains."""

from __future__ import annotations

from typing import Literal

import numpy as np

from app.engine.coins import Uniform, factors_of
from app.engine.layer import Array, Layer, fits, float_array, forward_first, probability
from app.engine.rules import BERNOULLI, Rule

Mode = Literal["batch", "row"]


class StochasticDepth(Layer):
    """Close a branch with probability p while training, and scale it by 1 / (1 - p) where it is open.

        y = x * b / (1 - p),   dx = dy * b / (1 - p),   b in {0, 1},   E[y] = x

    There is one b for the whole batch (mode "batch", as published) or one for each sample ("row", as most code has it).
    In evaluation, and for p = 0, y = x and no coin is drawn. A `Residual` asks its gate before it computes the branch.

    Shapes: x, y, dy, dx are (batch, ...).
    `mask` holds what the last forward pass multiplied by, (1,) or (batch,), or None where it passed x through.
    Raises: ValueError unless 0 <= p < 1; RuntimeError where backward comes before forward.
    Source: Huang, Sun, Liu, Sedra and Weinberger 2016, in the inverted form: theirs does not scale in training and
    multiplies by 1 - p in evaluation, which is the same for a branch that is 1 / (1 - p) times as large.
    """

    draws = True
    rule: Rule = BERNOULLI

    def __init__(self, p: float, rng: Uniform, mode: Mode = "batch") -> None:
        super().__init__()
        if mode not in ("batch", "row"):
            raise ValueError(f"mode must be 'batch' or 'row', got {mode!r}")
        self.rng = rng
        self.mode = mode
        self.p = p
        self.mask: Array | None = None
        self._factor: float | Array | None = None  # that, as it stands beside x

    @property
    def p(self) -> float:
        """Probability that the branch is closed."""
        return self._p

    @p.setter
    def p(self, p: float) -> None:
        self._p = probability(p)

    def toss(self, x: Array) -> float | Array:
        """What to multiply the branch of x by: one number, or one for each sample, (batch, 1, ...)."""
        if self._p == 0 or not self.training:
            self.mask = None
            return 1.0
        mask: Array = factors_of(self.rng, (1 if self.mode == "batch" else len(x),), self.rule, self._p)
        self.mask = mask
        # A number can be told from 0 and 1 at once, and then there is nothing to compute, or nothing to multiply.
        return mask.item() if mask.size == 1 else mask.reshape(-1, *(1,) * (x.ndim - 1))

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self._factor = self.toss(x)
        return float_array(x) if self.mask is None else np.multiply(x, self._factor, self.y)

    def backward(self, dy: Array) -> Array:
        if self._factor is None:
            raise forward_first(self)
        return dy if self.mask is None else np.multiply(dy, self._factor, self.dx)
