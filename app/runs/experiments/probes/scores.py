"""Both losses and the accuracy at the last step, dropout off."""

from __future__ import annotations

from app.runs.data.tasks import TASKS
from app.runs.experiments.arm import Arm, Probe, at_the_end
from app.runs.experiments.cell import Values
from app.runs.spec.budget import passes_seconds
from app.runs.spec.cost import tested
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Score


def values_of(score: Score) -> Values:
    """A score by name: clean, test, gap = test - clean, and for classes the accuracy."""
    values: Values = {"clean": score.clean, "test": score.test, "gap": score.test - score.clean}
    return values if score.accuracy != score.accuracy else values | {"accuracy": score.accuracy}


def found(arm: Arm) -> Values:
    return values_of(arm.evaluation.score(arm.rows[-1], arm.steps[-1]))


def seconds(spec: RunSpec) -> float:
    return passes_seconds(1, spec.data.n, spec.plan) + passes_seconds(1, tested(spec), spec.plan)


SCORES = Probe(at_the_end, found, seconds)


def classes(spec: RunSpec) -> bool:
    """Whether a run says classes, so that it has an accuracy."""
    return TASKS[spec.data.name].kind != "regression"
