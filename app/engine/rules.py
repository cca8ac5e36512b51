"""Rules: how coins become the factors that dropout multiplies by. Methods share their coins and differ in their rule.

Every rule makes factors of the same coins and of p, so that moving p moves each factor and draws nothing anew. Coins
come as levels, times 65536, and a level l stands for the numbers from l / 65536 up to (l + 1) / 65536: where a rule
needs one of them, and not only to know whether p is reached, it takes their middle.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from statistics import NormalDist
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.engine.coins import LEVELS, Levels, threshold
from app.engine.layer import Array

MOST = 650.0  # e to this is a number that a few more factors do not make infinite


class Rule(Protocol):
    """How coins become factors. Levels are (steps, batch, *coins), factors (steps, batch, *mask).

    Every coin belongs to one of the numbers that are multiplied. A rule that needs fewer takes some of them, and its
    mask has a 1 for each axis that it is shared over.
    """

    @property
    def real(self) -> bool:
        """Whether a factor is any number, or one of two: 0 and another."""

    def factors(self, levels: Levels, p: float) -> Array:
        """What is multiplied by in training."""

    def kept(self, levels: Levels, p: float) -> NDArray[np.bool_]:
        """Where something is let through."""

    def evaluation(self, p: float) -> float:
        """By what evaluation multiplies."""


class Bernoulli:
    """Kept with probability 1 - p, and then scaled up: m = (u >= p) / (1 - p), E[m] = 1, Var[m] = p / (1 - p)."""

    real = False

    def scale(self, p: float) -> float:
        return 1 / (1 - p)

    def factors(self, levels: Levels, p: float) -> Array:
        return np.multiply(levels >= threshold(p), self.scale(p))

    def kept(self, levels: Levels, p: float) -> NDArray[np.bool_]:
        return levels >= threshold(p)

    def evaluation(self, p: float) -> float:
        return 1.0


class Classic(Bernoulli):
    """The published form: m = (u >= p), E[m] = 1 - p, and evaluation multiplies by that."""

    def scale(self, p: float) -> float:
        return 1.0

    def evaluation(self, p: float) -> float:
        return 1 - p


class Gate(Bernoulli):
    """One coin for all that a layer does: m = (u >= p), and evaluation multiplies by 1, not by E[m].

    Training and evaluation differ, and that is meant: so layers can be left out of a trained network.
    Source: Fan, Grave and Joulin 2020, as their code has it (LayerDrop).
    """

    def scale(self, p: float) -> float:
        return 1.0


class Kept(Bernoulli):
    """Bernoulli's mask as bits, for who scales something smaller than the mask instead."""

    def factors(self, levels: Levels, p: float) -> Any:
        return self.kept(levels, p)


class Logits(Bernoulli):
    """logit(u): what all masks of `Concrete` are made of, whatever p is by then."""

    real = True

    def factors(self, levels: Levels, p: float) -> Array:
        return logits()[levels]


class Gaussian:
    """m = 1 + sqrt(p / (1 - p)) z with z ~ N(0, 1): mean and variance of Bernoulli's, and nobody is ever off.

    P(m < 0) = Phi(-sqrt((1 - p) / p)): 0.16 at p = 0.5. Source: Srivastava et al. 2014, section 10 (their p keeps).
    """

    real = True

    def factors(self, levels: Levels, p: float) -> Array:
        m = normal_numbers()[levels]
        m *= math.sqrt(p / (1 - p))
        m += 1.0
        return m

    def kept(self, levels: Levels, p: float) -> NDArray[np.bool_]:
        return np.ones(levels.shape, bool)

    def evaluation(self, p: float) -> float:
        return 1.0


class Concrete:
    """Bernoulli's with a soft edge, which p has a gradient through: with phi = logit(p) and temperature t

        m = sigmoid((logit(u) - phi) / t) / (1 - p),   dm/dphi = m (p - z / t),   z = 1 - m (1 - p)

    z is the soft mask of what is dropped. As t goes to 0, m becomes (u >= p) / (1 - p). E[m] is nearly 1: 0.9987 at
    p = 0.1, 1.0000 at 0.5, 1.0118 at 0.9.
    Source: Gal, Hron and Kendall 2017. They drop where the coin is high, here it is where it is low, as everywhere.
    """

    real = True
    temperature = 0.1

    def factors(self, levels: Levels, p: float) -> Array:
        return self.relaxed(logits()[levels], math.log(p / (1 - p)))

    def relaxed(self, logit: Array, phi: float, out: Array | None = None) -> Array:
        """The factors of coins with this logit(u), for p = sigmoid(phi): (1 / (1 - p)) / (1 + exp((phi - logit) / t)).

        Nothing cancels, so that the digits are the same on every machine.
        """
        m = np.subtract(phi, logit, out)
        m *= 1 / self.temperature
        if phi + 12.0 > MOST * self.temperature:  # no coin's logit is farther from 0 than 12
            np.minimum(m, MOST, out=m)
        np.exp(m, m)
        m += 1.0
        np.divide(self.scale(phi), m, m)
        return m

    def scale(self, phi: float) -> float:
        """1 / (1 - p) = 1 + e^phi, and a finite number however large phi is."""
        return 1 + math.exp(min(phi, MOST))

    def kept(self, levels: Levels, p: float) -> NDArray[np.bool_]:
        return logits()[levels] >= math.log(p / (1 - p))

    def evaluation(self, p: float) -> float:
        return 1.0


