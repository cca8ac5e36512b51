"""Dropout of many replicas at once: each has a p and coins of its own, and the masks that it would have alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.engine.coins import LEVELS, Coins, Levels, threshold
from app.engine.layer import Array, Layer, fits, forward_first, probability

SPAN = 32  # steps whose coins are brought together at once


class StackedMasks:
    """The masks of some places of many networks of one shape, with a cursor on the current step.

        mask = (u >= p) / (1 - p),   1 where p = 0

    `coins` has those of each replica: who shares them has the same u. `seek(step)` makes the masks of a step in arrays
    that stay: `of(k)` is place k's, (replicas, batch, units).
    """

    def __init__(self, coins: Sequence[Coins], places: Sequence[int]) -> None:
        starts, shapes = coins[0].starts, coins[0].shapes
        self.coins = list(coins)
        self.places = list(places)
        self._columns = np.concatenate([np.arange(0), *(np.arange(starts[k], starts[k + 1]) for k in places)])
        self._sizes = [starts[k + 1] - starts[k] for k in places]
        self._length = min(SPAN, coins[0].length)
        room = (len(coins), len(self._columns))
        self._levels: Levels = np.empty((self._length, *room), np.uint16)
        self._first = -1  # step of the first of them
        self._least: Levels = np.zeros(room, np.uint16)  # that are kept,
        self._scale = np.ones(room)
        self._masks = np.ones(room)
        parts = np.split(self._masks, np.cumsum(self._sizes)[:-1], axis=1) if places else []
        self._of = {k: _by_sample(part, shapes[k][0]) for k, part in zip(places, parts, strict=True)}

    def of(self, k: int) -> Array:
        """The masks of place k at whatever step the cursor is."""
        return self._of[k]

    def put(self, ps: Sequence[Sequence[float]]) -> None:
        """Have these p from now on: for each replica one for each of the places. Raises: ValueError as `Dropout`."""
        least = [[threshold(probability(p)) for p in own] for own in ps]
        scale = [[1 / (1 - p) for p in own] for own in ps]
        none = np.array(least) == LEVELS  # more than any coin has: p so near to 1 drops all
        self._least[...] = np.repeat(np.where(none, LEVELS - 1, least), self._sizes, axis=1)
        self._scale[...] = np.repeat(np.where(none, 0.0, scale), self._sizes, axis=1)

    def seek(self, step: int) -> None:
        """Make the masks of this step."""
        if not self.places:
            return
        row = step - self._first
        if self._first < 0 or not 0 <= row < self._length:
            row = self._bring(step)
        np.greater_equal(self._levels[row], self._least, out=self._masks)
        self._masks *= self._scale

    def _bring(self, step: int) -> int:
        """Bring the coins of a span of steps together, and say which of them is this one."""
        row = step % self._length
        self._first = step - row
        rows: dict[int, Levels] = {}
        for r, coins in enumerate(self.coins):
            if id(coins) not in rows:
                rows[id(coins)] = coins.rows(self._first, self._first + self._length)[:, self._columns]
            self._levels[:, r] = rows[id(coins)]
        return row


class StackedDropout(Layer):
    """Multiply each replica by its own mask while training; in evaluation y = x.

        y = x * mask,   dx = dy * mask

    Shapes: x, y, mask, dy, dx are all (replicas, batch, units). `mask` is an array that others fill (`StackedMasks`).
    Raises: RuntimeError where backward comes before forward.
    """

    draws = True

    def __init__(self, mask: Array) -> None:
        super().__init__()
        self.mask = mask
        self._masked: bool | None = None  # whether the last forward pass did

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self._masked = self.training
        return np.multiply(x, self.mask, self.y) if self.training else x

    def backward(self, dy: Array) -> Array:
        if self._masked is None:
            raise forward_first(self)
        return np.multiply(dy, self.mask, self.dx) if self._masked else dy


def _by_sample(part: Array, batch: int) -> Array:
    """Numbers of each replica, unit by unit with the whole batch each, as (replicas, batch, units)."""
    return part.reshape(len(part), -1, batch).swapaxes(1, 2)
