"""What a run costs, by its spec alone: known before anything of it is made, so that it can be refused for nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from app.engine.coins import MOST_COINS
from app.runs.data.data_set import CURVE_POINTS, MAP_SIDE, TEST_GRID, TEST_IMAGES, TEST_POINTS
from app.runs.data.tasks import TASKS
from app.runs.nets.parts import DenseNet
from app.runs.nets.plan import Plan
from app.runs.spec.budget import (
    HEAVY,
    MOMENT_MAX,
    chance_seconds,
    keeps_rows,
    key_steps,
    pass_seconds,
    step_seconds,
    work,
)
from app.runs.spec.run_spec import RunSpec

EVALUATED = 1024  # samples that go through a network at once while it is evaluated,
EVALUATED_BYTES = 2 << 20  # or fewer, where all neurons' values of so many would need more than this
PART_SECONDS = 3e-3  # that a part may take of what the server computes
MASKED = 600  # samples, or more, that one value of the training loss with masks on is a mean over
CURSORS, COSTLY_CURSORS = 4, 2  # trainings that a run's steps are computed with
WEIGHT_MASKS = 24  # that the same is a mean over, where weights are masked: a part of the samples shares each
COINS_BYTES = 12 << 16  # of one training: a block of coins, and the masks drawn ahead
LEARNED_BYTES = 1024  # of an evaluation: confusion matrix, dead neurons
BODIES_BYTES = 4 << 20  # of a run's frames, kept for all who watch it


class Cost(NamedTuple):
    """Seconds and bytes of one arm, about.

    outcome_at_once: what both arms have learned can be computed on the server's loop; if not, the worker
    does it where it evaluates anyway. frame_at_once: so can a frame; if not, it is made in slices.
    heavy: the worker is busy with it for long. log, job: bytes that it needs in the server, kept, and in the
    worker, while it trains; run: those of what the server computes its steps with.
    """

    seconds: float
    outcome_at_once: bool
    frame_at_once: bool
    heavy: bool
    log: int
    job: int
    run: int


@lru_cache(maxsize=1024)
def cost(spec: RunSpec) -> Cost:
    """What an arm of this spec costs."""
    plan, steps, batch = spec.plan, spec.training.steps, spec.training.batch
    units, rows = sum(plan.sizes), keeps_rows(steps, plan.state)
    step = step_seconds(spec.training, plan)
    test, points = tested(spec), shown(spec)
    masked = masks_a_sample(spec.data.n) * spec.data.n
    masks = WEIGHT_MASKS * chance_seconds(1, plan) if plan.masks_weights else 0.0
    evaluation = pass_seconds(spec.data.n + masked + test + points, plan) + masks
    dead = spec.data.n if isinstance(spec.net, DenseNet) and spec.net.activation == "relu" else 0
    outcome_at_once = 2 * pass_seconds(dead + (points or test), plan) <= MOMENT_MAX
    frame_at_once = step <= MOMENT_MAX
    seconds = work(spec.training, plan) + min(plan.points, steps) * evaluation
    training = 8 * 7 * plan.state + 8 * plan.arrays * batch * units + masks_bytes(plan, batch)
    data = 8 * (2 * (spec.data.n + test) + masked + points) * (spec.sizes[0] + 3)  # evaluation has its own, in parts
    frames = 1024 * (1024 + 2 * units + batch * units // 6)
    return Cost(
        seconds=seconds,
        outcome_at_once=outcome_at_once,
        frame_at_once=frame_at_once,
        heavy=seconds > HEAVY,
        log=_log_bytes(spec, 0 if outcome_at_once else LEARNED_BYTES + 4 * points),
        job=training + 8 * 2 * plan.state + 3 * 8 * units * evaluated_at_once(units) + data,
        run=cursors(rows, frame_at_once) * training + data + min(BODIES_BYTES, frames),
    )


def masks_bytes(plan: Plan, batch: int) -> int:
    """What a training keeps of coins and masks."""
    if plan.columns and not plan.masks_weights:
        return COINS_BYTES
    return 12 * max(MOST_COINS, plan.coins(batch)) + 2 * 8 * plan.factors(batch)


def cursors(rows: bool, frame_at_once: bool) -> int:
    """How many trainings compute a run's steps again; where all parameters are kept, one goes to any step at once."""
    return 1 if rows else CURSORS if frame_at_once else COSTLY_CURSORS


def evaluated_at_once(units: int) -> int:
    """How many samples an evaluation puts through the network at once: a bound on memory, and on time."""
    return max(32, min(EVALUATED, EVALUATED_BYTES // (8 * units)))


def passed_at_once(plan: Plan) -> int:
    """How many samples go through the network in one part of what the server computes: in 3 ms, and with no more coins
    than a block may have."""
    drawn = max(1, plan.coins(2) - plan.coins(1))  # for one sample more
    quick = int(PART_SECONDS / pass_seconds(1, plan))
    return max(1, min(evaluated_at_once(sum(plan.sizes)), quick, MOST_COINS // drawn))


def masks_a_sample(n: int) -> int:
    """How many masks each of n training samples goes through with where the loss is evaluated with masks on."""
    return max(1, MASKED // n)


def tested(spec: RunSpec) -> int:
    """How many samples its test set has."""
    return _sizes(spec)[0]


def shown(spec: RunSpec) -> int:
    """How many points its map or curve has; 0 where there is none."""
    return _sizes(spec)[1]


def _sizes(spec: RunSpec) -> tuple[int, int]:
    """(samples of the test set, points of the map or curve; 0 where there is none)."""
    task = TASKS[spec.data.name].kind
    if task == "classes":
        return TEST_IMAGES, 0
    return (TEST_GRID, CURVE_POINTS) if task == "regression" else (TEST_POINTS, MAP_SIDE**2)


def _log_bytes(spec: RunSpec, learned: int) -> int:
    """Of a log that keeps so many bytes of what is learned at each evaluation."""
    steps, state = spec.training.steps, spec.plan.state
    rows = 4 * (steps + 1) * state if keeps_rows(steps, state) else 0
    states = 12 * state * -(-steps // key_steps(steps, state))
    return 4 * (steps + 1) + rows + states + (min(spec.plan.points, steps) + 2) * (40 + learned)
