"""Tasks: cells that one process computes together, those of one shape trained as a stack where it pays."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.runs.data.data_set import load
from app.runs.experiments.arm import Arm
from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.probes.table import PROBES
from app.runs.experiments.seeded import unseeded
from app.runs.spec.budget import stack_pays, stacked_seconds, work
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation
from app.runs.training.stack import stack_key
from app.runs.training.trained import Trained, alone, together

# The first task is small, so that a first dot comes soon, and each after it may be larger, so that stacks pay; none is
# so large that one who stops an experiment, or a process that is lost, loses more than this.
FIRST_SECONDS, GROWTH, TASK_SECONDS = 0.08, 1.5, 0.5
ARMS_MAX = 64  # in a task
ARM_SECONDS = 3e-3  # of an arm, besides its steps and its probe: link, data, initial weights


def compute(cells: Sequence[Cell]) -> list[Values]:
    """Train these arms and measure them: for each cell its values."""
    found: dict[int, Values] = {}
    specs = [RunSpec.from_query(cell.arm) for cell in cells]
    alike: dict[Hashable, list[int]] = {}
    for place, (cell, spec) in enumerate(zip(cells, specs, strict=True)):
        alike.setdefault(_shape(cell.probe, spec) or place, []).append(place)
    with np.errstate(all="ignore"):  # an arm may diverge: it is its values that say so
        for places in alike.values():
            found |= zip(places, _measured(cells[places[0]].probe, [specs[at] for at in places]), strict=True)
    return [found[place] for place in range(len(cells))]


def _measured(name: str, specs: Sequence[RunSpec]) -> list[Values]:
    """What a probe finds of these arms, which are of one shape or one alone."""
    probe, first = PROBES[name], specs[0]
    steps = probe.moments(first)
    if len(specs) > 1 and stack_pays(len(specs), first.training, first.plan):
        arms: Iterable[Trained] = together(specs, steps)
    else:
        arms = (alone(spec, steps) for spec in specs)
    found: list[Values] = []
    evaluation: Evaluation | None = None
    for spec, arm in zip(specs, arms, strict=True):
        data = load(spec.data, spec.seeds.data)
        evaluation = Evaluation(spec, data, evaluation)
        if arm.diverged is None:
            found.append(probe.of(Arm(spec, data, evaluation, steps, arm.rows)))
        else:
            found.append({"diverged": float(arm.diverged)})
    return found


def _shape(probe: str, spec: RunSpec) -> Hashable | None:
    """What arms have in common that can be trained together and measured by this probe; None for one by itself."""
    key = stack_key(spec)
    return None if key is None else (probe, key, PROBES[probe].moments(spec))


def tasks(cells: Iterable[Cell]) -> list[tuple[Cell, ...]]:
    """All cells, in parts that each take a fraction of a second: in their order, but that arms of one shape wait until
    there are enough of them to be a stack."""
    return [tuple(part.cells) for part in _parts(cells, FIRST_SECONDS)]


def seconds(cells: Iterable[Cell]) -> float:
    """About how long one process needs for these cells."""
    return sum(part.seconds for part in _parts(cells, TASK_SECONDS))


@dataclass
class _Part:
    """Cells that become a task; `spec` is one of theirs, and `probing` what an arm takes besides its steps."""

    spec: RunSpec
    probing: float
    stackable: bool
    cells: list[Cell] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        count, training, plan = len(self.cells), self.spec.training, self.spec.plan
        steps = count * work(training, plan)
        if self.stackable and stack_pays(count, training, plan):
            steps = training.steps * stacked_seconds(count, training, plan)
        return steps + count * self.probing


def _parts(cells: Iterable[Cell], first: float) -> list[_Part]:
    """Cells go into the part of their shape, which is done when it takes as long as the next task may, the first one
    so many seconds."""
    done: list[_Part] = []
    open_parts: dict[Hashable, _Part] = {}
    read: dict[tuple[str, str], tuple[RunSpec, Hashable]] = {}
    for cell in cells:
        known = cell.probe, unseeded(cell.arm)
        if known not in read:
            spec = RunSpec.from_query(known[1])
            read[known] = spec, _shape(cell.probe, spec)
        spec, shape = read[known]
        key = shape or known
        part = open_parts.setdefault(key, _new(cell.probe, spec, shape is not None))
        part.cells.append(cell)
        most = min(TASK_SECONDS, first * GROWTH ** min(len(done), 20))
        if part.seconds >= most or len(part.cells) == ARMS_MAX:
            done.append(open_parts.pop(key))
    return done + list(open_parts.values())


def _new(probe: str, spec: RunSpec, stackable: bool) -> _Part:
    return _Part(spec, ARM_SECONDS + PROBES[probe].seconds(spec), stackable)
