"""Augmentation: each image of each batch moved by a whole number of pixels, drawn by key and not in sequence."""

from __future__ import annotations

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.seeding import seeding

STEPS = 64  # drawn at once
LEVELS = 1 << 16


class Shifts:
    """How far down and to the right each sample of a batch is moved at each step, up to `most` pixels either way.

        shift = floor(u (2 most + 1)) - most,   u in [0, 1), one for each direction

    Those of any step can be had alone: they depend on (seed, block of steps) and nothing else. The same u with another
    `most` moves the same way.
    """

    def __init__(self, seed: int, batch: int, most: int) -> None:
        self.seed = seed
        self.batch = batch
        self.most = most
        self._number = -1
        self._block: NDArray[np.int64] = np.empty((0, batch, 2), np.int64)
        self._inside: Array = np.empty(0)  # where the images of a batch lie in larger ones,
        self._windows: Array = np.empty(0)  # and what is seen of these through a window at any place

    def at(self, step: int) -> NDArray[np.int64]:
        """Rows down and columns to the right: (batch, 2)."""
        number, row = divmod(step, STEPS)
        if number != self._number:
            size = STEPS * self.batch * 2
            words = np.random.SFC64(seeding(self.seed, "shifts", number)).random_raw(-(-size // 4))
            levels = words.astype("<u8", copy=False).view("<u2")[:size].astype(np.int64)
            self._block = (levels * (2 * self.most + 1) // LEVELS - self.most).reshape(STEPS, self.batch, 2)
            self._number = number
        return self._block[row]

    def move(self, x: Array, step: int) -> None:
        """Move the images of a step's batch in place: (batch, side * side). What comes in at an edge is 0."""
        if not self.most:
            return
        if not self._inside.size:
            self._make(math.isqrt(x.shape[1]))
        self._inside[...] = x.reshape(self._inside.shape)
        down, right = self.most - self.at(step).T
        x[...] = self._windows[np.arange(len(x)), down, right].reshape(x.shape)

    def _make(self, side: int) -> None:
        wide = np.zeros((self.batch, side + 2 * self.most, side + 2 * self.most))
        self._inside = wide[:, self.most : -self.most, self.most : -self.most]
        self._windows = sliding_window_view(wide, (side, side), (1, 2))
