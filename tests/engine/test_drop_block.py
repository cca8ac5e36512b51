"""DropBlock as a layer: gradients, what it turns into at its limits, and its scale."""

import numpy as np
import pytest

from app.engine import Coins, DropBlock, Dropout, SpatialDropout
from tests.engine.gradient import FixedCoins, NoCoins, check_layer

RNG = np.random.default_rng
SHAPE = (3, 2, 4, 5)


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("p", [0.2, 0.7])
def test_gradients_agree_with_central_differences(p: float, bound: bool) -> None:
    layer = DropBlock(p, 2, FixedCoins(RNG(1).random(SHAPE)))
    if bound:
        layer.bind(SHAPE, 0)
    check_layer(layer, RNG(2).normal(size=SHAPE))
    assert layer.mask.shape == SHAPE
    assert 0 < np.count_nonzero(layer.mask) < layer.mask.size


@pytest.mark.parametrize("p", [0.2, 0.7])
@pytest.mark.parametrize("block", [1, 2, 3])
def test_each_seed_zeroes_its_block_and_the_rest_is_scaled_by_what_the_batch_kept(p: float, block: int) -> None:
    u = RNG(1).random(SHAPE)
    layer, x = DropBlock(p, block, FixedCoins(u)), RNG(2).normal(size=SHAPE)
    y = layer.forward(x)
    kept = np.ones(SHAPE)
    rate = p / block**2 * 20 / ((5 - block) * (6 - block))
    for n, c, row, column in np.ndindex(3, 2, 5 - block, 6 - block):
        if u[n, c, row, column] < rate:
            kept[n, c, row : row + block, column : column + block] = 0.0
    np.testing.assert_allclose(y, x * kept * kept.size / kept.sum(), rtol=1e-12)
    np.testing.assert_array_equal(layer.backward(x), y)


def test_blocks_of_one_drop_what_dropout_drops_and_a_block_of_the_whole_map_what_spatial_dropout_does() -> None:
    u, x = FixedCoins(RNG(1).random((6, 4, 3, 3))), RNG(2).uniform(1, 2, (6, 4, 3, 3))
    for block, other in [(1, Dropout(0.3, u)), (3, SpatialDropout(0.3, u)), (9, SpatialDropout(0.3, u))]:
        y, expected = DropBlock(0.3, block, u).forward(x), other.forward(x)
        share = np.mean(expected != 0)  # it scales by what was kept, they by what is kept in the mean
        np.testing.assert_allclose(y, expected * 0.7 / share, rtol=1e-12)


def test_a_batch_of_one_is_scaled_by_what_it_kept_itself() -> None:
    layer = DropBlock(0.3, 2, RNG(3))
    for _ in range(5):
        y = layer.forward(np.ones((1, 2, 4, 4)))
        assert y.mean() == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize(("p", "training"), [(0.0, True), (0.3, False)])
def test_with_p_0_or_in_evaluation_it_draws_nothing_and_passes_x(p: float, training: bool) -> None:
    layer, x = DropBlock(p, 2, NoCoins()).train(training), RNG(2).normal(size=SHAPE)
    assert layer.forward(x) is x
    assert layer.backward(x) is x
    assert layer.mask is None


def test_where_all_is_dropped_all_is_0_and_nothing_is_divided_by_0() -> None:
    layer = DropBlock(0.3, 2, FixedCoins(np.zeros(SHAPE)))
    assert not layer.forward(np.ones(SHAPE)).any()
    assert not layer.backward(np.ones(SHAPE)).any()


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_a_position_is_dropped_as_often_as_seeds_reach_it(p: float) -> None:
    layer = DropBlock(p, 3, RNG(3))
    layer.forward(np.ones((4000, 1, 5, 5)))
    reach = np.outer([1, 2, 3, 2, 1], [1, 2, 3, 2, 1])
    expected = 1 - (1 - layer.rule.rate(p, 5, 5)) ** reach
    found = np.mean(layer.mask == 0, axis=(0, 1))
    assert (np.abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / 4000)).all()


def test_coins_drawn_ahead_give_the_same_blocks_in_an_array_that_lies_as_the_batch_does() -> None:
    coins = Coins(5, [SHAPE])
    layer = DropBlock(0.3, 2, coins.place(0))
    layer.bind(SHAPE, 0)
    for step in (0, 3, 200):
        coins.seek(step)
        y = layer.forward(np.ones(SHAPE))
        np.testing.assert_array_equal(y, DropBlock(0.3, 2, FixedCoins(coins.place(0).random())).forward(np.ones(SHAPE)))
    assert np.moveaxis(layer.mask, 0, -1).flags.c_contiguous


def test_p_and_block_are_checked() -> None:
    with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\), got 1"):
        DropBlock(1.0, 2, NoCoins())
    with pytest.raises(ValueError, match=r"^block must be at least 1, got 0$"):
        DropBlock(0.2, 0, NoCoins())
