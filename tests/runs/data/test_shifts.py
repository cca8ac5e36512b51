"""Shifts: which way an image is moved at a step, and what that makes of it."""

import numpy as np
import pytest

from app.runs.data.shifts import STEPS, Shifts


def moved(most: int, step: int, x: np.ndarray) -> np.ndarray:
    found = x.copy()
    Shifts(1, len(x), most).move(found, step)
    return found


@pytest.mark.parametrize("most", [1, 2, 3])
def test_an_image_is_moved_as_far_as_it_is_said_and_0_comes_in(most: int) -> None:
    x = np.random.default_rng(1).random((40, 16))
    found, shifts = moved(most, 5, x), Shifts(1, 40, most).at(5)
    for image, was, (down, right) in zip(found.reshape(-1, 4, 4), x.reshape(-1, 4, 4), shifts.tolist(), strict=True):
        for i in range(4):
            for j in range(4):
                inside = 0 <= i - down < 4 and 0 <= j - right < 4
                assert image[i, j] == (was[i - down, j - right] if inside else 0)


def test_0_pixels_move_nothing_and_draw_nothing() -> None:
    x = np.random.default_rng(1).random((3, 16))
    assert (moved(0, 5, x) == x).all()


@pytest.mark.parametrize("most", [1, 2, 3])
def test_every_shift_up_to_the_largest_is_as_likely_in_both_directions(most: int) -> None:
    shifts = Shifts(3, 50, most)
    found = np.concatenate([shifts.at(step) for step in range(200)])
    ways = 2 * most + 1
    for axis in (0, 1):
        counts = np.bincount(found[:, axis] + most, minlength=ways)
        assert len(counts) == ways
        assert np.abs(counts / len(found) - 1 / ways).max() < 4.5 * np.sqrt(1 / ways / len(found))
    assert abs(np.corrcoef(found.T)[0, 1]) < 0.045


def test_a_step_is_the_same_in_whatever_order_it_is_asked_for() -> None:
    one, other = Shifts(1, 8, 2), Shifts(1, 8, 2)
    steps = [0, STEPS - 1, STEPS, 5 * STEPS + 3]
    there = {step: other.at(step).tolist() for step in reversed(steps)}
    assert [one.at(step).tolist() for step in steps] == [there[step] for step in steps]
    assert one.at(0).tolist() != Shifts(2, 8, 2).at(0).tolist()
    assert one.at(0).tolist() == [[2, -2], [2, 0], [2, 0], [-1, -2], [-2, 1], [2, -2], [2, -2], [-2, 1]]
