"""Whose mask is it: the noise of a gradient with one mask for each sample, and with one for the whole batch.

A linear model at fixed weights, z = (X * M) w, with the mean squared error. Its gradient dL/dw is computed for
many masks; the variance over them, summed over the weights, is the noise. The mean is the same for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from app.engine.dense import Dense
from app.engine.dropout import Dropout, Uniform
from app.engine.layer import Array
from app.engine.losses import MeanSquaredError

BATCHES = (1, 2, 4, 8, 16, 32, 64)
UNITS = 5
DRAWS = 500
DATA_SEED, MASK_SEED = 0, 1


@dataclass(frozen=True)
class Noise:
    """Variance of dL/dw, summed over the weights, for one size of batch."""

    batch: int
    own: float
    shared: float

    @property
    def ratio(self) -> float:
        """How many times noisier the gradient is with a shared mask; 1 where neither has noise."""
        return self.shared / self.own if self.own > 0 else 1.0


class Shared:
    """A source that draws one row of coins for each replica, and gives it to all samples of that replica.

    For layers of shape (replicas, samples, 1, units).
    """

    def __init__(self, source: Uniform) -> None:
        self._source = source

    def random(self, shape: Any) -> Array:
        return np.broadcast_to(self._source.random((shape[0], 1, 1, shape[-1])), shape)


@lru_cache(maxsize=128)
def noises(p: float) -> tuple[Noise, ...]:
    """The noise for each size of batch: 64 samples in batches of that size, over DRAWS masks, their mean.

    X holds what a ReLU layer puts out, the targets are linear in it with some noise, and w is halfway there.
    """
    rng = np.random.default_rng(DATA_SEED)
    x = np.maximum(rng.standard_normal((BATCHES[-1], UNITS)), 0)
    right = rng.standard_normal((UNITS, 1))
    y = x @ right + 0.3 * rng.standard_normal((BATCHES[-1], 1))
    own, shared = (gradients(p, x, y, right / 2, alike) for alike in (False, True))
    return tuple(Noise(n, _variance(own, n), _variance(shared, n)) for n in BATCHES)


def gradients(p: float, x: Array, y: Array, w: Array, shared: bool, draws: int = DRAWS) -> Array:
    """dL/dw of each sample alone, (draws, samples, units): the gradient of a batch is the mean of its samples'.

    Shapes: x (samples, units), y (samples, 1), w (units, 1).
    """
    coins: Uniform = np.random.default_rng(MASK_SEED)
    replicas = (draws, len(x))
    dropout = Dropout(p, Shared(coins) if shared else coins)
    dense = Dense(x.shape[1], 1, replicas)
    dense.params["W"][...] = w
    dense.skip_dx = True
    loss = MeanSquaredError()
    z = dense.forward(dropout.forward(np.broadcast_to(x[:, None, :], (*replicas, 1, x.shape[1]))))
    loss.forward(z, np.broadcast_to(y[:, None, :], z.shape))
    dense.backward(loss.backward())
    return dense.grads["W"][..., 0]


def _variance(samples: Array, batch: int) -> float:
    draws, count, units = samples.shape
    batches = samples.reshape(draws, count // batch, batch, units).mean(axis=2)
    apart = batches - batches[0]  # so that equal gradients have no variance at all
    return float(apart.var(axis=0).sum(axis=-1).mean())
