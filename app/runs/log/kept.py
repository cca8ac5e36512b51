"""How often a sample's row kept each neuron in the last steps, read off the coins."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.coins import Coins, threshold
from app.runs.spec.run_spec import RunSpec

LAST_STEPS = 32  # over which a keep ring counts


class Plan(NamedTuple):
    """The places that drop, and for each of their neurons the least coin that keeps, times 65536."""

    places: tuple[int, ...]
    thresholds: NDArray[np.uint32]


class Kept:
    """Reads the coins of one spec. All places that drop are read at once, one after another in one row.

    Where factors are real numbers nobody is ever off, and of weights there are too many: there is none, nor of other
    networks than dense ones.
    """

    def __init__(self, spec: RunSpec) -> None:
        self.spec = spec
        self.changes = [change.step for change in spec.changes if change.name == "p"]
        self._plans: dict[int, Plan] = {}  # by how many changes of p are in force
        self._columns: dict[tuple[tuple[int, ...], int], NDArray[np.intp]] = {}

    def share(self, coins: Coins, step: int, sample: int) -> NDArray[np.float64]:
        """Of the steps [step - 31, step], or fewer at the start: the share in which this row kept each neuron.

        Shape: (neurons of all places that drop at this step,). For each step the p then in force counts.
        """
        start = max(0, step - LAST_STEPS + 1)
        plan = self.plan(step)
        levels = coins.rows(start, step + 1).take(self._columns_of(coins, plan.places, sample), axis=1)
        if any(start < at <= step for at in self.changes):
            least = np.array([self._thresholds(plan.places, at) for at in range(start, step + 1)])
        else:
            least = plan.thresholds
        share: NDArray[np.float64] = (levels >= least).sum(axis=0) / len(levels)
        return share

    def plan(self, step: int) -> Plan:
        """Which places drop at a step, and from which coin on they keep."""
        number = bisect_right(self.changes, step)
        if number not in self._plans:
            rates = self.spec.rates(step)
            plan = self.spec.plan
            rings = plan.columns and not plan.masks_weights and not plan.real
            places = tuple(place for place in self.spec.place if rates[place] > 0) if rings else ()
            self._plans[number] = Plan(places, self._thresholds(places, step))
        return self._plans[number]

    def _columns_of(self, coins: Coins, places: tuple[int, ...], sample: int) -> NDArray[np.intp]:
        """Where a sample's coins lie in a step's: unit by unit, each with its whole batch."""
        key = (places, sample)
        if key not in self._columns:
            parts = [np.arange(coins.starts[k] + sample, coins.starts[k + 1], self.spec.training.batch) for k in places]
            self._columns[key] = np.concatenate([np.empty(0, np.intp), *parts]).astype(np.intp)
        return self._columns[key]

    def _thresholds(self, places: tuple[int, ...], step: int) -> NDArray[np.uint32]:
        rates = self.spec.rates(step)
        sizes = [self.spec.sizes[place] for place in places]
        return np.repeat(np.array([threshold(rates[place]) for place in places], np.uint32), sizes)
