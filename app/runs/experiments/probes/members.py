"""The mean of subnetworks of an arm at its last step, of more and more of them, beside the full network."""

from __future__ import annotations

from app.runs.experiments.arm import Arm, Probe, at_the_end
from app.runs.experiments.cell import Values
from app.runs.log.ensemble import ensemble
from app.runs.spec.budget import pass_seconds
from app.runs.spec.cost import tested
from app.runs.spec.run_spec import RunSpec

COUNTS = (1, 2, 5, 10, 20, 50, 100)
AT = tuple(map(str, COUNTS))
PASS_SECONDS = 1e-3  # to add one up, besides the pass


def found(arm: Arm) -> Values:
    """Of the arithmetic mean of the first 1, 2, ..., 100: `loss 20`, and for classes `error 20` and `excess 20`, less
    the full network's; how far it is from that, `arithmetic 20`, and the geometric mean, `geometric 20`, in nats."""
    spec, step = arm.spec, arm.steps[-1]
    count = COUNTS[-1] if spec.place else 1  # without masks all say the same
    of, values = ensemble(arm.evaluation, arm.rows[-1], count, step), Values()
    for at, number in zip(AT, COUNTS, strict=True):
        mean, geometric = (means[min(number, count) - 1] for means in (of.arithmetic, of.geometric))
        values |= {f"loss {at}": mean.loss}
        values |= {f"arithmetic {at}": mean.divergence, f"geometric {at}": geometric.divergence}
        if arm.data.task != "regression":
            values |= {f"error {at}": mean.error, f"excess {at}": mean.error - of.full.error}
    return values


def seconds(spec: RunSpec) -> float:
    count = COUNTS[-1] if spec.place else 1
    return count * (pass_seconds(tested(spec), spec.plan) + PASS_SECONDS)


ENSEMBLE = Probe(at_the_end, found, seconds)
