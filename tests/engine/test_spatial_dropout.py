"""Spatial dropout: a map goes or stays as a whole, and that is what its noise is made of."""

import numpy as np
import pytest

from app.engine import Coins, Dropout, SpatialDropout
from tests.engine.gradient import FixedCoins, NoCoins, check_layer

RNG = np.random.default_rng
SHAPE = (4, 3, 2, 3)


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("p", [0.2, 0.7])
def test_gradients_agree_with_central_differences(p: float, bound: bool) -> None:
    layer = SpatialDropout(p, FixedCoins(RNG(1).random(SHAPE)))
    if bound:
        layer.bind(SHAPE, 0)
    check_layer(layer, RNG(2).normal(size=SHAPE))
    assert layer.mask.shape == (4, 3, 1, 1)
    assert 0 < np.count_nonzero(layer.mask) < layer.mask.size


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_a_map_is_zeroed_or_scaled_as_a_whole_by_its_first_coin(p: float) -> None:
    u = RNG(1).random(SHAPE)
    u[0, 0, 0, 0], u[0, 1, 0, 0], u[0, 0, 1, 1] = 0.1, 0.9, 0.95
    layer, x = SpatialDropout(p, FixedCoins(u)), RNG(2).normal(size=SHAPE)
    y = layer.forward(x)
    np.testing.assert_allclose(y, x * (u[:, :, :1, :1] >= p) / (1 - p), rtol=1e-12)
    assert not y[0, 0].any()
    np.testing.assert_array_equal(y[0, 1], x[0, 1] * (1 / (1 - p)))


def test_on_maps_of_one_position_it_is_dropout() -> None:
    u, x = RNG(1).random((6, 5, 1, 1)), RNG(2).normal(size=(6, 5, 1, 1))
    np.testing.assert_array_equal(SpatialDropout(0.3, FixedCoins(u)).forward(x), Dropout(0.3, FixedCoins(u)).forward(x))


@pytest.mark.parametrize(("p", "training"), [(0.0, True), (0.3, False)])
def test_with_p_0_or_in_evaluation_it_draws_nothing_and_passes_x(p: float, training: bool) -> None:
    layer, x = SpatialDropout(p, NoCoins()).train(training), RNG(2).normal(size=SHAPE)
    assert layer.forward(x) is x
    assert layer.backward(x) is x
    assert layer.mask is None


def test_where_every_map_is_dropped_all_is_0() -> None:
    layer = SpatialDropout(0.3, FixedCoins(np.zeros(SHAPE)))
    assert not layer.forward(np.ones(SHAPE)).any()
    assert not layer.backward(np.ones(SHAPE)).any()


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_the_mean_of_a_map_varies_by_the_square_of_its_sum_and_under_dropout_by_the_sum_of_squares(p: float) -> None:
    x = RNG(2).uniform(0, 1, (1, 1, 3, 3))
    many = np.broadcast_to(x, (20_000, 1, 3, 3))
    variances = {SpatialDropout: x.sum() ** 2 / 81, Dropout: (x**2).sum() / 81}
    for method, variance in variances.items():
        means = method(p, RNG(7)).forward(many).mean(axis=(1, 2, 3))
        assert abs(means.mean() - x.mean()) < 4 * np.sqrt(variance * p / (1 - p) / 20_000)
        assert means.var() == pytest.approx(variance * p / (1 - p), rel=0.04)


def test_coins_drawn_ahead_drop_the_maps_whose_first_coin_is_below_p() -> None:
    coins = Coins(5, [(4, 3, 2, 3)])
    layer = SpatialDropout(0.3, coins.place(0))
    layer.bind(SHAPE, 0)
    for step in (0, 3, 200):
        coins.seek(step)
        kept = layer.forward(np.ones(SHAPE)) != 0
        np.testing.assert_array_equal(kept, np.broadcast_to(coins.place(0).random()[..., :1, :1] >= 0.3, SHAPE))
