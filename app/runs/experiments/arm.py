"""A trained arm, as a probe looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from numpy.typing import NDArray

from app.runs.data.data_set import DataSet
from app.runs.experiments.cell import Values
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation


class Arm(NamedTuple):
    """steps: the probe's moments, rising, the run's last step among them. rows: the network's state at each of them,
    (steps, state)."""

    spec: RunSpec
    data: DataSet
    evaluation: Evaluation
    steps: tuple[int, ...]
    rows: NDArray[Any]


class Probe(NamedTuple):
    """What is measured of an arm. moments: the steps that it looks at; of: what it finds; seconds: about how long that
    takes, besides training."""

    moments: Callable[[RunSpec], tuple[int, ...]]
    of: Callable[[Arm], Values]
    seconds: Callable[[RunSpec], float]


def at_the_end(spec: RunSpec) -> tuple[int, ...]:
    """The last step alone."""
    return (spec.training.steps,)
