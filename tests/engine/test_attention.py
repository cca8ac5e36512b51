"""Attention against a plain version of it, central differences, and the cases that can be told beforehand."""

import numpy as np
import pytest

from app.engine import Attention, Coins
from tests.engine.gradient import FixedCoins, NoCoins, check_layer

RNG = np.random.default_rng
RATES = [0.2, 0.7]


def plain(x: np.ndarray, heads: int, mask: np.ndarray | None) -> np.ndarray:
    """Sample by sample, head by head, token by token."""
    batch, length, numbers = x.shape
    width = numbers // 3
    size = width // heads
    y = np.zeros((batch, length, width))
    for b, h, i in np.ndindex(batch, heads, length):
        part = slice(h * size, (h + 1) * size)
        query, keys, values = (x[b, :, start:][:, part] for start in (0, width, 2 * width))
        scores = np.exp([query[i] @ key / np.sqrt(size) for key in keys])
        for j in range(length):
            gain = 1.0 if mask is None else mask[b, h, i, j]
            y[b, i, part] += scores[j] / scores.sum() * gain * values[j]
    return y


def some(batch: int, length: int, width: int, seed: int = 2) -> np.ndarray:
    return RNG(seed).normal(size=(batch, length, 3 * width))


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize("heads", [1, 2])
def test_gradients_agree_with_central_differences(heads: int, p: float, bound: bool) -> None:
    layer = Attention(heads, p, FixedCoins(RNG(3).random((2, heads, 3, 3))))
    x = some(2, 3, 4)
    if bound:
        assert layer.bind(x.shape, 0) == (2, 3, 4)
    check_layer(layer, x)
    assert 0 < np.count_nonzero(layer.mask) < layer.mask.size


