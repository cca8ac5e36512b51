"""Tasks: cells that one process computes together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from app.runs.data.data_set import load
from app.runs.experiments.arm import Arm
from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.probes.table import PROBES
from app.runs.spec.budget import work
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation
from app.runs.training.loop import Training


def compute(cells: Sequence[Cell]) -> list[Values]:
    """Train these arms and measure them: for each cell its values."""
    with np.errstate(all="ignore"):  # an arm may diverge: it is its values that say so
        return [_one(cell) for cell in cells]


def _one(cell: Cell) -> Values:
    spec, probe = RunSpec.from_query(cell.arm), PROBES[cell.probe]
    data = load(spec.data, spec.seeds.data)
    training, rows, steps = Training(spec, data), [], probe.moments(spec)
    for step in steps:
        training.advance(step)
        if not training.sound:
            return {"diverged": float(step)}
        rows.append(training.row.copy())
    return probe.of(Arm(spec, data, Evaluation(spec, data), steps, np.array(rows)))


def tasks(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """The cells in their order, in parts that each take a fraction of a second."""
    return [(cell,) for cell in cells]


def seconds(cells: Iterable[Cell]) -> float:
    """About how long one process needs for these cells."""
    return sum(_seconds(RunSpec.from_query(cell.arm), cell.probe) for cell in cells)


def _seconds(spec: RunSpec, probe: str) -> float:
    training = spec.training
    return work(training.steps, training.batch, spec.plan) + PROBES[probe].seconds(spec)
