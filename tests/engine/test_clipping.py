"""Gradients that are too long are shortened, in place."""

import math

import numpy as np
import pytest

from app.engine import clip


def test_a_long_gradient_gets_the_length_and_keeps_its_direction() -> None:
    grad = np.array([3.0, 0.0, -4.0])
    assert clip(grad, 1.0) == 5.0
    np.testing.assert_allclose(grad, [0.6, 0, -0.8], rtol=1e-15)


@pytest.mark.parametrize("most", [5.0, 7.0])
def test_one_that_is_no_longer_than_that_stays_to_the_bit(most: float) -> None:
    grad = np.array([3.0, 0.0, -4.0])
    assert clip(grad, most) == 5.0
    assert grad.tolist() == [3, 0, -4]


def test_numbers_whose_squares_overflow_are_clipped_as_others() -> None:
    grad = np.array([3e200, -4e200])
    assert clip(grad, 1.0) == pytest.approx(5e200)
    np.testing.assert_allclose(grad, [0.6, -0.8], rtol=1e-15)


@pytest.mark.parametrize(("wrong", "norm"), [(np.inf, math.inf), (-np.inf, math.inf), (np.nan, math.nan)])
def test_a_gradient_that_is_not_finite_stays_as_it_is_and_is_told_by_its_length(wrong: float, norm: float) -> None:
    grad = np.array([1.0, wrong])
    np.testing.assert_equal(clip(grad, 1.0), norm)
    np.testing.assert_array_equal(grad, [1.0, wrong])


@pytest.mark.parametrize("most", [0.0, -1.0, math.nan])
def test_a_length_of_nothing_is_refused(most: float) -> None:
    with pytest.raises(ValueError, match=r"^most must be above 0, got "):
        clip(np.ones(2), most)
