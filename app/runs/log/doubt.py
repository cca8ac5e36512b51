"""What Monte-Carlo passes say of their own doubt, near the training points and far from them, and whether it can be
relied on."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.losses import LOSSES
from app.runs.data.data_set import MAP_EDGE, DataSet, on_curve
from app.runs.log.outcome import Passes
from app.runs.training.evaluation import Evaluation

NEAR, FAR = 1.5, 2.5  # how far from the next training point is far
AT = 500  # test points that are asked at the data
BEYOND = (3.0, 4.0)  # |x| of a curve that is far from its points
BIT = float(np.log(2))  # in nats


class Doubt(NamedTuple):
    """Over passes, in bits, each a mean over points: the entropy of the mean prediction, and of it the mutual
    information of class and mask."""

    entropy: float
    information: float


class Band(NamedTuple):
    """Of a curve, the mean over passes. covered: the share of points at which the true curve lies within two standard
    deviations of the mean; spread: the standard deviation."""

    covered: float
    spread: float


def doubts_in_parts(
    evaluation: Evaluation, theta: NDArray[Any], k: int, step: int = 0
) -> Generator[None, None, tuple[Doubt, Doubt]]:
    """Of points in the plane: at test points, and far from all training points; with a pause after each part."""
    data, found = evaluation.data, []
    for points in (data.x_test[:AT], far_from(data)):
        z = yield from evaluation.passes_in_parts(theta, points, k, step)
        passes = Passes(LOSSES[data.task].predict(z))
        found.append(Doubt(float(passes.entropy.mean() / BIT), float(passes.information.mean() / BIT)))
        yield
    return found[0], found[1]


def bands_in_parts(
    evaluation: Evaluation, theta: NDArray[Any], k: int, step: int = 0
) -> Generator[None, None, tuple[Band, Band]]:
    """Of a curve: between its ends, and beyond them; with a pause after each part."""
    x = np.linspace(*BEYOND, 50)[:, None]
    inside, outside = evaluation.data.x_test, np.concatenate([-x[::-1], x])
    found = []
    for points, truth in ((inside, evaluation.data.clean_y_test), (outside, on_curve(outside))):
        z = (yield from evaluation.passes_in_parts(theta, points, k, step))[..., 0]
        covered = np.abs(z.mean(axis=0) - truth[:, 0]) <= 2 * z.std(axis=0)
        found.append(Band(float(covered.mean()), float(z.std(axis=0).mean())))
    return found[0], found[1]


def far_from(data: DataSet) -> Array:
    """Points of a plane twice as wide as the map whose nearest training point is NEAR to FAR away: (points, 2)."""
    side = np.linspace(-2 * MAP_EDGE, 2 * MAP_EDGE, 45)
    plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    distance = np.sqrt(((plane[:, None] - data.x[None]) ** 2).sum(axis=2)).min(axis=1)
    return np.asarray(plane[(distance >= NEAR) & (distance <= FAR)])


def roughness(said: Array, side: int) -> float:
    """How much a prediction changes from one point of a map to the next, on average over both directions and all
    passes. said: (passes, side * side, 1)."""
    maps = said.reshape(-1, side, side)
    return float((np.abs(np.diff(maps, axis=1)).mean() + np.abs(np.diff(maps, axis=2)).mean()) / 2)
