"""Coins: for each step the uniform numbers that decide who is dropped, drawn by key and not in sequence.

A place is a spot in the network where dropout may sit. For every step each place gets its coins, one a sample and
neuron or whatever else it draws for, whether dropout sits there or not. A rule makes factors of coins and p
(`rules`): with Bernoulli's a neuron is dropped where its coin u < p. So

- raising p drops neurons one after another, as p passes their u, and lowering it brings them back;
- dropout at one place leaves the masks of the others as they were;
- the coins of any step can be had alone: they depend on (seed, block of steps) and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array, Shape
from app.engine.seeding import Purpose, seeding

if TYPE_CHECKING:
    from app.engine.rules import Rule

Levels = NDArray[np.uint16]  # coins times 65536

LEVELS = 1 << 16  # a coin is a multiple of 1/65536, from 0 up to and without 1: p is exact to that much
MOST_STEPS = 128  # in a block,
MOST_COINS = 1 << 18  # unless that were more coins than this (half a megabyte)


class Uniform(Protocol):
    """A source of coins, such as `numpy.random.default_rng(1)` or `numpy.random.RandomState(1)`."""

    def random(self, shape: Any) -> Any: ...


class Coins:
    """The coins of all places of one network, with a cursor on the current step.

    `shapes` has (batch, *coins) of each place, as (batch, units); a batch of 1 has one mask for all samples.
    `seek(step)` moves the cursor; `place(k)` is the `rng` of the layer that sits there. The block length follows from
    the shapes alone: MOST_STEPS, halved until the block has at most MOST_COINS. It is part of what a seed means, and
    so are the generator and the order.

    Source of the generator: SFC64, seeded from (seed, purpose, block) as `seeding` has it.
    """

    def __init__(self, seed: int, shapes: Sequence[Shape], purpose: Purpose = "masks") -> None:
        self.seed = seed
        self.purpose: Purpose = purpose
        self.shapes = [tuple(shape) for shape in shapes]
        sizes = [math.prod(shape) for shape in self.shapes]
        self.starts = np.concatenate([[0], np.cumsum(sizes)]).tolist()
        self.length = MOST_STEPS
        while self.length > 1 and self.length * sum(sizes) > MOST_COINS:
            self.length //= 2
        self.step = 0
        self._blocks: dict[int, Levels] = {}  # the last two: a look back often reaches into the one before

    def seek(self, step: int) -> None:
        """Move to this step."""
        self.step = step

    def place(self, k: int) -> PlaceCoins:
        """The coins of place k, at whatever step the cursor is."""
        return PlaceCoins(self, k)

    def block(self, number: int) -> Levels:
        """All coins of steps [number * length, (number + 1) * length), times 65536: (length, coins of a step)."""
        if number not in self._blocks:
            per_step = self.starts[-1]
            bits = np.random.SFC64(seeding(self.seed, self.purpose, number))
            words = bits.random_raw(-(-self.length * per_step // 4))
            flat = words.astype("<u8", copy=False).view("<u2")[: self.length * per_step]
            if len(self._blocks) == 2:
                del self._blocks[next(iter(self._blocks))]
            self._blocks[number] = flat.reshape(self.length, per_step)
        return self._blocks[number]

    def levels(self, k: int, start: int, stop: int) -> Levels:
        """Place k's coins, times 65536, in steps [start, stop): (steps, batch, *coins)."""
        batch, *rest = self.shapes[k]
        rows = self.rows(start, stop)[:, self.starts[k] : self.starts[k + 1]]
        last = len(rest) + 1  # the batch is last, as in a bound network's arrays
        return rows.reshape(-1, *rest, batch).transpose(0, last, *range(1, last))

    def rows(self, start: int, stop: int) -> Levels:
        """All coins of steps [start, stop), times 65536: (steps, coins of a step)."""
        parts = []
        while start < stop:
            number, row = divmod(start, self.length)
            last = min(self.length, row + stop - start)
            parts.append(self.block(number)[row:last])
            start += last - row
        return parts[0] if len(parts) == 1 else np.concatenate(parts)


class PlaceCoins:
    """The coins of one place: an `rng` for a layer that can be asked for the same step again and again."""

    def __init__(self, coins: Coins, k: int) -> None:
        self.coins = coins
        self.k = k
        self.shape = coins.shapes[k]
        self._first = 0  # step of the first factors that are ready,
        self._factors: list[Array] = []  # the factors from there on,
        self._shape: Shape = ()  # and what they were made for
        self._rule: Rule | None = None
        self._p = -1.0

    def random(self, shape: Shape | None = None) -> Array:
        """u of the current step, in [0, 1): (batch, *coins)."""
        return self.levels(shape) / LEVELS

    def levels(self, shape: Shape | None = None) -> Levels:
        """The same, times 65536."""
        if shape is not None:
            self._check(tuple(shape), self.shape)
        return self.coins.levels(self.k, self.coins.step, self.coins.step + 1)[0]

    def factors(self, shape: Shape, rule: Rule, p: float) -> Array:
        """What a rule makes of the current step's coins, (batch, *coins): (batch, *mask). Makes a block of steps."""
        row = self.coins.step - self._first
        if p == self._p and rule is self._rule and shape == self._shape and 0 <= row < len(self._factors):
            return self._factors[row]
        return self._make(shape, rule, p)

    def _make(self, shape: Shape, rule: Rule, p: float) -> Array:
        """Make the factors of the current step's block, and return that step's."""
        number, row = divmod(self.coins.step, self.coins.length)
        first = number * self.coins.length
        self._check(shape, self.shape)
        factors = list(rule.factors(self.coins.levels(self.k, first, first + self.coins.length), p))
        self._first, self._factors, self._shape, self._rule, self._p = first, factors, shape, rule, p
        return factors[row]

    def _check(self, wanted: Shape, there: Shape) -> None:
        if there != wanted and there != (1, *wanted[1:]):
            raise ValueError(f"place {self.k} has coins for {there}, got {wanted}")


def levels_of(rng: Uniform, shape: Shape) -> Levels:
    """The next coins of any source, times 65536 and cut to whole numbers."""
    ahead = getattr(rng, "levels", None)
    if ahead is not None:
        levels: Levels = ahead(shape)
        return levels
    return (rng.random(shape) * LEVELS).astype(np.uint16)


def factors_of(rng: Uniform, shape: Shape, rule: Rule, p: float) -> Any:
    """What a rule makes of the next coins of any source, which are of this shape; coins drawn ahead have it ready."""
    ahead = getattr(rng, "factors", None)
    if ahead is not None:
        return ahead(shape, rule, p)
    return rule.factors(levels_of(rng, shape)[None], p)[0]


def threshold(p: float) -> int:
    """The least level that is kept: level / 65536 >= p exactly where level >= threshold(p)."""
    return math.ceil(p * LEVELS)
