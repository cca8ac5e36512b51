"""LayerDrop: the same gate for the whole batch, which nothing is scaled for."""

import numpy as np
import pytest

from app.engine import Coins, Dense, LayerDrop, Network, Residual, Tanh
from tests.engine.gradient import FixedCoins, NoCoins

RNG = np.random.default_rng


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_an_open_layer_is_not_scaled(p: float) -> None:
    x = RNG(1).normal(size=(3, 2))
    gate = LayerDrop(p, FixedCoins([0.75]))
    assert gate.forward(x).tobytes() == x.tobytes()
    assert gate.backward(x).tobytes() == x.tobytes()
    assert LayerDrop(p, FixedCoins([0.1])).forward(x).tolist() == np.zeros((3, 2)).tolist()


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_the_mean_of_a_block_is_short_of_what_it_gives_in_evaluation(p: float) -> None:
    coins = Coins(3, [(1,)])
    block = Residual([Dense(1, 1)], LayerDrop(p, coins.place(0)))
    block.theta[...] = [3.0, 0.0]
    outputs = []
    for step in range(4000):
        coins.seek(step)
        outputs.append(block.forward(np.ones((1, 1))).item())
    assert set(outputs) == {1.0, 4.0}
    assert abs(np.mean(outputs) - (1 + 3 * (1 - p))) < 4 * 3 * np.sqrt(p * (1 - p) / 4000)
    assert block.eval().forward(np.ones((1, 1))).item() == 4.0


def test_a_trained_network_is_evaluated_without_the_layers_that_are_left_out() -> None:
    blocks = [Residual([Dense(2, 2), Tanh()], LayerDrop(0.5, NoCoins())) for _ in range(3)]
    net = Network(blocks).eval()
    net.theta[...] = RNG(1).normal(size=net.theta.shape)
    shorter = Network([Residual([Dense(2, 2), Tanh()]) for _ in range(2)])
    shorter.theta[...] = np.concatenate([blocks[0].theta, blocks[2].theta])
    blocks[1].skipped = True
    x = RNG(2).normal(size=(4, 2))
    assert net.forward(x).tobytes() == shorter.forward(x).tobytes()
