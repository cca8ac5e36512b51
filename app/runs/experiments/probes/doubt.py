"""What passes of an arm at its last step do not agree in: at the data, and far from them."""

from __future__ import annotations

from collections.abc import Sequence

from app.runs.data.tasks import TASKS
from app.runs.experiments.arm import Arm, Probe, at_the_end
from app.runs.experiments.cell import Values
from app.runs.log.doubt import AT, OUTSIDE, Band, Doubt, bands_in_parts, doubts_in_parts
from app.runs.spec.budget import pass_seconds
from app.runs.spec.cost import tested
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import at_once

PASSES = 100
FAR = 700  # points that are far from the data, about
PASS_SECONDS = 0.2e-3  # to add one up, besides the pass


def found(arm: Arm) -> Values:
    """Of points in the plane, in bits: `information at`, `information far`, `entropy at`, `entropy far`, and by how
    much each is higher far away, `information rise` and `entropy rise`. Of a curve: `covered at` and `covered far`, the
    shares of it that lie in the band, and the standard deviation, `spread at`, `spread far`, `spread rise`."""
    if arm.data.bounds is None:
        return {}
    passes = PASSES if arm.spec.place else 1  # without masks all say the same
    asked = (arm.evaluation, arm.rows[-1], passes, arm.steps[-1])
    both: Sequence[Doubt | Band] = at_once(
        doubts_in_parts(*asked) if arm.data.task == "binary" else bands_in_parts(*asked)
    )
    (near, far), values = both, Values()
    for name, here in near._asdict().items():
        there = getattr(far, name)
        values |= {f"{name} at": here, f"{name} far": there, f"{name} rise": there - here}
    return values


def seconds(spec: RunSpec) -> float:
    kind = TASKS[spec.data.name].kind
    if kind == "classes":
        return 0.0
    points = AT + FAR if kind == "binary" else tested(spec) + OUTSIDE
    return (PASSES if spec.place else 1) * (pass_seconds(points, spec.plan) + PASS_SECONDS)


DOUBT = Probe(at_the_end, found, seconds)
