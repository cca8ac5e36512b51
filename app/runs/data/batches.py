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
        self._rows: NDArray[np.intp] = np.empty((0, batch), np.intp)  # of each step of the same number of epochs

    def rows(self, step: int) -> NDArray[np.intp]:
        """Indices of the samples in this step's batch: (batch,)."""
        number, row = divmod(step, EPOCHS * self.per_epoch)
        if number != self._number:
            self._draw(number)
        return self._rows[row]

    def span(self, start: int, stop: int) -> NDArray[np.intp]:
        """The same of steps [start, stop): (steps, batch)."""
        parts = []
        while start < stop:
            number, row = divmod(start, EPOCHS * self.per_epoch)
            if number != self._number:
                self._draw(number)
            parts.append(self._rows[row : row + stop - start])
            start += len(parts[-1])
        return np.concatenate(parts)

    def _draw(self, number: int) -> None:
        bits = np.random.SFC64(seeding(self.seed, "batches", number))
        # Sorting raw bits is a shuffle that every NumPy version makes alike; a tie has odds of 1 in 2^50.
        keys = bits.random_raw(EPOCHS * self.n).reshape(EPOCHS, self.n)
        orders = np.argsort(keys, axis=1, kind="stable")
        self._rows = orders[:, : self.per_epoch * self.batch].reshape(-1, self.batch)
        self._number = number
