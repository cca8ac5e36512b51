"""Words that come twice in a sentence: how often both were off so far, how often one alone, read off the coins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.engine.coins import Coins, threshold
from app.engine.layer import Array
from app.runs.data.batches import Batches
from app.runs.spec.run_spec import RunSpec

LAST_STEPS = 64  # that are counted, at most
WORDS = 0  # the place


class Repeats(NamedTuple):
    """pairs: of equal words in a sentence; both, one: of them off. apart_both, apart_one: how many that would be in the
    mean if each word of a sentence had a coin of its own, and not its type."""

    steps: int
    pairs: int
    both: int
    one: int
    apart_both: float
    apart_one: float


def repeats_so_far(spec: RunSpec, x: Array, coins: Coins, step: int) -> Repeats:
    """Of the steps up to this one, each with the p in force at it. x: the training samples."""
    start = max(0, step + 1 - LAST_STEPS)
    steps = range(start, step + 1)
    batches = Batches(spec.seeds.batches, len(x), spec.training.batch)
    ids = x[np.array([batches.rows(each) for each in steps])].astype(np.intp)  # (steps, batch, T)
    p = np.array([spec.rates(each)[WORDS] for each in steps])
    least = np.array([threshold(float(each)) for each in p])
    off = coins.levels(WORDS, start, step + 1) < least[:, None, None]
    gone = np.take_along_axis(off, ids, axis=2)
    rows, columns = np.triu_indices(ids.shape[2], 1)
    equal = ids[:, :, rows] == ids[:, :, columns]
    first, second = gone[:, :, rows], gone[:, :, columns]
    counts = equal.sum(axis=(1, 2))
    return Repeats(
        len(steps),
        int(counts.sum()),
        int((equal & first & second).sum()),
        int((equal & (first ^ second)).sum()),
        float(counts @ (p * p)),
        float(counts @ (2 * p * (1 - p))),
    )
