"""What is there of one value of an experiment: each seed's reading in both arms, and their comparison."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.experiment import Experiment, Point
from app.runs.experiments.pairs import Pair, Summary, reading, summary


@dataclass(frozen=True)
class Compared:
    """Readings by seed, of those cells that are there."""

    ours: Mapping[int, float]
    twin: Mapping[int, float]

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Of the seeds that both arms have."""
        return tuple(Pair(seed, self.ours[seed], self.twin[seed]) for seed in self.ours if seed in self.twin)

    @cached_property
    def summary(self) -> Summary:
        return summary(self.pairs)


def compared(experiment: Experiment, point: Point, values: Mapping[Cell, Values]) -> Compared:
    """Read the cells of a point."""
    arms = (_readings(experiment, link, point.key, values) for link in (point.ours, point.twin))
    return Compared(*arms)


def mean(readings: Mapping[int, float]) -> float:
    """nan where there is none, or one that is no number: a mean over the others would be of other seeds."""
    numbers = readings.values()
    return math.fsum(numbers) / len(numbers) if numbers and all(map(math.isfinite, numbers)) else math.nan


def _readings(experiment: Experiment, link: str, key: str, values: Mapping[Cell, Values]) -> dict[int, float]:
    cells = ((seed, values.get(experiment.cell(link, seed))) for seed in experiment.seed_numbers)
    return {seed: reading(found, key) for seed, found in cells if found is not None}
