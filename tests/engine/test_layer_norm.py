"""LayerNorm against its definition and central differences."""

import numpy as np
import pytest

from app.engine import LayerNorm
from tests.engine.gradient import check_layer

RNG = np.random.default_rng


def norm(width: int) -> LayerNorm:
    layer = LayerNorm(width)
    layer.theta[...] = RNG(1).normal(size=layer.theta.shape)
    return layer


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("shape", [(4, 5), (3, 2, 5)])
def test_gradients_agree_with_central_differences(shape: tuple[int, ...], bound: bool) -> None:
    layer = norm(5)
    if bound:
        layer.bind(shape, 0)
    check_layer(layer, RNG(2).normal(3.0, 2.0, shape))


@pytest.mark.parametrize("training", [True, False])
def test_each_token_comes_out_with_mean_0_and_variance_1(training: bool) -> None:
    x = RNG(2).normal(3.0, 2.0, (3, 4, 50))
    y = LayerNorm(50).train(training).forward(x)
    np.testing.assert_allclose(y.mean(axis=-1), 0.0, atol=1e-14)
    np.testing.assert_allclose(y.var(axis=-1), 1.0, rtol=1e-4)


def test_then_it_is_scaled_and_moved_as_learned() -> None:
    layer, x = norm(5), RNG(2).normal(size=(3, 4, 5))
    z = (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5)
    np.testing.assert_allclose(layer.forward(x), layer.params["gamma"] * z + layer.params["beta"], rtol=1e-12)


def test_a_bound_layer_gives_the_same_numbers_in_arrays_that_stay() -> None:
    free, bound = norm(5), norm(5)
    assert bound.bind((3, 4, 5), 0) == (3, 4, 5)
    arrays = []
    for seed in (1, 2):
        x, dy = RNG(seed).normal(size=(3, 4, 5)), RNG(seed + 5).normal(size=(3, 4, 5))
        arrays.append((bound.forward(x), bound.backward(dy)))
        np.testing.assert_allclose(arrays[-1][0], free.forward(x), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(arrays[-1][1], free.backward(dy), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(bound.grad, free.grad, rtol=1e-12, atol=1e-14)
    assert arrays[0][0] is arrays[1][0]
    assert arrays[0][1] is arrays[1][1]


def test_a_token_of_equal_numbers_gives_beta_and_no_division_by_0() -> None:
    layer = norm(5)
    y = layer.forward(np.full((2, 5), 7.0))
    np.testing.assert_allclose(y, np.tile(layer.params["beta"], (2, 1)), atol=1e-9)
    assert np.isfinite(layer.backward(np.ones((2, 5)))).all()


def test_nothing_is_drawn_for_the_initial_parameters() -> None:
    layer = norm(3)
    layer.draw(None, 1.0)  # type: ignore[arg-type]  # it asks for no number
    assert layer.theta.tolist() == [1, 1, 1, 0, 0, 0]


def test_nothing_goes_on_where_nobody_asks_for_the_gradient_of_the_data() -> None:
    layer = norm(5)
    layer.want_data_gradient(False)
    layer.forward(RNG(1).normal(size=(4, 5)))
    assert layer.backward(np.ones((4, 5))).size == 0
    assert layer.grad.any()


@pytest.mark.parametrize("shape", [(3, 4), (5,)])
def test_an_input_of_another_width_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"^x must be \(batch, ..., 5\), got "):
        norm(5).forward(np.ones(shape))


def test_backward_before_forward_is_an_error() -> None:
    with pytest.raises(RuntimeError, match=r"^LayerNorm.backward needs a forward pass first$"):
        norm(5).backward(np.ones((2, 5)))
