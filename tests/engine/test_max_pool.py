"""MaxPool2d: the largest of four, one winner each, and what has no partner."""

import numpy as np
import pytest

from app.engine import MaxPool2d
from tests.engine.gradient import check_layer

RNG = np.random.default_rng


def apart(*shape: int) -> np.ndarray:
    """Numbers that are all so far apart that a central difference changes no winner."""
    return RNG(3).permutation(np.arange(np.prod(shape)) * 0.1 - 2.0).reshape(shape)


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("shape", [(3, 2, 4, 6), (2, 2, 5, 3)])
def test_gradients_agree_with_central_differences(bound: bool, shape: tuple[int, ...]) -> None:
    pool = MaxPool2d()
    if bound:
        assert pool.bind(shape, 0) == (*shape[:2], shape[2] // 2, shape[3] // 2)
    check_layer(pool, apart(*shape))


@pytest.mark.parametrize("bound", [False, True])
def test_one_winner_takes_the_whole_gradient_the_first_where_several_are_largest(bound: bool) -> None:
    pool = MaxPool2d()
    x = np.array([[[[1.0, 1.0, 0.0, 2.0], [1.0, 1.0, 2.0, 2.0], [0.0, 3.0, 4.0, 5.0], [3.0, 3.0, 6.0, 6.0]]]])
    if bound:
        pool.bind(x.shape, 0)
    assert pool.forward(x)[0, 0].tolist() == [[1, 2], [3, 6]]
    assert pool.winners[0, 0].tolist() == [[0, 1], [1, 2]]
    dx = pool.backward(np.array([[[[0.1, -0.2], [0.3, -0.7]]]]))
    assert dx[0, 0].tolist() == [[0.1, 0, 0, -0.2], [0, 0, 0, 0], [0, 0.3, 0, 0], [0, 0, -0.7, 0]]


def test_the_gradient_goes_where_the_winners_say_on_many_ties() -> None:
    x = RNG(1).integers(0, 2, (20, 3, 6, 6)).astype(float)
    dy = RNG(2).normal(size=(20, 3, 3, 3))
    pool = MaxPool2d()
    y = pool.forward(x)
    squares = x.reshape(20, 3, 3, 2, 3, 2).swapaxes(3, 4).reshape(20, 3, 3, 3, 4)
    np.testing.assert_array_equal(y, squares.max(-1))
    np.testing.assert_array_equal(pool.winners, squares.argmax(-1))
    found = pool.backward(dy).reshape(20, 3, 3, 2, 3, 2).swapaxes(3, 4).reshape(20, 3, 3, 3, 4)
    np.testing.assert_array_equal(found, np.eye(4)[squares.argmax(-1)] * dy[..., None])


@pytest.mark.parametrize("bound", [False, True])
def test_a_last_row_or_column_without_a_partner_has_no_part_and_no_gradient(bound: bool) -> None:
    pool, x = MaxPool2d(), np.ones((2, 1, 5, 3))
    x[:, :, 4, :] = x[:, :, :, 2] = 9.0
    if bound:
        pool.bind(x.shape, 0)
    for _ in range(2):
        assert pool.forward(x).tolist() == np.ones((2, 1, 2, 1)).tolist()
        dx = pool.backward(np.ones((2, 1, 2, 1)))
        assert dx.sum() == 4.0
        assert not dx[x == 9.0].any()


def test_a_bound_layer_overwrites_its_results_and_gives_the_same_numbers() -> None:
    bound, free = MaxPool2d(), MaxPool2d()
    bound.bind((4, 2, 4, 4), 0)
    y = bound.forward(RNG(5).normal(size=(4, 2, 4, 4)))
    x, dy = RNG(6).normal(size=(4, 2, 4, 4)), RNG(7).normal(size=(4, 2, 2, 2))
    assert bound.forward(x) is y
    np.testing.assert_array_equal(y, free.forward(x))
    np.testing.assert_array_equal(bound.backward(dy), free.backward(dy))
    assert np.moveaxis(y, 0, -1).flags.c_contiguous


def test_inputs_that_do_not_fit_and_a_backward_without_forward_are_refused() -> None:
    for shape in [(3, 1, 4), (3, 2, 4, 1)]:
        with pytest.raises(ValueError, match="with at least 2 x 2 positions, got "):
            MaxPool2d().forward(np.zeros(shape))
    pool = MaxPool2d()
    pool.bind((3, 2, 4, 4))
    with pytest.raises(ValueError, match=r"^x must be \(3, 2, 4, 4\), got \(2, 2, 4, 4\)$"):
        pool.forward(np.zeros((2, 2, 4, 4)))
    with pytest.raises(RuntimeError, match=r"^MaxPool2d.backward needs a forward pass first$"):
        pool.backward(np.zeros((3, 2, 2, 2)))
    with pytest.raises(RuntimeError, match=r"^winners are there after a forward pass$"):
        _ = pool.winners
