"""What an arm does with its spare neurons: its scores at the last step, how many are dead, how many matter."""

from __future__ import annotations

from app.runs.experiments.arm import Arm, Probe, at_the_end
from app.runs.experiments.cell import Values
from app.runs.experiments.probes import neurons, scores
from app.runs.spec.cost import tested
from app.runs.spec.run_spec import RunSpec
from app.runs.training.importance import importance_seconds


def found(arm: Arm) -> Values:
    return scores.found(arm) | neurons.counted(*neurons.measured(arm, pairs=0))


def seconds(spec: RunSpec) -> float:
    return scores.seconds(spec) + importance_seconds(spec, tested(spec), pairs=0)


WIDTH = Probe(at_the_end, found, seconds)
