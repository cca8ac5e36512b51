"""Who matters in an arm at its last step, and how much its hidden neurons say, over its hidden layers."""

from __future__ import annotations

from collections.abc import Sequence

from app.runs.experiments.arm import Arm, Probe, at_the_end
from app.runs.experiments.cell import Values
from app.runs.experiments.probes import scores
from app.runs.spec.cost import tested
from app.runs.spec.run_spec import RunSpec
from app.runs.training.activity import Activity, activity_in_parts
from app.runs.training.evaluation import at_once
from app.runs.training.importance import PAIRS, LayerImportance, importance_in_parts, importance_seconds


def found(arm: Arm) -> Values:
    """`largest`: the largest of max I / L; `gini`: of the last hidden layer; `interaction`, `redundancy`, `active`,
    `activation`, `sparsity`: means over the layers; the first three of each layer too, as `gini h1`; the scores; and
    what `counted` has."""
    importance, activity = measured(arm, PAIRS)
    values = scores.found(arm) | counted(importance, activity)
    values |= {
        "largest": max((of.largest for of in importance if of.largest is not None), default=None),
        "gini": importance[-1].gini,
        "interaction": mean([of.interaction for of in importance]),
        "redundancy": mean([of.redundancy for of in activity]),
        "active": mean([of.active for of in activity]),
        "activation": mean([of.mean for of in activity]),
        "sparsity": mean([of.sparsity for of in activity]),
    }
    for k, (of, does) in enumerate(zip(importance, activity, strict=True), 1):
        values |= {f"gini h{k}": of.gini, f"interaction h{k}": of.interaction, f"redundancy h{k}": does.redundancy}
    return values


def measured(arm: Arm, pairs: int) -> tuple[tuple[LayerImportance, ...], tuple[Activity, ...]]:
    """Of each hidden layer."""
    row, step = arm.rows[-1], arm.steps[-1]
    importance = at_once(importance_in_parts(arm.evaluation, row, step, pairs))
    return importance, at_once(activity_in_parts(arm.evaluation, row, step))


def counted(importance: Sequence[LayerImportance], activity: Sequence[Activity]) -> Values:
    """Of all hidden neurons: `effective`, how many matter, `dead` and `idle`: which shares are, or matter nothing."""
    neurons = sum(len(of.loss) for of in importance)
    return {
        "effective": sum(of.effective or 0.0 for of in importance),
        "dead": sum(of.dead for of in activity) / neurons,
        "idle": sum(of.idle for of in importance) / neurons,
    }


def mean(values: Sequence[float | None]) -> float | None:
    """Of those that there are."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def seconds(spec: RunSpec) -> float:
    return scores.seconds(spec) + importance_seconds(spec, tested(spec))


NEURONS = Probe(at_the_end, found, seconds)
