"""Geometry of the loss chart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web import loss_axes as axes

losses = st.floats(0.001, 1e4)


def test_the_axes_run_from_edge_to_edge() -> None:
    assert axes.x_of(0, 1500) == axes.LEFT
    assert axes.x_of(1500, 1500) == axes.RIGHT
    assert axes.y_of(0, 2) == axes.BOTTOM
    assert axes.y_of(2, 2) == axes.TOP


@given(st.lists(losses, min_size=2, max_size=60))
def test_an_ordinary_line_lies_under_the_top(line: list[float]) -> None:
    usual = [min(loss, 1.4 * min(line)) for loss in line]
    top = axes.axis_top([usual], usual[0])
    assert max(usual) <= top * (1 + 1e-6) <= 2.01 * max(usual)


def test_a_few_peaks_do_not_flatten_the_rest() -> None:
    assert axes.axis_top([[0.5] * 149 + [90.0]], 0.7) == 0.5


def test_a_loss_that_explodes_is_cut_at_a_multiple_of_where_it_began() -> None:
    assert axes.axis_top([[0.7, 40.0, 9e9]], 0.7) == 5.0  # 6 x 0.7 = 4.2, and the next round number


def test_the_axis_of_a_run_without_points_ends_at_1() -> None:
    assert axes.axis_top([[], []], 0.0) == 1.0


@given(st.integers(1, 20_000))
def test_step_ticks_begin_at_0_end_at_the_last_step_and_keep_apart(steps: int) -> None:
    ticks = axes.step_ticks(steps)
    assert ticks[0] == 0
    assert ticks[-1] == steps
    assert len(ticks) <= 6
    assert all(later - tick > 0.1 * steps for tick, later in pairwise(ticks))


@given(losses)
def test_loss_ticks_are_few_and_end_at_or_under_the_top(value: float) -> None:
    top = axes.round_up(value)
    ticks = axes.loss_ticks(top)
    assert 2 <= len(ticks) <= 6
    assert ticks[-1] <= top * (1 + 1e-9)


def test_a_path_stops_before_a_loss_that_is_not_finite() -> None:
    path = axes.line_path([0, 10, 20], [1.0, 0.5, float("nan")], 20, 1.0)
    middle = f"{(axes.LEFT + axes.RIGHT) / 2:g} {(axes.TOP + axes.BOTTOM) / 2:g}"
    assert path == f"M{axes.LEFT} {axes.TOP}L{middle}"


def test_a_band_goes_along_the_highest_and_back_along_the_lowest() -> None:
    path = axes.band_path([0, 10], [0.0, 0.0], [1.0, 1.0], 10, 1.0)
    left, top, right, bottom = axes.LEFT, axes.TOP, axes.RIGHT, axes.BOTTOM
    assert path == f"M{left} {top}L{right} {top}L{right} {bottom}L{left} {bottom}Z"


def test_a_band_of_one_point_is_nothing() -> None:
    assert axes.band_path([0], [0.1], [0.2], 10, 1.0) == ""


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_what_is_no_positive_number_rounds_up_to_1(value: float) -> None:
    assert axes.round_up(value) == 1.0
