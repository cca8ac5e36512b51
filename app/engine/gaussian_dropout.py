"""Gaussian dropout: a layer that makes neurons swell and shrink at random while the network trains."""

from __future__ import annotations

from app.engine.coins import Uniform
from app.engine.ruled_dropout import RuledDropout
from app.engine.rules import GAUSSIAN


class GaussianDropout(RuledDropout):
    """Multiply each neuron's output by a normal number around 1 while training.

        y = x * mask,   dx = dy * mask,   mask ~ N(1, p / (1 - p)),   E[y] = x,   Var[y] = x^2 p / (1 - p)

    Mean and variance are those of dropout with the same p, but no neuron is ever off. Where its factor is below 0 it
    changes sign, and so does its gradient. In evaluation, and for p = 0, y = x and no coin is drawn.

    Shapes, `mask` and `rng` are as in `Dropout`; each coin becomes the normal number of the same rank.
    Raises: ValueError unless 0 <= p < 1; RuntimeError where backward comes before forward.
    Source: Srivastava et al. 2014, section 10, where p is the probability of keeping.
    """

    def __init__(self, p: float, rng: Uniform) -> None:
        super().__init__(p, rng, GAUSSIAN)
