"""Dense against sums written out, central differences, and itself: bound or not, one replica or many."""

import numpy as np
import pytest

from app.engine import Dense
from tests.engine.gradient import check_layer

RNG = np.random.default_rng


def dense(inputs: int, outputs: int, replicas: tuple[int, ...] = (), seed: int = 1) -> Dense:
    layer = Dense(inputs, outputs, replicas)
    layer.theta[...] = RNG(seed).normal(size=layer.theta.shape)
    return layer


def test_every_output_is_a_weighted_sum_plus_a_bias() -> None:
    layer = Dense(2, 3)
    layer.params["W"][...] = [[1, 2, 3], [4, 5, 6]]
    layer.params["b"][...] = [10, 20, 30]
    assert layer.forward(np.array([[1.0, 2.0], [0.0, -1.0]])).tolist() == [[19, 32, 45], [6, 15, 24]]


def test_the_gradients_are_sums_over_the_batch() -> None:
    layer = Dense(2, 1)
    layer.params["W"][...] = [[3], [5]]
    layer.forward(np.array([[1.0, 2.0], [10.0, 20.0]]))
    assert layer.backward(np.array([[1.0], [2.0]])).tolist() == [[3, 5], [6, 10]]
    assert layer.grads["W"].tolist() == [[21], [42]]
    assert layer.grads["b"].tolist() == [3]


@pytest.mark.parametrize("bound", [False, True])
def test_the_gradients_agree_with_central_differences(bound: bool) -> None:
    layer = dense(3, 4)
    if bound:
        layer.bind((5, 3))
    check_layer(layer, RNG(2).normal(size=(5, 3)))


@pytest.mark.parametrize(("replicas", "bound"), [((2,), False), ((2,), True), ((), False)])
def test_gradients_of_replicas_agree_with_central_differences(replicas: tuple[int, ...], bound: bool) -> None:
    layer = dense(3, 4, replicas)
    if bound:
        layer.bind((2, 5, 3))
    check_layer(layer, RNG(2).normal(size=(2, 5, 3)))


@pytest.mark.parametrize("bound", [False, True])
def test_gradients_of_positions_that_share_a_map_agree_with_central_differences(bound: bool) -> None:
    layer = dense(3, 4)
    if bound:
        assert layer.bind((5, 2, 3), 0) == (5, 2, 4)
    check_layer(layer, RNG(2).normal(size=(5, 2, 3)))


