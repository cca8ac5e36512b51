"""What papers on dropout found at large scale holds at small scale on digits, in what was measured over fresh seeds."""

from itertools import pairwise

import pytest

from app.runs.experiments.best import at, best, measured


@pytest.mark.parametrize(("measure", "sign"), [("test", 1), ("accuracy", -1)])
def test_test_loss_and_error_over_p_are_a_u(measure: str, sign: int) -> None:
    """Srivastava et al. 2014, figure 9."""
    points = measured("p-digits", measure)
    worse = [sign * point.ours for point in points]
    lowest = worse.index(min(worse))
    assert points[lowest].value in ("0.4", "0.5", "0.6")
    assert all(a > b for a, b in pairwise(worse[: lowest + 1]))
    assert all(a < b for a, b in pairwise(worse[lowest:]))


def test_the_error_of_a_mean_over_masks_falls_towards_that_of_the_full_network() -> None:
    """Srivastava et al. 2014, figure 11. Of 100 masks it is still no lower in most seeds."""
    excess = {point.value: point.ours for point in measured("members", "excess")}
    assert all(excess[a] > excess[b] for a, b in pairwise(("1", "2", "5", "10", "20", "50")))
    assert excess["1"] > 0.1
    assert abs(excess["100"]) < 0.005


def test_dropout_gains_most_at_middle_sizes_of_the_data() -> None:
    """Srivastava et al. 2014, figure 10; a fifth of the labels is wrong."""
    gains = {point.value: point.mean for point in measured("samples", "accuracy", "0.2")}
    assert gains["100"] < gains["300"] > gains["1000"] > gains["4000"]


def test_training_takes_two_to_three_times_as_long() -> None:
    """Srivastava et al. 2014, conclusion."""
    point = at("speed", "steps-0.2", "0.5")
    assert 2 < point.ours / point.twin < 3
    assert point.better == 0


def test_the_best_p_falls_with_the_size_of_the_data() -> None:
    tops = [float(best("p-samples", "accuracy", panel).value) for panel in ("100", "300", "1000")]
    assert tops == sorted(tops, reverse=True)
    assert tops[0] > tops[-1]


def test_of_half_of_the_neurons_dropout_loses_far_less() -> None:
    """The twin loses four times as much."""
    half, whole = at("removal", "left", "0.5"), at("removal", "left", "0")
    assert half.better == half.seeds
    assert 3 * (whole.ours - half.ours) < whole.twin - half.twin
