"""Spatial dropout: a layer that switches whole feature maps off at random while the network trains."""

from __future__ import annotations

from app.engine.coins import Uniform
from app.engine.ruled_dropout import RuledDropout
from app.engine.rules import Shared

WHOLE_MAPS = Shared((-2, -1))


class SpatialDropout(RuledDropout):
    """Zero each channel's whole map with probability p while training, and scale the others by 1 / (1 - p).

        y = x * mask,   dx = dy * mask,   mask in {0, 1 / (1 - p)},   E[y] = x

    Neighbours on a map know nearly the same, so that one of them dropped alone is hardly missed. Here they go together:
    Cov[y_a, y_b] = x_a x_b p / (1 - p) for any two positions of one map, and 0 where each has a coin of its own.
    In evaluation, and for p = 0, y = x and no coin is drawn.

    Shapes: x, y, dy and dx are (batch, channels, height, width), mask is (batch, channels, 1, 1).
    `mask` and `rng` are as in `Dropout`; a map's coin is that of its first position.
    Raises: ValueError unless 0 <= p < 1; RuntimeError where backward comes before forward.
    Source: Tompson, Goroshin, Jain, LeCun and Bregler 2015.
    """

    def __init__(self, p: float, rng: Uniform) -> None:
        super().__init__(p, rng, WHOLE_MAPS)