def test_bound_positions_give_the_same_numbers_wherever_the_output_is_written() -> None:
    free, bound = dense(3, 4), dense(3, 4)
    bound.bind((5, 2, 3), 0)
    x, dy = RNG(2).normal(size=(5, 2, 3)), RNG(3).normal(size=(5, 2, 4))
    for y in (bound.y, np.empty((2, 5, 4)).swapaxes(0, 1)):
        bound.write_to(y)
        assert bound.forward(x) is y
        np.testing.assert_allclose(y, free.forward(x), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(bound.backward(dy), free.backward(dy), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(bound.grad, free.grad, rtol=1e-12, atol=1e-14)


def test_gradients_are_of_the_last_batch_and_do_not_add_up() -> None:
    layer = dense(3, 2)
    x, dy = RNG(2).normal(size=(5, 3)), RNG(3).normal(size=(5, 2))
    layer.forward(x)
    layer.backward(dy)
    once = layer.grads["W"].copy()
    layer.forward(x)
    layer.backward(dy)
    np.testing.assert_array_equal(layer.grads["W"], once)


def test_weights_and_biases_are_parts_of_theta() -> None:
    layer = Dense(2, 3)
    assert layer.params.keys() == layer.grads.keys() == {"W", "b"}
    layer.params["W"][...] = 1.0
    layer.params["b"][...] = 2.0
    assert layer.theta.tolist() == [1, 1, 1, 1, 1, 1, 2, 2, 2]
    assert layer.size == 9


def test_adopted_arrays_are_used_and_filled() -> None:
    layer = dense(3, 2)
    theta, grad = RNG(4).normal(size=8), np.zeros(8)
    layer.adopt(theta, grad)
    assert layer.theta is theta
    assert layer.grad is grad
    w, b = theta[:6].reshape(3, 2), theta[6:]
    x, dy = RNG(2).normal(size=(5, 3)), RNG(3).normal(size=(5, 2))
    np.testing.assert_allclose(layer.forward(x), x @ w + b, rtol=1e-12)
    np.testing.assert_allclose(layer.backward(dy), dy @ w.T, rtol=1e-12)
    np.testing.assert_allclose(grad, [*(x.T @ dy).ravel(), *dy.sum(axis=0)], rtol=1e-12)


def test_a_bound_layer_gives_the_same_numbers_into_arrays_that_it_keeps() -> None:
    free, bound = dense(3, 2), dense(3, 2)
    assert bound.bind((5, 3)) == (5, 2)
    outputs = []
    for seed in (1, 2, 3):
        x, dy = RNG(seed).normal(size=(5, 3)), RNG(-seed % 9).normal(size=(5, 2))
        y = bound.forward(x)
        outputs.append(y)
        np.testing.assert_allclose(y, free.forward(x), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(bound.backward(dy), free.backward(dy), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(bound.grad, free.grad, rtol=1e-12, atol=1e-14)
    assert outputs[0] is outputs[1] is outputs[2]


@pytest.mark.parametrize("bound", [False, True])
def test_replicas_with_their_own_theta_are_each_computed_as_if_alone(bound: bool) -> None:
    together = dense(3, 2, (2, 4))
    x, dy = RNG(2).normal(size=(2, 4, 5, 3)), RNG(3).normal(size=(2, 4, 5, 2))
    if bound:
        together.bind(x.shape)
    y, dx = together.forward(x), together.backward(dy)
    for replica in np.ndindex(2, 4):
        alone = Dense(3, 2)
        alone.theta[...] = together.theta[replica]
        np.testing.assert_allclose(alone.forward(x[replica]), y[replica], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(alone.backward(dy[replica]), dx[replica], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(alone.grad, together.grad[replica], rtol=1e-12, atol=1e-14)


def test_the_gradients_of_replicas_that_share_theta_add_up() -> None:
    together, alone = dense(3, 2), dense(3, 2)
    x, dy = RNG(2).normal(size=(4, 5, 3)), RNG(3).normal(size=(4, 5, 2))
    y, dx = together.forward(x), together.backward(dy)
    total = np.zeros_like(alone.grad)
    for replica in range(4):
        np.testing.assert_allclose(alone.forward(x[replica]), y[replica], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(alone.backward(dy[replica]), dx[replica], rtol=1e-12, atol=1e-14)
        total += alone.grad
    np.testing.assert_allclose(together.grad, total, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("bound", [False, True])
def test_an_empty_batch_gives_no_outputs_and_no_gradient(bound: bool) -> None:
    layer = dense(3, 2)
    layer.grad[...] = 7.0
    if bound:
        layer.bind((0, 3))
    assert layer.forward(np.empty((0, 3))).shape == (0, 2)
    assert layer.backward(np.empty((0, 2))).shape == (0, 3)
    assert not layer.grad.any()


def test_nan_reaches_every_output_of_its_sample_and_of_no_other() -> None:
    y = dense(2, 3).forward(np.array([[np.nan, 1.0], [1.0, 1.0]]))
    assert np.isnan(y).tolist() == [[True] * 3, [False] * 3]


def test_what_nobody_asks_for_is_not_computed() -> None:
    layer = dense(3, 2)
    layer.skip_dx = True
    layer.forward(np.ones((5, 3)))
    assert layer.backward(np.ones((5, 2))).size == 0
    assert layer.grads["b"].tolist() == [5, 5]


def test_an_input_of_the_wrong_width_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^x must be \(5, 3\), got \(5, 4\)$"):
        Dense(3, 2).forward(np.ones((5, 4)))


@pytest.mark.parametrize("bound", [False, True])
def test_backward_before_forward_is_an_error(bound: bool) -> None:
    layer = Dense(3, 2)
    if bound:
        layer.bind((5, 3))
    with pytest.raises(RuntimeError, match=r"^Dense.backward needs a forward pass first$"):
        layer.backward(np.ones((5, 2)))


def test_an_input_written_where_a_bound_layer_reads_it_is_used() -> None:
    free, bound = dense(3, 2), dense(3, 2)
    bound.bind((5, 3))
    x = RNG(1).normal(size=(5, 3))
    bound.x[...] = x
    np.testing.assert_allclose(bound.forward(bound.x), free.forward(x), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("shape", [(4, 5, 2), (5, 3)])
def test_a_bound_layer_refuses_shapes_that_its_parameters_do_not_fit(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="needs parameters for each replica and 2 inputs"):
        dense(2, 3).bind(shape)


def test_a_bound_layer_refuses_a_smaller_input_that_would_be_repeated() -> None:
    layer = dense(2, 3)
    layer.bind((10, 2))
    with pytest.raises(ValueError, match=r"x must be \(10, 2\), got \(10, 1\)"):
        layer.forward(np.zeros((10, 1)))
