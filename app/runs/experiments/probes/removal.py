"""What is left of an arm at its last step when a share of its hidden neurons is taken away at random."""

from __future__ import annotations

from app.runs.experiments.arm import Arm, Probe, at_the_end
from app.runs.experiments.cell import Values
from app.runs.spec.cost import tested
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import at_once
from app.runs.training.removal import SHARES, removal_seconds, removed_in_parts

AT = tuple(f"{share:g}" for share in SHARES)  # the shares as a link writes them


def found(arm: Arm) -> Values:
    """`loss 0.5`, and for classes `accuracy 0.5`, of each share: means over the draws."""
    values: Values = {}
    for at, of in zip(AT, at_once(removed_in_parts(arm.evaluation, arm.rows[-1], arm.steps[-1])), strict=True):
        values[f"loss {at}"] = of.loss
        if arm.data.task != "regression":
            values[f"accuracy {at}"] = of.accuracy
    return values


def seconds(spec: RunSpec) -> float:
    return removal_seconds(spec, tested(spec))


REMOVAL = Probe(at_the_end, found, seconds)
