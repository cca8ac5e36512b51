"""What is measured of runs besides their scores: what p was learned, and what many masks say together.

Each function takes a run that is trained, as its spec and the last row of its log, and gives one number a name.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.losses import LOSSES
from app.runs.data.data_set import DataSet, load
from app.runs.log.doubt import FAR, NEAR, bands_in_parts, doubts_in_parts
from app.runs.log.pruned import pruned_of
from app.runs.nets.methods import DropConnect
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation, at_once

Array = NDArray[np.float64]
PASSES, MANY = 200, 1000


def measures(spec: RunSpec, row: NDArray[np.float32], twin: NDArray[np.float32]) -> dict[str, float]:
    """All that can be measured of the run's arm with dropout; twin: the other's row."""
    data = load(spec.data, spec.seeds.data)
    found = {}
    if spec.plan.learns_p:
        found |= learned_p(spec, data, row)
    if spec.plan.kind == "residual":
        found |= pruned(spec, data, row, twin)
    if isinstance(spec.method, DropConnect):
        found |= distance_of_rules(spec, data, row)
    if data.task == "binary":
        found |= doubt(spec, data, row)
    if data.task == "regression":
        found |= band(spec, data, row)
    return found


def learned_p(spec: RunSpec, data: DataSet, row: NDArray[np.float32]) -> dict[str, float]:
    """p at the last step, place by place."""
    evaluation = Evaluation(spec, data)
    evaluation.output(row, data.x[:1], spec.training.steps)
    return {f"p{place}": p for place, p in enumerate(evaluation.model.ps) if place in spec.place}


def distance_of_rules(spec: RunSpec, data: DataSet, row: NDArray[np.float32]) -> dict[str, float]:
    """How far each rule of inference is from the mean of a thousand masks: KL divergence, mean over test points."""
    steps, x, found = spec.training.steps, data.x_test[:500], {}
    truth = LOSSES[data.task].predict(Evaluation(spec, data).passes(row, x, MANY, steps)).mean(axis=0)
    for rule in ("mean", "moments"):
        other = spec.but(inference=rule)
        found[rule] = divergence(truth, LOSSES[data.task].predict(Evaluation(other, data).output(row, x, steps)))
    return found


def pruned(spec: RunSpec, data: DataSet, row: NDArray[np.float32], twin: NDArray[np.float32]) -> dict[str, float]:
    """Accuracy with all blocks, half of them, a quarter and one, evenly spread; of the twin too."""
    found = at_once(pruned_of((spec, spec.twin()), (row, twin), data))
    accuracy = {len(found) - i: of.accuracy for i, of in enumerate(found)}
    depths = {"all": len(found), "half": len(found) // 2, "quarter": len(found) // 4, "one": 1}
    both = {name: accuracy[kept] for name, kept in depths.items() if kept}
    return {f"{arm}_{name}": of[i] for name, of in both.items() for i, arm in enumerate(("kept", "twins"))}


def divergence(p: Array, q: Array) -> float:
    """KL(p || q), mean over samples; one number a sample is the probability of the second of two classes."""
    if p.shape[1] == 1:
        p, q = np.concatenate([1 - p, p], axis=1), np.concatenate([1 - q, q], axis=1)
    tiny = np.finfo(float).tiny
    return float((p * np.log(np.maximum(p, tiny) / np.maximum(q, tiny))).sum(axis=1).mean())


def doubt(spec: RunSpec, data: DataSet, row: NDArray[np.float32]) -> dict[str, float]:
    """Mutual information of class and mask, and entropy of the mean prediction, at the test points and far from all
    training points, in bits."""
    both = at_once(doubts_in_parts(Evaluation(spec, data), row, PASSES, spec.training.steps))
    named = dict(zip(("at", "far"), both, strict=True))
    return {f"{what}_{name}": getattr(of, what) for name, of in named.items() for what in ("entropy", "information")}


def band(spec: RunSpec, data: DataSet, row: NDArray[np.float32]) -> dict[str, float]:
    """Which share of the true curve lies within two standard deviations of the mean over masks."""
    inside, _ = at_once(bands_in_parts(Evaluation(spec, data), row, PASSES, spec.training.steps))
    return {"covered": inside.covered, "spread": inside.spread}


CONSTANTS = {"passes": PASSES, "many": MANY, "near": NEAR, "farthest": FAR}


def wins(found: dict[str, NDArray[Any]]) -> dict[str, int]:
    """In how many runs one measure is below another."""
    orders = {"closer": ("moments", "mean"), "doubt": ("information_at", "information_far")}
    orders |= {f"pruned_{name}": (f"twins_{name}", f"kept_{name}") for name in ("half", "quarter", "one")}
    return {
        name: int((found[low] < found[high]).sum()) for name, (low, high) in orders.items() if {low, high} <= set(found)
    }
