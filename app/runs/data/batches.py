"""Which training samples each step sees: every sample once an epoch, in an order keyed by (seed, epoch)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.engine.seeding import seeding

EPOCHS = 64  # orders drawn at once


class Batches:
    """Rows of each step's mini-batch. A rest that does not fill a batch waits for the next epoch's shuffle."""

    def __init__(self, seed: int, n: int, batch: int) -> None:
        self.seed = seed
        self.n = n
        self.batch = batch
        self.per_epoch = n // batch
        self._number = -1
        self._orders: NDArray[np.intp] = np.empty((0, 0), np.intp)

    def rows(self, step: int) -> NDArray[np.intp]:
        """Indices of the samples in this step's batch: (batch,)."""
        epoch, place = divmod(step, self.per_epoch)
        number, row = divmod(epoch, EPOCHS)
        if number != self._number:
            bits = np.random.SFC64(seeding(self.seed, "batches", number))
            # Sorting raw bits is a shuffle that every NumPy version makes alike; a tie has odds of 1 in 2^50.
            keys = bits.random_raw(EPOCHS * self.n).reshape(EPOCHS, self.n)
            self._orders = np.argsort(keys, axis=1, kind="stable")
            self._number = number
        return self._orders[row, place * self.batch : (place + 1) * self.batch]
