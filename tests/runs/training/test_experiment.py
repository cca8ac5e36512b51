"""Experiments: the same runs as the explorer's, without a log."""

import itertools
import math

import numpy as np
import pytest

from app.runs.log.arm_log import ArmLog
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Score
from app.runs.training.experiment import Pair, last_scores, over_seeds, scores_over_time
from app.runs.training.job import Job


def last_of_log(spec: RunSpec) -> Score:
    log, job = ArmLog(spec), Job(spec, None)
    while not log.ended:
        log.append(job.slice(itertools.count().__next__, 1000))
    return Score(*log.scores[-1].tolist())


def test_the_scores_are_those_of_the_logged_run_at_its_last_step() -> None:
    spec = RunSpec.from_query("steps=60&p=0.3")
    pair = last_scores(spec.query())
    for found, arm in zip(pair, (spec, spec.twin()), strict=True):
        assert found == last_of_log(arm)


def test_over_seeds_moves_all_four_seeds() -> None:
    spec = RunSpec.from_query("steps=20&seed=9")
    pairs = over_seeds(spec, [3, 4])
    assert pairs == [last_scores("steps=20&seed=3"), last_scores("steps=20&seed=4")]
    assert pairs[0] != pairs[1]


class Backwards:
    """An executor that has its own order of work."""

    def map(self, function, queries):  # type: ignore[no-untyped-def]
        return [function(query) for query in reversed(list(queries))][::-1]


def test_where_a_run_is_trained_does_not_matter() -> None:
    spec = RunSpec.from_query("steps=20")
    assert over_seeds(spec, [1, 2], Backwards()) == over_seeds(spec, [1, 2])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dropout", "twin", "loss", "accuracy"),
    [
        (Score(0.1, 0.4, 0.9), Score(0.1, 0.5, 0.8), True, True),
        (Score(0.1, 0.5, 0.8), Score(0.2, 0.4, 0.9), False, False),
        (Score(0.1, 0.4, 0.8), Score(0.1, 0.4, 0.8), False, False),
        (Score(0.1, math.nan, math.nan), Score(0.1, 0.4, 0.8), False, False),
    ],
)
def test_a_tie_or_a_loss_that_is_not_a_number_is_no_win(
    dropout: Score, twin: Score, loss: bool, accuracy: bool
) -> None:
    pair = Pair(dropout, twin)
    assert (pair.wins_loss, pair.wins_accuracy) == (loss, accuracy)


def test_scores_over_time_end_with_the_last_scores() -> None:
    query = "steps=60&p=0.3"
    arms = scores_over_time(query, [0, 30, 60])
    assert [arm.scores.shape for arm in arms] == [(3, 3)] * 2
    assert [tuple(arm.scores[-1]) for arm in arms] == list(last_scores(query))
    assert tuple(arms[0].scores[1]) == tuple(last_scores("steps=30&p=0.3").dropout)


def test_the_share_of_wrong_labels_that_an_arm_says_is_counted_over_those_that_are_wrong() -> None:
    """What is trained long enough on few points says them all, wrong ones too; without wrong ones there is no share."""

    def wrong(query: str, step: int) -> list[float]:
        return [arm.wrong for arm in scores_over_time(query, [step])]

    assert wrong("n=10&batch=10&hidden=64&p=0.01&steps=400&flip=0.3", 400) == [1.0, 1.0]
    assert all(0 <= share <= 1 for share in wrong("steps=1", 1))
    assert np.isnan(wrong("flip=0&steps=1", 1)).all()
    assert np.isnan(wrong("data=curve&steps=1", 1)).all()
