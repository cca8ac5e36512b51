"""A Dense whose sums are normalised over the batch: its bias has nothing to do."""

from __future__ import annotations

from app.engine.dense import Dense
from app.engine.layer import Array


class NormedDense(Dense):
    """A Dense right before a BatchNorm, whose bias stays at 0: the normalisation takes away whatever it adds.

        dL/db = sum over the batch of dy = 0

    The sum is 0 but for its rounding, which another machine does otherwise, and which Adam would make steps of; so it
    is put to 0.
    """

    def backward(self, dy: Array) -> Array:
        dx = super().backward(dy)
        self.grads["b"][...] = 0.0
        return dx
