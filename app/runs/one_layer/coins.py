"""Coins for the page's layer: drawn from the link's seed, kept to be shown, or given."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.coins import Uniform
from app.engine.layer import Array

NOTEBOOK_SEED = 1


def generator(seed: int | None) -> Uniform:
    """NumPy's default generator for a seed; for None the notebook's, `np.random.seed(1)`."""
    return np.random.RandomState(NOTEBOOK_SEED) if seed is None else np.random.default_rng(seed)


class Kept:
    """A source that remembers the last coins it gave; `last` is None where none were drawn."""

    def __init__(self, source: Uniform) -> None:
        self._source = source
        self.last: Array | None = None

    def random(self, shape: Any) -> Array:
        self.last = np.asarray(self._source.random(shape))
        return self.last


class Given:
    """A source that has these coins and no others."""

    def __init__(self, coins: Any) -> None:
        self._coins = np.asarray(coins, dtype=np.float64)

    def random(self, shape: Any) -> Array:
        return np.broadcast_to(self._coins, shape)
