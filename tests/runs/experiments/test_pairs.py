import math

import numpy as np
import pytest

from app.runs.experiments.pairs import DIVERGED, ENOUGH, NEVER, Pair, interval, reading, summary, written


def pairs_of(*differences: float) -> list[Pair]:
    return [Pair(seed, 1.0 + difference, 1.0) for seed, difference in enumerate(differences, 1)]


def test_a_reading_is_a_number_never_or_diverged() -> None:
    assert reading({"test": 0.5}, "test") == 0.5
    assert reading({"steps to 0.1": None}, "steps to 0.1") == NEVER
    assert math.isnan(reading({"diverged": 12.0}, "test"))
    with pytest.raises(KeyError):
        reading({"test": 0.5}, "accuracy")


def test_wins_ties_and_mean_are_counted() -> None:
    found = summary([Pair(1, 0.5, 0.75), Pair(2, 0.5, 0.5), Pair(3, 1.0, 0.25)])
    assert (found.pairs, found.lower, found.same, found.higher) == (3, 1, 1, 1)
    assert found.mean == pytest.approx((-0.25 + 0 + 0.75) / 3)


def test_under_six_pairs_there_is_no_interval() -> None:
    few, enough = summary(pairs_of(*[-1.0] * (ENOUGH - 1))), summary(pairs_of(*[-1.0] * ENOUGH))
    assert math.isnan(few.low)
    assert not few.enough
    assert enough.enough
    assert (enough.low, enough.high) == (-1.0, -1.0)


def test_the_interval_is_that_of_resampled_means() -> None:
    values = np.random.default_rng(3).normal(-0.3, 1, 12)
    means = np.random.default_rng(5).choice(values, (40_000, 12)).mean(axis=1)
    assert interval(tuple(values)) == pytest.approx(np.percentile(means, (2.5, 97.5)), abs=0.03)


def test_the_interval_is_the_same_every_time_and_whatever_else_is_drawn() -> None:
    values = (0.1, -0.2, 0.3, 0.05, 0.6, -0.1, 0.2)
    first = interval(values)
    interval((1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 9.0))
    interval.cache_clear()
    assert interval(values) == first


def test_the_interval_of_the_negatives_mirrors_about() -> None:
    low, high = interval((0.1, -0.2, 0.3, 0.05, 0.6, -0.1))
    mirrored = interval((-0.1, 0.2, -0.3, -0.05, -0.6, 0.1))
    assert mirrored == pytest.approx((-high, -low))


def test_an_arm_that_never_gets_there_counts_and_is_in_no_mean() -> None:
    found = summary([Pair(1, NEVER, 300.0), Pair(2, 400.0, NEVER), Pair(3, NEVER, NEVER), Pair(4, 350.0, 300.0)])
    assert (found.higher, found.lower, found.same) == (2, 1, 0)
    assert (found.never, found.sized, found.mean) == (3, 1, 50.0)


def test_a_diverged_arm_is_compared_with_nothing() -> None:
    found = summary([*pairs_of(*[-1.0] * 5), Pair(6, DIVERGED, 1.0), Pair(7, NEVER, DIVERGED)])
    assert (found.pairs, found.lower, found.higher, found.diverged) == (7, 5, 0, 2)
    assert not found.enough


def test_nothing_is_no_mean() -> None:
    assert math.isnan(summary([]).mean)


def test_a_summary_is_read_as_it_is_written_down() -> None:
    counts = {"n": 24, "lower": 3, "higher": 19, "never": 1, "diverged": 0}
    found = written({**counts, "difference": {"mean": 0.5, "low": None, "high": None, "n": 23}})
    assert (found.pairs, found.lower, found.higher, found.same, found.never, found.sized) == (24, 3, 19, 1, 1, 23)
    assert (found.mean, math.isnan(found.low)) == (0.5, True)
