"""Whose mask is it: the noise of a gradient with one mask for each sample, and with one for the whole batch.

A linear model at fixed weights, z = (X * M) w, with the mean squared error. Its gradient dL/dw is computed for
many masks; the variance over them, summed over the weights, is the noise. The mean is the same for both. Since five
neurons have 2^5 masks only, the variance is known too, with each mask weighted by its probability.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.engine.dense import Dense
from app.engine.dropout import Dropout
from app.engine.layer import Array
from app.engine.losses import MeanSquaredError
from app.runs.one_layer.coins import Given

BATCHES = (1, 2, 4, 8, 16, 32, 64)
UNITS = 5
DRAWS = 500
DATA_SEED, MASK_SEED = 0, 1


@dataclass(frozen=True)
class Noise:
    """Variance of dL/dw, summed over the weights, for one size of batch: measured over draws, and over all masks."""

    batch: int
    own_measured: float
    shared_measured: float
    own: float
    shared: float

    @property
    def ratio(self) -> float:
        """How many times noisier the gradient is with a shared mask; 1 where neither has noise."""
        return self.shared / self.own if self.own > 0 else 1.0


@lru_cache(maxsize=128)
def noises(p: float) -> tuple[Noise, ...]:
    """The noise for each size of batch: 64 samples in batches of that size.

    X holds what a ReLU layer puts out, the targets are linear in it with some noise, and w is halfway there. Both
    kinds of mask come from the same coins: a batch that shares one has that of its first sample.
    """
    rng = np.random.default_rng(DATA_SEED)
    x = np.maximum(rng.standard_normal((BATCHES[-1], UNITS)), 0)
    right = rng.standard_normal((UNITS, 1))
    y = x @ right + 0.3 * rng.standard_normal((BATCHES[-1], 1))

    kept = np.array(list(itertools.product((0.0, 1.0), repeat=UNITS)))  # a coin of 1 is kept at any p, one of 0 is not
    likely = np.where(kept == 1, 1 - p, p).prod(axis=1)
    each = gradients(p, x, y, right / 2, np.broadcast_to(kept[:, None], (len(kept), len(x), UNITS)))
    coins = np.random.default_rng(MASK_SEED).random((DRAWS, len(x), UNITS))
    drawn = (coins >= p) @ (1 << np.arange(UNITS)[::-1])  # which of the masks
    samples = np.arange(len(x))

    def measured(masks: NDArray[np.int64], batch: int) -> float:
        return _variance(_batches(each[masks, samples], batch))

    return tuple(
        Noise(n, measured(drawn, n), measured(np.repeat(drawn[:, ::n], n, axis=1), n), *_over_all(each, likely, n))
        for n in BATCHES
    )


def gradients(p: float, x: Array, y: Array, w: Array, coins: Array) -> Array:
    """dL/dw of each sample alone, (draws, samples, units): the gradient of a batch is the mean of its samples'.

    Shapes: x (samples, units), y (samples, 1), w (units, 1), coins (draws, samples, units).
    """
    replicas = coins.shape[:2]
    dropout = Dropout(p, Given(coins[:, :, None]))
    dense = Dense(x.shape[1], 1, replicas)
    dense.params["W"][...] = w
    dense.skip_dx = True
    loss = MeanSquaredError()
    z = dense.forward(dropout.forward(np.broadcast_to(x[:, None, :], (*replicas, 1, x.shape[1]))))
    loss.forward(z, np.broadcast_to(y[:, None, :], z.shape))
    dense.backward(loss.backward())
    return dense.grads["W"][..., 0]


def _over_all(each: Array, likely: Array, batch: int) -> tuple[float, float]:
    """The variance with masks of their own and with a shared one, from each mask's gradients and its probability."""

    def variance(gradients: Array) -> float:
        apart = gradients - gradients[-1]  # the last mask keeps all: at p = 0 there is no variance at all
        mean = np.tensordot(likely, apart, 1)
        return float(np.tensordot(likely, (apart - mean) ** 2, 1).sum(axis=-1).mean())

    return variance(each) / batch, variance(_batches(each, batch))  # independent masks average out


def _batches(samples: Array, batch: int) -> Array:
    draws, count, units = samples.shape
    return samples.reshape(draws, count // batch, batch, units).mean(axis=2)


def _variance(batches: Array) -> float:
    apart = batches - batches[0]  # so that equal gradients have no variance at all
    return float(apart.var(axis=0).sum(axis=-1).mean())
