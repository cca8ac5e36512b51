"""Coins: for each step the uniform numbers that decide who is dropped, drawn by key and not in sequence.

A place is a spot in the network where dropout may sit. For every step each place gets one coin a sample and
neuron, whether dropout sits there or not, and a neuron is dropped where its coin u < p. So

- raising p drops neurons one after another, as p passes their u, and lowering it brings them back;
- dropout at one place leaves the masks of the others as they were;
- the coins of any step can be had alone: they depend on (seed, block of steps) and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.seeding import Purpose, seeding

LEVELS = 1 << 16  # a coin is a multiple of 1/65536, from 0 up to and without 1: p is exact to that much
MOST_STEPS = 128  # in a block,
MOST_COINS = 1 << 18  # unless that were more coins than this (half a megabyte)


class Coins:
    """The coins of all places of one network, with a cursor on the current step.

    `shapes` has (batch, units) of each place. `seek(step)` moves the cursor; `place(k)` is the `rng` of the
    Dropout layer that sits there. The block length follows from the shapes alone: MOST_STEPS, halved until
    the block has at most MOST_COINS. It is part of what a seed means, and so are the generator and the order.

    Source of the generator: SFC64, seeded from (seed, purpose, block) as `seeding` has it.
    """

    def __init__(self, seed: int, shapes: Sequence[tuple[int, int]], purpose: Purpose = "masks") -> None:
        self.seed = seed
        self.purpose: Purpose = purpose
        self.shapes = [tuple(shape) for shape in shapes]
        sizes = [batch * units for batch, units in self.shapes]
        self.starts = np.concatenate([[0], np.cumsum(sizes)]).tolist()
        self.length = MOST_STEPS
        while self.length > 1 and self.length * sum(sizes) > MOST_COINS:
            self.length //= 2
        self.step = 0
        self._blocks: dict[int, NDArray[np.uint16]] = {}  # the last two: a look back often reaches into the one before

    def seek(self, step: int) -> None:
        """Move to this step."""
        self.step = step

    def place(self, k: int) -> PlaceCoins:
        """The coins of place k, at whatever step the cursor is."""
        return PlaceCoins(self, k)

    def block(self, number: int) -> NDArray[np.uint16]:
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

    def levels(self, k: int, start: int, stop: int) -> NDArray[np.uint16]:
        """Place k's coins, times 65536, in steps [start, stop): (steps, batch, units)."""
        batch, units = self.shapes[k]
        rows = self.rows(start, stop)[:, self.starts[k] : self.starts[k + 1]]
        return rows.reshape(-1, units, batch).swapaxes(1, 2)  # unit by unit, as a bound network's arrays lie

    def rows(self, start: int, stop: int) -> NDArray[np.uint16]:
        """All coins of steps [start, stop), times 65536: (steps, coins of a step)."""
        parts = []
        while start < stop:
            number, row = divmod(start, self.length)
            last = min(self.length, row + stop - start)
            parts.append(self.block(number)[row:last])
            start += last - row
        return parts[0] if len(parts) == 1 else np.concatenate(parts)


class PlaceCoins:
    """The coins of one place: an `rng` for `Dropout` that can be asked for the same step again and again."""

    def __init__(self, coins: Coins, k: int) -> None:
        self.coins = coins
        self.k = k
        self.shape = coins.shapes[k]
        self._first = 0  # step of the first mask that is ready,
        self._masks: list[Array] = []  # the masks from there on,
        self._p = self._scale = -1.0  # and what they were made for

    def random(self, shape: tuple[int, ...] | None = None) -> Array:
        """u of the current step, in [0, 1): (batch, units)."""
        if shape is not None and tuple(shape) != self.shape:
            raise ValueError(f"place {self.k} has coins for {self.shape}, got {tuple(shape)}")
        return self.coins.levels(self.k, self.coins.step, self.coins.step + 1)[0] / LEVELS

    def mask(self, shape: tuple[int, ...], p: float, scale: float) -> Array:
        """The current step's mask, (u >= p) * scale: (batch, units). A block of them is made at once."""
        row = self.coins.step - self._first
        if shape != self.shape:
            raise ValueError(f"place {self.k} has coins for {self.shape}, got {shape}")
        if p == self._p and scale == self._scale and 0 <= row < len(self._masks):
            return self._masks[row]
        return self._make_masks(p, scale)

    def _make_masks(self, p: float, scale: float) -> Array:
        """Make the masks of the current step's block, and return that step's."""
        number, row = divmod(self.coins.step, self.coins.length)
        self._first = number * self.coins.length
        levels = self.coins.levels(self.k, self._first, self._first + self.coins.length)
        self._masks = list(np.multiply(levels >= threshold(p), scale))
        self._p, self._scale = p, scale
        return self._masks[row]


def threshold(p: float) -> int:
    """The least level that is kept: level / 65536 >= p exactly where level >= threshold(p)."""
    return math.ceil(p * LEVELS)