class Shared:
    """Another rule with one coin for all that lies along these axes, counted from the last: the first that is there.

        m of shape (..., 1, 1) for the axes (-2, -1) of coins (..., height, width): one factor for a whole map

    It takes its coins from those of every position, so that a method which shares them and one that does not compare.
    """

    def __init__(self, axes: Sequence[int], rule: Rule | None = None) -> None:
        if not axes or max(axes) >= 0:
            raise ValueError(f"axes must be counted from the last, as -1 is, got {tuple(axes)}")
        self.axes = tuple(axes)
        self.rule = BERNOULLI if rule is None else rule
        self.real = self.rule.real

    def shared(self, levels: Levels) -> Levels:
        """The first coin along each of the axes."""
        index = [slice(None)] * levels.ndim
        for axis in self.axes:
            index[axis] = slice(1)
        return levels[tuple(index)]

    def factors(self, levels: Levels, p: float) -> Array:
        return self.rule.factors(self.shared(levels), p)

    def kept(self, levels: Levels, p: float) -> NDArray[np.bool_]:
        return self.rule.kept(self.shared(levels), p)

    def evaluation(self, p: float) -> float:
        return self.rule.evaluation(p)


class Blocks:
    """DropBlock: each seed drops the block x block square of a map that begins there; what is left is scaled up.

        m = kept * count / count of kept,   of a step's whole batch

    Coins are of all positions (..., height, width), and those at which a whole block begins, the first
    height - block + 1 rows and width - block + 1 columns, decide about seeds. A block is at most as large as the map.
    A seed's probability is chosen for a share of about p dropped; as blocks overlap it is less:
    1 - mean over positions of (1 - rate)^(seeds that reach it).
    Source: Ghiasi, Lin and Le 2018; scaled by what was kept, as their code does.
    """

    real = False

    def __init__(self, block: int) -> None:
        if block < 1:
            raise ValueError(f"block must be at least 1, got {block}")
        self.block = block

    def side(self, height: int, width: int) -> int:
        """The side of a block on a map of this size."""
        return min(self.block, height, width)

    def rate(self, p: float, height: int, width: int) -> float:
        """The probability of a seed, on a map of this size."""
        side = self.side(height, width)
        return p / side**2 * (height * width) / ((height - side + 1) * (width - side + 1))

    def reached(self, size: int, side: int) -> NDArray[np.intp]:
        """In one direction, how many seeds reach both of two positions: (size, size)."""
        seeds, at = np.arange(size - side + 1)[:, None], np.arange(size)
        reach = ((seeds <= at) & (at < seeds + side)).astype(np.intp)
        return reach.T @ reach

    def dropped(self, p: float, height: int, width: int) -> Array:
        """The probability that each position is dropped, 1 - (1 - rate)^(seeds that reach it): (height, width)."""
        side = self.side(height, width)
        seeds = np.outer(*(np.diagonal(self.reached(size, side)) for size in (height, width)))
        return np.asarray(1 - (1 - self.rate(p, height, width)) ** seeds)

    def seeds(self, levels: Levels, p: float) -> NDArray[np.bool_]:
        """Where a block begins: (..., height - block + 1, width - block + 1)."""
        height, width = levels.shape[-2:]
        more = self.side(height, width) - 1
        return levels[..., : height - more, : width - more] < threshold(self.rate(p, height, width))

    def factors(self, levels: Levels, p: float) -> Array:
        kept = self.kept(levels, p)
        counts = kept.sum(axis=tuple(range(1, kept.ndim)), keepdims=True)
        return kept * (kept[0].size / np.maximum(counts, 1))

    def kept(self, levels: Levels, p: float) -> NDArray[np.bool_]:
        seeds = self.seeds(levels, p)
        rows, columns = seeds.shape[-2:]
        dropped = np.zeros_like(levels, bool)  # which lies in memory as the coins do
        for column in range(levels.shape[-1] - columns + 1):  # every row of a block alike: first to the side,
            dropped[..., :rows, column : column + columns] |= seeds
        above = dropped[..., :rows, :].copy(order="K")
        for row in range(1, levels.shape[-2] - rows + 1):  # then down
            dropped[..., row : row + rows, :] |= above
        return np.logical_not(dropped, out=dropped)

    def evaluation(self, p: float) -> float:
        return 1.0


@cache
def normal_numbers() -> Array:
    """For each level the z of N(0, 1) that as large a share lies below as below its middle, on the float32 grid."""
    inverse = NormalDist().inv_cdf
    return np.array([inverse((level + 0.5) / LEVELS) for level in range(LEVELS)], np.float32).astype(np.float64)


@cache
def logits() -> Array:
    """For each level the logit of its middle, on the float32 grid."""
    u = (np.arange(LEVELS) + 0.5) / LEVELS
    return np.log(u / (1 - u)).astype(np.float32).astype(np.float64)


BERNOULLI, CLASSIC, GAUSSIAN, CONCRETE, GATE = Bernoulli(), Classic(), Gaussian(), Concrete(), Gate()
KEPT, LOGITS = Kept(), Logits()  # of which a layer makes its factors itself

RULES: Mapping[str, Rule] = {
    "bernoulli": BERNOULLI,
    "classic": CLASSIC,
    "gaussian": GAUSSIAN,
    "concrete": CONCRETE,
    "gate": GATE,
}
