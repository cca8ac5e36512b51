"""How far the variances that batch normalisation has kept in training are from those that it meets in evaluation.

ratio = running variance / variance of what the layer reads, dropout off, over the training set; the median over neurons

A mask before the layer makes what it reads vary more in training: directly behind dropout the ratio is
((c^2 + v) / q - c^2) / v for an activation of mean c and variance v. 1 is consistent.
Source: Li, Chen, Hu and Yang 2019 (variance shift).
"""

from __future__ import annotations

import numpy as np

from app.engine import BatchNorm
from app.engine.layer import Array
from app.runs.experiments.arm import Arm, Probe, at_the_end
from app.runs.experiments.cell import Values
from app.runs.experiments.probes import scores
from app.runs.spec.budget import passes_seconds
from app.runs.spec.run_spec import RunSpec


def found(arm: Arm) -> Values:
    """The scores as the network is; `ratio 1` and on of each layer, `ratio first` and `ratio last`; and the scores
    again, with each layer's mean and variance taken anew, dropout off: `test again` and its like."""
    ratios = ratios_of(arm)
    values = scores.found(arm) | {f"ratio {k}": ratio for k, ratio in enumerate(ratios, 1)}
    values |= {"ratio first": ratios[0], "ratio last": ratios[-1]} if ratios else {}
    row = taken_anew(arm).astype(np.float32)
    again = scores.values_of(arm.evaluation.score(row, arm.steps[-1]))
    return values | {f"{name} again": value for name, value in again.items()}


def ratios_of(arm: Arm) -> list[float | None]:
    """Of each layer; None where no neuron varies."""
    return [ratio(layer, x) for layer, x in _read(arm, anew=False)]


def taken_anew(arm: Arm) -> Array:
    """The network's state with statistics of the whole training set, dropout off, from the first layer up."""
    for _ in _read(arm, anew=True):
        pass
    return arm.evaluation.model.network.state.copy()


def ratio(layer: BatchNorm, x: Array) -> float | None:
    met = x.var(axis=0, ddof=1)
    varies = met > 0  # a neuron that is dead in evaluation has nothing to compare
    return float(np.median(layer.statistics["variance"][varies] / met[varies])) if varies.any() else None


def _read(arm: Arm, anew: bool) -> list[tuple[BatchNorm, Array]]:
    """Each normalisation and what it reads of the training set. anew: whether it takes its statistics from that."""
    model, x, read = arm.evaluation.model, arm.data.x, []
    model.network.state[...] = arm.rows[-1]
    model.put(arm.spec.rates(arm.steps[-1]))
    for layer in model.network.layers:
        if isinstance(layer, BatchNorm):
            read.append((layer, x))
            if anew:
                layer.statistics["mean"][...] = x.mean(axis=0)
                layer.statistics["variance"][...] = x.var(axis=0, ddof=1)
        x = layer.forward(x)
    return read


def seconds(spec: RunSpec) -> float:
    return 2 * scores.seconds(spec) + passes_seconds(2, spec.data.n, spec.plan)


VARIANCE = Probe(at_the_end, found, seconds)
