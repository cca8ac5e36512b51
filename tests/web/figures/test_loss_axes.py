"""The scale of the loss chart."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.web.figures import loss_axes as axes

losses = st.floats(0.001, 1e4)
ALL = np.arange(151) * 10


def top(line: list[float], start: float, steps: int = 1500) -> float:
    values = np.array(line)
    return axes.axis_top([values], start, ALL[: len(values)], steps)


def test_a_step_and_a_loss_lie_at_their_share_of_the_plot() -> None:
    assert (axes.across(0, 1500), axes.across(400, 1500), axes.across(1500, 1500)) == ("0%", "26.6667%", "100%")
    assert (axes.down(0, 2), axes.down(1.5, 2), axes.down(2, 2)) == ("100%", "25%", "0%")


def test_what_is_above_the_axis_is_at_its_top() -> None:
    assert axes.down(1e9, 2) == "0%"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(1, 1.3), min_size=151, max_size=151), st.floats(1e-6, 1e6))
def test_an_ordinary_line_lies_under_the_top_with_room_for_a_label(shape: list[float], scale: float) -> None:
    line = [scale * value for value in shape]
    found = top(line, line[0])
    assert max(line) <= found <= 2 * max(line)
    assert max(line[30:]) <= 0.9 * found


def test_a_few_peaks_do_not_flatten_the_rest() -> None:
    line = [0.5] * 151
    line[70:72] = [90.0, 40.0]
    assert top(line, 0.5) <= 0.9


def test_a_steep_beginning_does_not_flatten_the_rest() -> None:
    assert top([1.6, 0.9, 0.5, 0.3] + [0.05] * 147, 1.6) <= 0.11


def test_a_loss_that_explodes_is_cut_at_a_multiple_of_where_it_began() -> None:
    assert top([0.7 * 2.0**i for i in range(151)], 0.7) == 4.5  # 6 x 0.7 = 4.2, and the next round number


@settings(deadline=None, max_examples=15)
@given(st.lists(losses, min_size=31, max_size=151), st.integers(1, 30))
def test_the_axis_of_a_run_that_trains_falls_at_most_where_its_beginning_is_seen_to_be_high(
    line: list[float], early: int
) -> None:
    tops = [top(line[:count], line[0]) for count in range(31, len(line) + 1)]  # past a fifth of the steps
    assert all(later >= earlier for earlier, later in pairwise(tops))
    before = [top(line[:count], line[0]) for count in range(1, early + 1)]
    assert all(later >= earlier for earlier, later in pairwise(before))


def test_the_axis_of_a_run_without_points_ends_at_1() -> None:
    assert axes.axis_top([np.empty(0)], 0.0, ALL[:0], 1500) == 1.0


@settings(deadline=None)
@given(st.integers(1, 20_000))
def test_step_ticks_begin_at_0_end_at_the_last_step_and_keep_apart(steps: int) -> None:
    ticks = axes.step_ticks(steps)
    assert ticks[0] == 0
    assert ticks[-1] == steps
    assert len(ticks) <= 6
    assert all(later - tick > 0.1 * steps for tick, later in pairwise(ticks))


@settings(deadline=None)
@given(losses)
def test_loss_ticks_are_few_and_end_at_or_under_the_top(value: float) -> None:
    found = axes.round_up(value)
    ticks = axes.loss_ticks(found)
    assert 2 <= len(ticks) <= 4
    assert ticks[-1] <= found * (1 + 1e-9)


def test_a_path_is_in_steps_and_losses_and_stops_before_what_is_not_finite() -> None:
    line = np.array([1.25, 0.5, 0.0, np.nan, 0.3])
    assert axes.line_path([0, 10, 20, 30, 40], line, 1.3) == "M0 1.25L10 .5L20 0"


@pytest.mark.parametrize("scale", [1e-5, 0.02, 1.0, 30.0, 4e6])
def test_a_path_is_exact_to_a_thousandth_of_the_axis(scale: float) -> None:
    line = scale * np.random.default_rng(1).random(151)
    found = [float(point.split()[1]) for point in axes.line_path(ALL.tolist(), line, scale)[1:].split("L")]
    assert found == pytest.approx(line, abs=0.0006 * scale)


def test_what_is_far_above_the_axis_stays_near_it_in_a_path() -> None:
    assert axes.line_path([0, 1], np.array([0.5, 1e30]), 1.0) == "M0 .5L1 4"


def test_the_area_between_two_lines_is_under_one_of_them_alone() -> None:
    assert axes.between("M0 1L2 1", "M0 .5L2 .5") == "M0 1L2 1V0H0ZM0 .5L2 .5V0H0Z"
    assert axes.between("", "M0 1") == ""


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_what_is_no_positive_number_rounds_up_to_1(value: float) -> None:
    assert axes.round_up(value) == 1.0
