"""Embedding: rows by number, gradients by number, and types that are dropped wherever they stand."""

import numpy as np
import pytest

from app.engine import Coins, Embedding
from tests.engine.gradient import FixedCoins, NoCoins, check_layer

RNG = np.random.default_rng
IDS = np.array([[0.0, 3.0, 3.0, 1.0], [4.0, 4.0, 4.0, 0.0], [2.0, 3.0, 1.0, 0.0]])
RATES = [0.2, 0.7]


def embedding(p: float = 0.0, rng: object = None, types: int = 5) -> Embedding:
    layer = Embedding(types, 2, p, rng or NoCoins())  # type: ignore[arg-type]
    layer.theta[...] = RNG(1).normal(size=layer.theta.shape)
    return layer


def plain(layer: Embedding, x: np.ndarray, dy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Output and dE, token by token."""
    y, grad = np.zeros(dy.shape), np.zeros(layer.params["E"].shape)
    for b, t in np.ndindex(x.shape):
        k = int(x[b, t])
        gain = 1.0 if layer.mask is None else layer.mask[b, k]
        y[b, t] = layer.params["E"][k] * gain
        grad[k] += dy[b, t] * gain
    return y, grad


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("p", RATES)
def test_gradients_agree_with_central_differences(p: float, bound: bool) -> None:
    layer = embedding(p, FixedCoins(RNG(3).random((3, 5))))
    if bound:
        assert layer.bind(IDS.shape) == (3, 4, 2)
    check_layer(layer, IDS)  # that of x is 0
    assert 0 < np.count_nonzero(layer.mask) < layer.mask.size


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("p", [0.0, 0.7])
def test_it_is_a_table_looked_up_token_by_token(p: float, bound: bool) -> None:
    layer, dy = embedding(p, RNG(3)), RNG(4).normal(size=(3, 4, 2))
    if bound:
        layer.bind(IDS.shape)
    for x in (IDS, IDS[::-1]):
        y, dx = layer.forward(x), layer.backward(dy)
        expected, grad = plain(layer, x, dy)
        np.testing.assert_array_equal(y, expected)
        np.testing.assert_allclose(layer.grads["E"], grad, rtol=1e-12, atol=1e-15)
        assert dx.shape == x.shape
        assert not dx.any()


def test_a_dropped_type_is_dropped_wherever_it_stands_in_a_sample_and_kept_in_another() -> None:
    coins = np.full((3, 5), 0.9)
    coins[0, 3] = 0.1  # type 3 of the first sample
    layer = embedding(0.2, FixedCoins(coins))
    y = layer.forward(IDS)
    np.testing.assert_array_equal((y == 0).all(axis=-1), [[0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    np.testing.assert_allclose(y[2, 1], layer.params["E"][3] / 0.8, rtol=1e-15)


@pytest.mark.parametrize("p", RATES)
def test_the_share_of_dropped_types_is_p_and_the_mean_output_the_evaluated_one(p: float) -> None:
    layer, x = embedding(p, RNG(11)), np.tile(IDS, (4000, 1))
    mean = layer.forward(x).reshape(4000, 3, 4, 2).mean(axis=0)
    kept = layer.mask > 0
    assert abs(kept.mean() - (1 - p)) < 4 * np.sqrt(p * (1 - p) / kept.size)
    y = layer.eval().forward(IDS)
    assert (abs(mean - y) < 4.5 * abs(y) * np.sqrt(p / (1 - p) / 4000)).all()


@pytest.mark.parametrize(("p", "training"), [(0.0, True), (0.7, False)])
def test_without_dropout_no_coin_is_drawn_and_the_numbers_are_the_same(p: float, training: bool) -> None:
    layer = embedding(p).train(training)
    np.testing.assert_array_equal(layer.forward(IDS), layer.params["E"][IDS.astype(int)])
    assert layer.mask is None


def test_coins_drawn_ahead_are_looked_up_like_any_others() -> None:
    coins = Coins(5, [(3, 5)])
    layer, again = embedding(0.5, coins.place(0)), embedding(0.5, FixedCoins(coins.place(0).random()))
    layer.bind(IDS.shape)
    np.testing.assert_array_equal(layer.forward(IDS), again.forward(IDS))
    assert not layer.mask.all()


@pytest.mark.parametrize(("number", "shown"), [(-1, "-1 to 3"), (5, "0 to 5")])
def test_a_number_that_no_type_has_is_refused(number: float, shown: str) -> None:
    x = IDS[:1].copy()
    x[0, -1] = number
    with pytest.raises(ValueError, match=rf"^x must lie in \[0, 5\), got {shown}$"):
        embedding().forward(x)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^x must be \(batch, T\) with T of at least 1, got \(3, 0\)$"):
        embedding().forward(np.empty((3, 0)))
    layer = embedding()
    layer.bind((3, 4))
    with pytest.raises(ValueError, match=r"^x must be \(3, 4\), got \(1, 4\)$"):
        layer.forward(IDS[:1])


def test_p_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\), got 1$"):
        embedding(1)


def test_backward_before_forward_is_an_error() -> None:
    with pytest.raises(RuntimeError, match=r"^Embedding.backward needs a forward pass first$"):
        embedding().backward(np.ones((3, 4, 2)))
