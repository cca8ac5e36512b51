"""What training hands on: states to go on from, and chunks of a log."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.runs.training.evaluation import Learned

Row = NDArray[np.float32]
LARGEST = float(np.finfo(np.float32).max)  # loss that a log can hold


@dataclass(frozen=True)
class State:
    """All that training needs to go on from a step, as float32. theta: the network's state, parameters and what its
    layers keep; memory: the optimizer's."""

    step: int
    theta: Row
    memory: dict[str, Row]
    updates: int

    @property
    def nbytes(self) -> int:
        return self.theta.nbytes + sum(row.nbytes for row in self.memory.values())


@dataclass(frozen=True)
class Chunk:
    """What training adds to a log at once: steps [start, stop)."""

    start: int
    losses: NDArray[np.float32]  # (stop - start,)
    rows: NDArray[np.float32] | None  # (stop - start, parameters)
    scores: list[tuple[int, tuple[float, float, float]]]  # (point, (clean, test, accuracy))
    states: list[State]
    ended: str = ""  # "", "complete", "diverged" or "failed"
    cause: str = ""  # of a failure: a key, or what an exception said of itself
    learned: list[tuple[int, Learned]] = field(default_factory=list)  # at points, where only the worker computes it
    masks_on: list[tuple[int, tuple[float, float]]] = field(default_factory=list)  # (point, `Masked`)
