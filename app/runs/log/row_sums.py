"""What the weights of attention add up to, row by row, over many masks.

The masks have coins of their own, so that training's are not used twice.
"""

from __future__ import annotations

import numpy as np

from app.engine.coins import threshold
from app.engine.layer import Array
from app.engine.seeding import seeding

MASKS = 400


def row_sums(weights: Array, p: float, seed: int, key: tuple[int, ...]) -> Array:
    """Of weights (heads, T, T), as (masks, heads, T): sum over j of m A[i, j]. key: which step and place these are."""
    size = MASKS * weights.size
    words = np.random.SFC64(seeding(seed, "put out", *key, MASKS)).random_raw(-(-size // 4))
    levels = words.astype("<u8", copy=False).view("<u2")[:size].reshape(MASKS, *weights.shape)
    sums: Array = np.einsum("mhij,hij->mhi", levels >= threshold(p), weights)
    return sums / (1 - p)
