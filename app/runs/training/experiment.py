"""Many runs for one question: training without a log, a stream or a page.

Each run is a plain function of its spec, so an `Executor` may spread them over processes or machines.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Row
from app.runs.training.evaluation import Evaluation, Score
from app.runs.training.loop import Training


class Pair(NamedTuple):
    """The scores of both arms of a run at its last step."""

    dropout: Score
    twin: Score

    @property
    def wins_loss(self) -> bool:
        """Whether dropout has the lower test loss."""
        return self.dropout.test < self.twin.test

    @property
    def wins_accuracy(self) -> bool:
        """Whether dropout has the better test accuracy; a tie is no win."""
        return self.dropout.accuracy > self.twin.accuracy


class History(NamedTuple):
    """One arm of a run, dropout off: its scores at some steps, (steps, 3), which share of the flipped training labels
    it says at the last of them, NaN where no label is flipped, and its parameters then, as a log keeps them."""

    scores: NDArray[np.float64]
    wrong: float
    row: Row


def last_scores(query: str) -> Pair:
    """Train both arms of a run to the end and evaluate them, dropout off."""
    dropout, twin = scores_over_time(query, [RunSpec.from_query(query).training.steps])
    return Pair(Score(*dropout.scores[-1].tolist()), Score(*twin.scores[-1].tolist()))


def over_seeds(spec: RunSpec, seeds: Iterable[int], executor: Executor | None = None) -> list[Pair]:
    """`last_scores` of the same spec with each seed (data, weights, batches and masks together)."""
    queries = [spec.but(seed=str(seed)).query() for seed in seeds]
    return list(executor.map(last_scores, queries) if executor else map(last_scores, queries))


def scores_over_time(query: str, steps: Iterable[int]) -> tuple[History, History]:
    """Both arms (dropout, twin) of a run at these steps, which rise."""
    spec = RunSpec.from_query(query)
    data, moments = load(spec.data, spec.seeds.data), [int(step) for step in steps]

    def history(arm: RunSpec) -> History:
        training, evaluation, scores = Training(arm, data), Evaluation(arm, data), []
        for step in moments:
            training.advance(step)
            scores.append(evaluation.score(training.row, step))
        wrong = _wrong_labels_said(evaluation, training.row, moments[-1])
        return History(np.array(scores), wrong, training.row.copy())

    with np.errstate(all="ignore"):
        return history(spec), history(spec.twin())


def _wrong_labels_said(evaluation: Evaluation, theta: NDArray[Any], step: int) -> float:
    data = evaluation.data
    if data.task == "regression":
        return float("nan")
    labels = data.y.reshape(-1)
    flipped = labels != data.clean_y.reshape(-1)
    said = evaluation.classes(evaluation.output(theta, data.x, step))
    return float((said == labels)[flipped].mean()) if flipped.any() else float("nan")
