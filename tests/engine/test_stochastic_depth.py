"""Stochastic depth by itself: its masks, their moments, modes and errors. What it does to a block: `test_residual`."""

import numpy as np
import pytest

from app.engine import Coins, StochasticDepth
from tests.engine.gradient import FixedCoins, NoCoins, check_layer

RNG = np.random.default_rng


@pytest.mark.parametrize("mode", ["batch", "row"])
@pytest.mark.parametrize("p", [0.2, 0.7])
@pytest.mark.parametrize("shape", [(4, 3), (4, 2, 3, 3)])
def test_gradients_agree_with_central_differences(mode, p: float, shape: tuple[int, ...]) -> None:
    coins = [0.8] if mode == "batch" else [0.1, 0.5, 0.69, 0.71]
    gate = StochasticDepth(p, FixedCoins(coins), mode)
    check_layer(gate, RNG(1).normal(size=shape))
    gate.bind(shape, 0)
    check_layer(gate, RNG(1).normal(size=shape))


def test_in_row_mode_each_sample_has_its_own_gate_and_what_is_open_is_scaled() -> None:
    gate = StochasticDepth(0.2, FixedCoins([0.19, 0.21, 0.9]), "row")
    y = gate.forward(np.ones((3, 2)))
    assert gate.mask is not None
    assert gate.mask.tolist() == [0, 1.25, 1.25]
    assert y.tolist() == [[0, 0], [1.25, 1.25], [1.25, 1.25]]


@pytest.mark.parametrize(("coin", "factor"), [(0.69, 0.0), (0.71, 1 / 0.3)])
def test_in_batch_mode_one_coin_decides_for_all(coin: float, factor: float) -> None:
    gate = StochasticDepth(0.7, FixedCoins([coin]))
    np.testing.assert_allclose(gate.forward(np.ones((3, 2))), np.full((3, 2), factor), rtol=1e-12)
    assert gate.mask is not None
    assert gate.mask.shape == (1,)


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_mean_and_variance_over_masks_are_those_of_the_formula(p: float) -> None:
    coins = Coins(3, [(20_000,)])
    gate = StochasticDepth(p, coins.place(0), "row")
    y = gate.forward(np.full((20_000, 1), 2.0))
    error = 2 * np.sqrt(p / (1 - p) / 20_000)
    assert abs(y.mean() - 2) < 3 * error
    assert y.var() == pytest.approx(4 * p / (1 - p), rel=0.05)


def test_evaluation_and_p_0_draw_nothing_and_pass_x_through() -> None:
    x = RNG(1).normal(size=(3, 2))
    for gate in (StochasticDepth(0.5, NoCoins()).eval(), StochasticDepth(0.0, NoCoins(), "row")):
        assert gate.forward(x) is x
        assert gate.backward(x) is x
        assert gate.mask is None


def test_what_it_is_given_wrongly_is_told() -> None:
    with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\), got 1$"):
        StochasticDepth(1, NoCoins())
    with pytest.raises(ValueError, match=r"^mode must be 'batch' or 'row', got 'sample'$"):
        StochasticDepth(0.5, NoCoins(), "sample")  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match=r"^StochasticDepth.backward needs a forward pass first$"):
        StochasticDepth(0.5, NoCoins()).backward(np.ones((1, 1)))
