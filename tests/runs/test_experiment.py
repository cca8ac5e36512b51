"""Experiments: the same runs as the explorer's, without a log."""

import itertools
import math

import numpy as np
import pytest

from app.runs.arm_log import ArmLog
from app.runs.evaluation import Score
from app.runs.experiment import Pair, last_scores, over_seeds
from app.runs.job import Job
from app.runs.spec import RunSpec


def last_of_log(spec: RunSpec) -> Score:
    log, job = ArmLog(spec), Job(spec, None)
    while not log.ended:
        log.append(job.slice(itertools.count().__next__, 1000))
    return Score(*log.scores[-1].tolist())


def test_the_scores_are_those_of_the_logged_run_at_its_last_step() -> None:
    spec = RunSpec.from_query("steps=60&p=0.3")
    pair = last_scores(spec.query())
    for found, arm in zip(pair, (spec, spec.twin()), strict=True):
        assert np.float32(found).tolist() == list(last_of_log(arm))


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
