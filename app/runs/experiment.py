"""Many runs for one question: training without a log, a stream or a page.

Each run is a plain function of its spec, so an `Executor` may spread them over processes or machines.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from typing import NamedTuple

import numpy as np

from app.runs.arm_log import point_steps
from app.runs.data import load
from app.runs.evaluation import Evaluation, Score
from app.runs.spec import RunSpec
from app.runs.training import Training


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


def last_scores(query: str) -> Pair:
    """Train both arms of a run to the end and evaluate them, dropout off."""
    spec = RunSpec.from_query(query)
    return Pair(*(scores[0] for scores in _scores(spec, [spec.steps])))


def over_seeds(spec: RunSpec, seeds: Iterable[int], executor: Executor | None = None) -> list[Pair]:
    """`last_scores` of the same spec with each seed (data, weights, batches and masks together)."""
    queries = [spec.but(seed=str(seed)).query() for seed in seeds]
    return list(executor.map(last_scores, queries) if executor else map(last_scores, queries))


def scores_over_time(query: str) -> tuple[np.ndarray, np.ndarray]:
    """Scores of both arms (dropout, twin) at every evaluation of a run: (evaluations, 3) each, as in `Score`."""
    spec = RunSpec.from_query(query)
    dropout, twin = (np.array(scores) for scores in _scores(spec, point_steps(spec.steps)))
    return dropout, twin


def _scores(spec: RunSpec, steps: Iterable[int]) -> list[list[Score]]:
    """Both arms' scores (dropout, twin) at these steps, which rise."""
    data, steps = load(spec), [int(step) for step in steps]
    evaluation = Evaluation(spec, data)
    found: list[list[Score]] = []
    with np.errstate(all="ignore"):
        for arm in (spec, spec.twin()):
            training = Training(arm, data)
            found.append([])
            for step in steps:
                training.advance(step)
                found[-1].append(evaluation.score(training.network.theta))
    return found
