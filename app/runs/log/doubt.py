"""What Monte-Carlo passes say of their own doubt, near the training points and far from them, and whether it can be
relied on."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.losses import LOSSES
from app.runs.data.data_set import MAP_EDGE, DataSet, on_curve
from app.runs.data.tasks import Kind
from app.runs.log.outcome import entropy
from app.runs.training.evaluation import Evaluation

NEAR, FAR = 1.5, 2.5  # how far from the next training point is far
AT = 500  # test points that are asked at the data
BEYOND = (3.0, 4.0)  # |x| of a curve that is far from its points
OUTSIDE = 100  # points there, on both sides
COMPARED = 20  # training points that distances are measured to at once
BIT = float(np.log(2))  # in nats


class Doubt(NamedTuple):
    """Over passes, in bits, each a mean over points: the entropy of the mean prediction, and of it the mutual
    information of class and mask."""

    entropy: float
    information: float


class Agreement(NamedTuple):
    """What passes say together, added up pass by pass. first: what the first says; mean, spread: of them all, (samples,
    outputs) each; expected: of the entropies that they have each, the mean, in nats, (samples,)."""

    first: Array
    mean: Array
    spread: Array
    expected: Array

    @property
    def entropy(self) -> Array:
        """Of the mean prediction, in nats: all the doubt there is about the class. Of probabilities."""
        return entropy(self.mean)

    @property
    def information(self) -> Array:
        """Mutual information of class and mask, as `Passes.information`."""
        return np.maximum(self.entropy - self.expected, 0.0)


class Asked(Protocol):
    """Whoever makes passes: with one mask for all samples (`Evaluation`), or one for each (`Fresh`)."""

    def pass_in_parts(
        self, theta: NDArray[Any], x: Array, number: int, step: int = 0
    ) -> Generator[None, None, Array]: ...


class Band(NamedTuple):
    """Of a curve, the mean over passes. covered: the share of points at which the true curve lies within two standard
    deviations of the mean; spread: the standard deviation."""

    covered: float
    spread: float


def agreement_in_parts(
    asked: Asked, theta: NDArray[Any], x: Array, k: int, step: int, kind: Kind
) -> Generator[None, None, Agreement]:
    """Of K passes over these samples, with a pause after each part."""
    predict, expected = LOSSES[kind].predict, np.zeros(len(x))
    for number in range(k):
        said = predict((yield from asked.pass_in_parts(theta, x, number, step)))
        if number == 0:
            first, total, squares = said, np.zeros_like(said), np.zeros_like(said)
        total += said
        squares += np.square(said)
        if kind != "regression":
            expected += entropy(said)
        yield
    mean = total / k
    return Agreement(first, mean, np.sqrt(np.maximum(squares / k - mean * mean, 0.0)), expected / k)


def doubts_in_parts(
    evaluation: Evaluation, theta: NDArray[Any], k: int, step: int = 0
) -> Generator[None, None, tuple[Doubt, Doubt]]:
    """Of points in the plane: at test points, and far from all training points; with a pause after each part."""
    data, found = evaluation.data, []
    for points in (data.x_test[:AT], (yield from far_in_parts(data))):
        passes = yield from agreement_in_parts(evaluation, theta, points, k, step, data.task)
        found.append(Doubt(float(passes.entropy.mean() / BIT), float(passes.information.mean() / BIT)))
    return found[0], found[1]


def bands_in_parts(
    evaluation: Evaluation, theta: NDArray[Any], k: int, step: int = 0
) -> Generator[None, None, tuple[Band, Band]]:
    """Of a curve: between its ends, and beyond them; with a pause after each part."""
    x = np.linspace(*BEYOND, OUTSIDE // 2)[:, None]
    inside, outside = evaluation.data.x_test, np.concatenate([-x[::-1], x])
    found = []
    for points, truth in ((inside, evaluation.data.clean_y_test), (outside, on_curve(outside))):
        z = (yield from evaluation.passes_in_parts(theta, points, k, step))[..., 0]
        covered = np.abs(z.mean(axis=0) - truth[:, 0]) <= 2 * z.std(axis=0)
        found.append(Band(float(covered.mean()), float(z.std(axis=0).mean())))
    return found[0], found[1]


def far_in_parts(data: DataSet) -> Generator[None, None, Array]:
    """Points of a plane twice as wide as the map whose nearest training point is NEAR to FAR away: (points, 2)."""
    side = np.linspace(-2 * MAP_EDGE, 2 * MAP_EDGE, 45)
    plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    squares = np.full(len(plane), np.inf)
    for start in range(0, len(data.x), COMPARED):
        apart = plane[:, None] - data.x[None, start : start + COMPARED]
        np.minimum(squares, (apart**2).sum(axis=2).min(axis=1), out=squares)
        yield
    distance = np.sqrt(squares)
    return np.asarray(plane[(distance >= NEAR) & (distance <= FAR)])


def roughness(said: Array, side: int) -> float:
    """How much a prediction changes from one point of a map to the next, on average over both directions. said: (side *
    side, 1)."""
    of = said.reshape(side, side)
    return float((np.abs(np.diff(of, axis=0)).mean() + np.abs(np.diff(of, axis=1)).mean()) / 2)
