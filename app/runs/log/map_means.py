"""How much the mean of a map varies over many masks of one sample, by each method from the same coins, beside formulas.

With x a map of R cells and m its mask, y = (1 / R) sum over cells of x m has the variance

    cells one by one    p / (1 - p) sum x^2 / R^2
    whole maps          p / (1 - p) (sum x)^2 / R^2
    blocks              sum over a and b of x_a x_b (K_ab - K_a K_b) / (R K)^2

where K_a is the probability that cell a is kept, K_ab that both are, (1 - rate)^(seeds that reach either), and K the
mean of K_a: what DropBlock scales by, but for how far a batch's share is from it.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from app.engine.coins import Levels
from app.engine.layer import Array
from app.engine.rules import Blocks
from app.engine.seeding import seeding
from app.runs.nets.conv_plan import rules

MASKS = 1000
PART = 125  # of them at once


@dataclass(frozen=True)
class MapMeans:
    """By method: the variance of each map's mean, as found over the masks and by the formula, (maps,)."""

    masks: int
    found: dict[str, Array]
    formula: dict[str, Array]

    def times(self, method: str) -> float:
        """How many times that of cells one by one, over all maps."""
        least = self.found["dropout"].sum()
        return float(self.found[method].sum() / least) if least > 0 else 1.0


def map_means_in_parts(
    x: Array, p: float, block: int, seed: int, key: tuple[int, ...]
) -> Generator[None, None, MapMeans]:
    """Draw the masks for maps x, (maps, height, width), with a pause after each part."""
    found, size = {}, x.shape[1] * x.shape[2]
    drawn = [_levels(seed, (*key, number), (PART, *x.shape)) for number in range(MASKS // PART)]
    for name, of in rules(block).items():
        means = []
        for levels in drawn:
            means.append((x * of.factors(levels[None], p)[0]).sum(axis=(2, 3)) / size)
            yield
        found[name] = np.concatenate(means).var(axis=0)
    return MapMeans(MASKS, found, formulas(x, p, block))


def formulas(x: Array, p: float, block: int) -> dict[str, Array]:
    """The variances of the maps' means, by method."""
    height, width = x.shape[1:]
    odds, flat, size = p / (1 - p), x.reshape(len(x), -1), height * width
    rule = Blocks(block)
    side, keep = rule.side(height, width), 1 - rule.rate(p, height, width)
    both = np.kron(rule.reached(height, side), rule.reached(width, side))  # seeds that reach cell a and cell b
    each = np.diagonal(both)
    kept, mean = keep**each, float((keep**each).mean())
    spread = keep ** (each[:, None] + each - both) - np.outer(kept, kept)
    return {
        "dropout": odds * np.square(flat).sum(axis=1) / size**2,
        "dropblock": np.einsum("ma,ab,mb->m", flat, spread, flat) / (size * mean) ** 2,
        "spatial": odds * np.square(flat.sum(axis=1)) / size**2,
    }


def _levels(seed: int, key: tuple[int, ...], shape: tuple[int, ...]) -> Levels:
    size = math.prod(shape)
    words = np.random.SFC64(seeding(seed, "put out", *key)).random_raw(-(-size // 4))
    return words.astype("<u8", copy=False).view("<u2")[:size].reshape(shape)