@pytest.mark.parametrize("p", [0.0, *RATES])
@pytest.mark.parametrize("heads", [1, 3])
def test_it_is_the_plain_version(heads: int, p: float) -> None:
    free, bound = Attention(heads, p, np.random.RandomState(3)), Attention(heads, p, np.random.RandomState(3))
    bound.bind((4, 5, 18), 0)
    for seed in (1, 2):
        x, dy = some(4, 5, 6, seed), RNG(seed).normal(size=(4, 5, 6))
        y = free.forward(x)
        np.testing.assert_allclose(y, plain(x, heads, free.mask), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(bound.forward(x), y, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(bound.backward(dy), free.backward(dy), rtol=1e-12, atol=1e-14)


def test_what_it_keeps_is_what_it_multiplied() -> None:
    layer, x = Attention(2, 0.4, RNG(3)), some(2, 3, 4)
    y = layer.forward(x)
    np.testing.assert_allclose(layer.weights.sum(axis=-1), 1.0, rtol=1e-12)
    np.testing.assert_array_equal(layer.masked_weights, layer.weights * layer.mask)
    np.testing.assert_array_equal(layer.values[:, 1], x[:, :, 10:])
    np.testing.assert_allclose((layer.masked_weights @ layer.values)[:, 1], y[:, :, 2:], rtol=1e-12)
    dy = RNG(4).normal(size=y.shape)
    layer.backward(dy)
    arriving = dy.reshape(2, 3, 2, 2).transpose(0, 2, 1, 3) @ layer.values.swapaxes(-1, -2)
    np.testing.assert_allclose(layer.d_weights, layer.mask * arriving, rtol=1e-12)


@pytest.mark.parametrize("p", RATES)
def test_the_mean_over_masks_is_the_evaluated_output_and_its_variance_the_formula(p: float) -> None:
    """Var[y[i]] = p / (1 - p) sum over j of (A[i, j] v[j])^2."""
    runs = 6000
    x = some(1, 4, 2)
    layer = Attention(1, p, RNG(5))
    y = layer.forward(np.repeat(x, runs, axis=0))
    terms = layer.weights[0, 0, :, :, None] * layer.values[0, 0][None]
    variance = p / (1 - p) * (terms**2).sum(axis=1)
    assert (abs(y.mean(axis=0) - layer.eval().forward(x)[0]) < 4.5 * np.sqrt(variance / runs)).all()
    np.testing.assert_allclose(y.var(axis=0), variance, rtol=0.12)


@pytest.mark.parametrize(("p", "training"), [(0.0, True), (0.7, False)])
def test_without_dropout_no_coin_is_drawn_and_no_bit_differs(p: float, training: bool) -> None:
    x, dy = some(2, 3, 4), RNG(4).normal(size=(2, 3, 4))
    layer, kept = (
        Attention(2, p, NoCoins()).train(training),
        Attention(2, 2.0**-60, FixedCoins(np.full((2, 2, 3, 3), 0.5))),
    )
    np.testing.assert_array_equal(layer.forward(x), kept.forward(x))
    np.testing.assert_array_equal(layer.backward(dy), kept.backward(dy))
    assert layer.mask is None
    assert layer.masked_weights is layer.weights
    assert (kept.mask == 1).all()


def test_of_one_token_the_value_is_all_there_is() -> None:
    layer, x = Attention(2, 0.0, NoCoins()), some(3, 1, 4)
    np.testing.assert_array_equal(layer.forward(x), x[:, :, 8:])
    dx = layer.backward(np.ones((3, 1, 4)))
    np.testing.assert_array_equal(dx, np.tile(np.repeat([0.0, 0.0, 1.0], 4), (3, 1, 1)))


def test_a_row_that_loses_all_its_weights_puts_out_0_and_has_no_gradient_to_its_query() -> None:
    coins = np.full((1, 1, 3, 3), 0.9)
    coins[0, 0, 1] = 0.0
    layer = Attention(1, 0.5, FixedCoins(coins))
    y = layer.forward(some(1, 3, 2))
    assert not y[0, 1].any()
    assert y[0, [0, 2]].all()
    dy = np.zeros((1, 3, 2))
    dy[0, 1] = 1.0
    assert not layer.backward(dy).any()


def test_what_is_left_of_a_row_is_not_brought_back_to_a_sum_of_1() -> None:
    layer = Attention(1, 0.5, FixedCoins([[[[0.1, 0.9], [0.9, 0.9]]]]))
    layer.forward(np.zeros((1, 2, 6)))  # all scores are equal
    assert layer.weights.tolist() == [[[[0.5, 0.5], [0.5, 0.5]]]]
    assert layer.masked_weights.tolist() == [[[[0.0, 1.0], [1.0, 1.0]]]]


def test_tokens_in_another_order_give_the_same_outputs_in_that_order() -> None:
    layer, x, order = Attention(2, 0.0, NoCoins()), some(2, 4, 4), [2, 0, 3, 1]
    np.testing.assert_allclose(layer.forward(x[:, order]), layer.forward(x)[:, order], rtol=1e-12, atol=1e-15)


def test_large_scores_do_not_overflow() -> None:
    layer, x = Attention(1, 0.0, NoCoins()), some(2, 3, 2)
    x[..., :4] *= 1e4
    assert np.isfinite(layer.forward(x)).all()
    assert np.isfinite(layer.backward(np.ones((2, 3, 2)))).all()


def test_coins_drawn_ahead_are_those_of_their_place() -> None:
    coins = Coins(5, [(2, 2, 3, 3)])
    ahead, again = Attention(2, 0.5, coins.place(0)), Attention(2, 0.5, FixedCoins(coins.place(0).random()))
    ahead.bind((2, 3, 12), 0)
    np.testing.assert_allclose(ahead.forward(some(2, 3, 4)), again.forward(some(2, 3, 4)), rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(ahead.mask, again.mask)


@pytest.mark.parametrize("shape", [(2, 0, 12), (2, 3, 9), (2, 12)])
def test_shapes_that_do_not_fit_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"^x must be \(batch, T, 3 width\), for 2 heads of one size, got "):
        Attention(2, 0.1, NoCoins()).forward(np.ones(shape))


def test_a_bound_layer_refuses_another_shape() -> None:
    layer = Attention(2, 0.0, NoCoins())
    layer.bind((2, 3, 12), 0)
    with pytest.raises(ValueError, match=r"^x must be \(2, 3, 12\), got \(1, 3, 12\)$"):
        layer.forward(some(1, 3, 4))


def test_p_and_heads_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\), got 1$"):
        Attention(2, 1, NoCoins())
    with pytest.raises(ValueError, match=r"^heads must be at least 1, got 0$"):
        Attention(0, 0.1, NoCoins())


def test_backward_before_forward_is_an_error() -> None:
    with pytest.raises(RuntimeError, match=r"^Attention.backward needs a forward pass first$"):
        Attention(1, 0.1, NoCoins()).backward(np.ones((1, 2, 3)))
