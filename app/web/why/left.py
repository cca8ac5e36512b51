"""Both arms without some of their hidden neurons: computed in turns, and kept with the run."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.runs.log.run import Run
from app.runs.nets.parts import DenseNet
from app.runs.spec.run_spec import RunSpec
from app.runs.training.ablation import Left, left_in_parts, without
from app.runs.training.activity import Activity, activity_in_parts
from app.runs.training.evaluation import Evaluation
from app.runs.training.importance import LayerImportance, importance_in_parts, importance_seconds
from app.runs.training.removal import Removed, removal_seconds, removed_in_parts
from app.web.address.neurons import Neuron
from app.web.why.found import Found

MOST_SECONDS = 12.0  # that a page waits for, as they are estimated

Made = TypeVar("Made")
Both = tuple[Made, Made]  # of the arm with dropout, and of its twin
Matters = tuple[tuple[LayerImportance, ...], tuple[Activity, ...]]  # of each hidden layer
Off = tuple[Neuron, ...]


def _of_both(
    run: Run, step: int, parts: Callable[[Evaluation, NDArray[np.float32]], Generator[None, None, Made]]
) -> Generator[None, None, Both[Made]]:
    thetas = [run.theta(arm, step).copy() for arm in (0, 1)]
    yield  # with these it is independent of where the run is read next
    ours = yield from parts(run.evaluations[0], thetas[0])
    return ours, (yield from parts(run.evaluations[1], thetas[1]))


def _left(run: Run, step: int, off: Off) -> Generator[None, None, Both[list[Left]]]:
    ways = [{}, without(run.spec.dense.hidden, off)]
    return _of_both(run, step, lambda evaluation, theta: left_in_parts(evaluation, theta, ways, step))


def _at_random(run: Run, step: int, _: None) -> Generator[None, None, Both[tuple[Removed, ...]]]:
    return _of_both(run, step, lambda evaluation, theta: removed_in_parts(evaluation, theta, step))


def _matters(run: Run, step: int, _: None) -> Generator[None, None, Both[Matters]]:
    def parts(evaluation: Evaluation, theta: NDArray[np.float32]) -> Generator[None, None, Matters]:
        importance = yield from importance_in_parts(evaluation, theta, step)
        return importance, (yield from activity_in_parts(evaluation, theta, step))

    return _of_both(run, step, parts)


LEFT: Found[Off, Both[list[Left]]] = Found(_left)  # with all neurons, and without these
AT_RANDOM: Found[None, Both[tuple[Removed, ...]]] = Found(_at_random)
MATTERS: Found[None, Both[Matters]] = Found(_matters)


def has_neurons(spec: RunSpec) -> bool:
    """Whether a run's network has hidden neurons to take away."""
    return isinstance(spec.net, DenseNet)


def waits_at_random(run: Run) -> float:
    """About how many seconds AT_RANDOM takes."""
    return 2 * removal_seconds(run.spec, len(run.data.x_test))


def waits_for_matters(run: Run) -> float:
    """About how many seconds MATTERS takes."""
    return 2 * importance_seconds(run.spec, len(run.data.x_test))
