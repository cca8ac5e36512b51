"""How many steps an arm needs until its training loss, dropout off, is below a level."""

from __future__ import annotations

from app.runs.experiments.arm import Arm, Probe
from app.runs.experiments.cell import Values
from app.runs.experiments.probes import scores
from app.runs.spec.budget import passes_seconds
from app.runs.spec.run_spec import RunSpec

LEVELS = (0.6, 0.5, 0.4, 0.3, 0.2, 0.1)
LOOKS = 100  # a step is found to one part in so many of the run


def moments(spec: RunSpec) -> tuple[int, ...]:
    """Evenly over the run, its first and last step among them."""
    steps, looks = spec.training.steps, min(LOOKS, spec.training.steps)
    return tuple(dict.fromkeys(round(steps * look / looks) for look in range(looks + 1)))


def found(arm: Arm) -> Values:
    """`steps to 0.2` and its like: the first moment at which the loss is below; None where none is. With the scores at
    the last."""
    losses = [arm.evaluation.clean(row, step) for step, row in zip(arm.steps, arm.rows, strict=True)]
    values = scores.found(arm)
    for level in LEVELS:
        below = (step for step, loss in zip(arm.steps, losses, strict=True) if loss < level)
        values[f"steps to {level}"] = next(map(float, below), None)
    return values


def seconds(spec: RunSpec) -> float:
    return passes_seconds(len(moments(spec)), spec.data.n, spec.plan) + scores.seconds(spec)


SPEED = Probe(moments, found, seconds)
