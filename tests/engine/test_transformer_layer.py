"""TransformerLayer: layers that have their own tests, put together; and a small transformer as a whole."""

from typing import Any

import numpy as np
import pytest

from app.engine import Coins, Dense, Embedding, MeanPool, Network, TransformerLayer
from tests.engine.gradient import FixedCoins, NoCoins, check_layer

RNG = np.random.default_rng
SHAPES = [(3, 2, 4, 4), (3, 4, 6), (3, 4, 6)]  # of the coins for a batch of 3, 4 tokens, 6 wide, 2 heads
UNASKED = (NoCoins(), NoCoins(), NoCoins())


def layer(p_weights: float, p_added: float, rngs: Any = UNASKED) -> TransformerLayer:
    made = TransformerLayer(6, 2, 5, p_weights, p_added, rngs)
    made.theta[...] = RNG(1).normal(0.0, 0.7, made.theta.shape)
    return made


def frozen(seed: int = 3) -> Any:
    return tuple(FixedCoins(RNG(seed).random(shape)) for shape in SHAPES)


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("p", [0.2, 0.7])
def test_gradients_agree_with_central_differences(p: float, bound: bool) -> None:
    made = layer(p, p, frozen())
    if bound:
        assert made.bind((3, 4, 6), 0) == (3, 4, 6)
    check_layer(made, RNG(2).normal(size=(3, 4, 6)))
    for dropout in (made.attention, made.attention_dropout, made.hidden_dropout):
        assert 0 < np.count_nonzero(dropout.mask) < dropout.mask.size


def test_it_is_two_sums_of_what_comes_in_and_what_is_made_of_it() -> None:
    made, x = layer(0.4, 0.3, frozen()), RNG(2).normal(size=(3, 4, 6))
    params = made.params

    def norm(x: np.ndarray, number: str) -> np.ndarray:
        z = (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5)
        return params[f"{number}.gamma"] * z + params[f"{number}.beta"]

    def dense(x: np.ndarray, number: str) -> np.ndarray:
        return x @ params[f"{number}.W"] + params[f"{number}.b"]

    y = made.forward(x)
    looked = made.attention.forward(dense(norm(x, "1.1"), "1.2"))
    middle = x + dense(looked, "1.3") * made.attention_dropout.mask
    expected = middle + dense(np.maximum(dense(norm(middle, "2.1"), "2.2"), 0), "2.3") * made.hidden_dropout.mask
    np.testing.assert_allclose(y, expected, rtol=1e-12, atol=1e-13)


def test_where_all_that_is_added_is_dropped_the_tokens_pass_through() -> None:
    made, x = layer(0.0, 0.5, tuple(FixedCoins(np.zeros(shape)) for shape in SHAPES)), RNG(2).normal(size=(3, 4, 6))
    np.testing.assert_array_equal(made.forward(x), x)
    np.testing.assert_array_equal(made.backward(x), x)
    assert not made.grad.any()


@pytest.mark.parametrize(("p", "training"), [(0.0, True), (0.7, False)])
def test_without_dropout_no_coin_is_drawn_and_no_bit_differs(p: float, training: bool) -> None:
    x = RNG(2).normal(size=(3, 4, 6))
    kept = layer(2.0**-60, 2.0**-60, tuple(FixedCoins(np.full(shape, 0.5)) for shape in SHAPES))
    np.testing.assert_array_equal(layer(p, p).train(training).forward(x), kept.forward(x))


def test_initial_weights_have_the_gain_of_what_follows_them() -> None:
    made = TransformerLayer(64, 2, 200, 0.0, 0.0, UNASKED)
    made.draw(RNG(1), 3.0)  # the nonlinearity around it is not its own
    for name, variance in {"1.2": 1 / 64, "1.3": 1 / 64, "2.2": 2 / 64, "2.3": 1 / 200}.items():
        assert made.params[f"{name}.W"].var() == pytest.approx(variance, rel=0.1)


def test_a_bound_transformer_on_coins_drawn_ahead_is_the_unbound_one_on_the_same_numbers() -> None:
    shapes = [(3, 9), *SHAPES]

    def transformer(rngs: list[Any]) -> Network:
        head = [MeanPool(), Dense(6, 2)]
        made = Network([Embedding(9, 6, 0.3, rngs[0]), TransformerLayer(6, 2, 5, 0.3, 0.4, tuple(rngs[1:])), *head])
        made.theta[...] = RNG(1).normal(0.0, 0.7, made.theta.shape)
        return made

    coins = Coins(7, shapes)
    bound = transformer([coins.place(k) for k in range(4)])
    assert bound.bind((3, 4)) == (3, 2)
    bound.want_data_gradient(False)
    for step in (0, 1):
        coins.seek(step)
        x, dy = RNG(step).integers(0, 9, (3, 4)).astype(float), RNG(9).normal(size=(3, 2))
        free = transformer([FixedCoins(coins.place(k).random()) for k in range(4)])
        np.testing.assert_allclose(bound.forward(x), free.forward(x), rtol=1e-10, atol=1e-13)
        bound.backward(dy)
        free.backward(dy)
        np.testing.assert_allclose(bound.grad, free.grad, rtol=1e-10, atol=1e-13)


def test_the_bias_of_the_keys_moves_nothing_and_its_gradient_is_exactly_0() -> None:
    layer = TransformerLayer(6, 2, 8, 0.0, 0.0, (NoCoins(), NoCoins(), NoCoins()))
    layer.theta[...] = np.random.default_rng(1).normal(size=layer.size)
    x = np.random.default_rng(2).normal(size=(3, 4, 6))
    before = layer.forward(x).copy()
    bias = next(name for name, values in layer.params.items() if name.endswith("b") and values.shape == (18,))
    layer.params[bias][6:12] += 3.0
    np.testing.assert_allclose(layer.forward(x), before, rtol=1e-9)
    layer.backward(np.ones_like(x))
    assert (layer.grads[bias][6:12] == 0.0).all()
    assert (layer.grads[bias][:6] != 0.0).all()
