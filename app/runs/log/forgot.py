"""A trained network that was left in training mode: the same test set predicted again and again, beside evaluation."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.losses import LOSSES
from app.runs.training.evaluation import GUESSES, Evaluation
from app.runs.training.fresh import Fresh

TIMES = 10


class Answer(NamedTuple):
    """What a network says of the test set. accuracy: NaN for a curve; shown: z of `DataSet.shown`, (points,), none for
    images; said: classes of the first six test samples, none for points."""

    loss: float
    accuracy: float
    shown: Array
    said: NDArray[np.int64]


class Forgot(NamedTuple):
    """given: in training mode, time after time; evaluated: with dropout off."""

    given: tuple[Answer, ...]
    evaluated: Answer


def forgot_in_parts(
    evaluation: Evaluation, fresh: Fresh, theta: NDArray[Any], step: int = 0, times: int = TIMES
) -> Generator[None, None, Forgot]:
    """Predict the test set so many times, each sample with a mask of its own; with a pause after each part."""
    data = evaluation.data
    x = np.concatenate([data.x_test, data.shown])
    evaluated = yield from evaluation.output_in_parts(theta, x, step)
    given = yield from fresh.passes_in_parts(theta, x, times, step)
    answers = []
    for z in given:
        answers.append(_answer(evaluation, z))
        yield
    return Forgot(tuple(answers), _answer(evaluation, evaluated))


def _answer(evaluation: Evaluation, z: Array) -> Answer:
    data, z, shown = evaluation.data, z[: len(evaluation.data.x_test)], z[len(evaluation.data.x_test) :, 0]
    loss, none = float(LOSSES[data.task]().forward(z, data.y_test)), np.empty(0, np.int64)
    if data.task == "regression":
        return Answer(loss, float("nan"), shown, none)
    said = evaluation.classes(z)
    accuracy = float((said == data.y_test.reshape(-1)).mean())
    return Answer(loss, accuracy, shown, said[:GUESSES] if data.bounds is None else none)
