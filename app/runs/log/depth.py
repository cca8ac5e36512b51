"""How many blocks of a residual network were open so far, read off the coins, over the exact distribution."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine import depths
from app.engine.coins import Coins, threshold
from app.engine.layer import Array
from app.runs.spec.run_spec import RunSpec

LAST_STEPS = 2000  # that are counted, at most


class Depth(NamedTuple):
    """counts: how often 0, 1, ... blocks were open; exact: the probability of each; steps: how many were counted; each:
    whether a sample has coins of its own; now: how many are open at the last step for the sample."""

    counts: NDArray[np.int64]
    exact: Array
    steps: int
    each: bool
    now: int

    @property
    def mean(self) -> float:
        """Of those that were counted."""
        return float(self.counts @ np.arange(len(self.counts)) / self.counts.sum())

    @property
    def expected(self) -> float:
        return float(self.exact @ np.arange(len(self.exact)))


def depth_so_far(spec: RunSpec, coins: Coins, step: int, sample: int) -> Depth:
    """Of the steps up to this one, each with the p in force at it; blocks are the places of the plan."""
    start = max(0, step + 1 - LAST_STEPS)
    turns = sorted({start, *(c.step for c in spec.changes if c.name == "p" and start < c.step <= step)})
    blocks = len(spec.plan.places)
    counts, exact, now = np.zeros(blocks + 1, np.int64), np.zeros(blocks + 1), blocks
    for begin, end in zip(turns, [*turns[1:], step + 1], strict=True):
        rates = spec.rates(begin)
        levels = coins.rows(begin, end).reshape(end - begin, blocks, -1)  # coin by coin, each with its whole batch
        least = np.array([threshold(p) for p in rates], np.uint32)
        is_open = (levels >= least[:, None]).sum(axis=1)
        counts += np.bincount(is_open.ravel(), minlength=blocks + 1)
        exact += depths(rates) * (end - begin)
        now = int(is_open[-1, sample if is_open.shape[1] > 1 else 0])
    steps = step + 1 - start
    return Depth(counts, exact / steps, steps, spec.plan.places[0].each == "sample", now)
