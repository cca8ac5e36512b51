"""Gaussian dropout: its factors are those of its coins by one rule, with the moments of dropout with the same p."""

import math

import numpy as np
import pytest

from app.engine import Coins, Dropout, GaussianDropout
from app.engine.coins import LEVELS
from app.engine.rules import GAUSSIAN
from tests.engine.gradient import FixedCoins, NoCoins, check_layer

EVERY_COIN = ((np.arange(LEVELS) + 0.5) / LEVELS)[:, None]


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_over_all_coins_mean_and_variance_are_those_of_dropout(p: float) -> None:
    x = np.full((LEVELS, 1), -1.5)
    gaussian = GaussianDropout(p, FixedCoins(EVERY_COIN)).forward(x)
    plain = Dropout(p, FixedCoins(EVERY_COIN)).forward(x)
    assert gaussian.mean() == pytest.approx(-1.5, rel=1e-12)
    assert gaussian.mean() == pytest.approx(plain.mean(), rel=1e-4)
    assert gaussian.var() == pytest.approx(1.5**2 * p / (1 - p), rel=3e-5)
    assert gaussian.var() == pytest.approx(plain.var(), rel=1e-4)


@pytest.mark.parametrize(("p", "share"), [(0.1, 0.0013), (0.5, 0.1587), (0.9, 0.3694)])
def test_a_factor_is_negative_as_often_as_the_normal_law_says_and_never_0(p: float, share: float) -> None:
    layer = GaussianDropout(p, FixedCoins(EVERY_COIN))
    layer.forward(np.ones((LEVELS, 1)))
    assert (layer.mask < 0).mean() == pytest.approx(share, abs=6e-5)
    assert (layer.mask != 0).all()


def test_a_coin_becomes_the_normal_number_of_its_rank() -> None:
    coins = [[0.5, 0.0228, 0.9772, 0.1587]]  # 0, -2, 2 and -1 standard deviations
    layer = GaussianDropout(0.2, FixedCoins(coins))
    x = np.array([[1.0, 1.0, -2.0, 4.0]])
    np.testing.assert_allclose(layer.forward(x), [[1.0, 0.0, -4.0, 2.0]], atol=3e-3)
    assert layer.backward(np.full((1, 4), -3.0)).tolist() == (-3.0 * layer.mask).tolist()


def test_where_a_factor_is_negative_the_gradient_changes_sign() -> None:
    layer = GaussianDropout(0.7, FixedCoins([[0.01, 0.9]]))
    layer.forward(np.ones((1, 2)))
    assert np.sign(layer.backward(np.ones((1, 2)))).tolist() == [[-1, 1]]
    check_layer(layer, [[1.3, -0.4]])


def test_coins_drawn_ahead_give_the_factors_of_their_step_and_move_with_p() -> None:
    coins = Coins(5, [(10, 8)])
    layer, x = GaussianDropout(0.2, coins.place(0)), np.ones((10, 8))
    for step, p in [(3, 0.2), (4, 0.2), (130, 0.2), (3, 0.6)]:
        coins.seek(step)
        layer.p = p
        layer.forward(x)
        np.testing.assert_array_equal(layer.mask, GAUSSIAN.factors(coins.levels(0, step, step + 1), p)[0])
    z = (layer.mask - 1) / math.sqrt(0.6 / 0.4)
    layer.p = 0.61
    layer.forward(x)
    np.testing.assert_allclose(layer.mask, 1 + z * math.sqrt(0.61 / 0.39), rtol=1e-12)


@pytest.mark.parametrize(("p", "training"), [(0.0, True), (0.0, False), (0.3, False)])
def test_evaluation_and_p_of_0_are_the_identity_and_draw_no_coins(p: float, training: bool) -> None:
    layer = GaussianDropout(p, NoCoins()).train(training)
    x = np.array([[1.0, -2.0]])
    assert layer.forward(x).tolist() == layer.backward(x).tolist() == x.tolist()
    assert layer.mask is None


def test_backward_follows_the_last_forward_whatever_the_mode_is_by_then() -> None:
    layer = GaussianDropout(0.3, FixedCoins([[0.1, 0.9]]))
    layer.forward(np.ones((1, 2)))
    assert layer.eval().backward(np.ones((1, 2))).tolist() == layer.mask.tolist()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_keep_their_type(dtype: type) -> None:
    layer = GaussianDropout(0.3, np.random.default_rng(1))
    x = np.ones((3, 4), dtype)
    assert layer.forward(x).dtype == layer.backward(x).dtype == dtype


def test_each_replica_is_computed_as_if_it_were_alone() -> None:
    coins, x = np.random.default_rng(1).random((2, 3, 4, 5)), np.random.default_rng(2).normal(size=(2, 3, 4, 5))
    together = GaussianDropout(0.3, FixedCoins(coins))
    y, dx = together.forward(x), together.backward(2 * x)
    for replica in np.ndindex(2, 3):
        alone = GaussianDropout(0.3, FixedCoins(coins[replica]))
        assert alone.forward(x[replica]).tobytes() == y[replica].tobytes()
        assert alone.backward(2 * x[replica]).tobytes() == dx[replica].tobytes()
