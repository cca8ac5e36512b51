"""A small convolutional network with each method in it: gradients, coins that all share, and a bound one alike."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.engine import (
    Coins,
    Conv2d,
    Dense,
    DropBlock,
    Dropout,
    Layer,
    MaxPool2d,
    Network,
    ReLU,
    Reshape,
    SpatialDropout,
    Tanh,
)
from tests.engine.gradient import FixedCoins, check_layer

RNG = np.random.default_rng
SEED = 4  # of coins that leave a way through the masks at p = 0.7
PLACES = [(4, 2, 3, 3), (4, 3, 3, 3), (4, 4)]
METHODS: dict[str, Callable[[float, Any], Layer]] = {
    "dropout": Dropout,
    "spatial": SpatialDropout,
    "blocks": lambda p, rng: DropBlock(p, 2, rng),
}
every_method = pytest.mark.parametrize("method", METHODS)


def network(method: str, p: float, rng: Callable[[int], Any]) -> Network:
    """36 as 1 x 6 x 6, two convolutions and two dense layers, with the method on both maps and dropout between."""
    drop = METHODS[method]
    maps = [Reshape(1, 6, 6), Conv2d(1, 2), ReLU(), MaxPool2d(), drop(p, rng(0)), Conv2d(2, 3), Tanh(), drop(p, rng(1))]
    built = Network([*maps, MaxPool2d(), Reshape(3), Dense(3, 4), Tanh(), Dropout(p, rng(2)), Dense(4, 2)])
    built.theta[...] = RNG(1).normal(size=built.size)
    return built


@every_method
@pytest.mark.parametrize("p", [0.2, 0.7])
@pytest.mark.parametrize("bound", [False, True])
def test_gradients_agree_with_central_differences(method: str, p: float, bound: bool) -> None:
    net = network(method, p, lambda k: FixedCoins(RNG(SEED + k).random(PLACES[k])))
    if bound:
        net.bind((4, 36))
    check_layer(net, RNG(2).normal(size=(4, 36)))
    assert np.count_nonzero(net.grad) > net.size / 3


@every_method
def test_a_bound_network_gives_the_same_numbers_with_the_data_gradient_and_without(method: str) -> None:
    nets = []
    for _ in range(3):
        coins = Coins(5, PLACES)
        nets.append((network(method, 0.3, coins.place), coins))
    (free, _), (bound, _), (blind, _) = nets
    bound.bind((4, 36))
    blind.bind((4, 36))
    blind.want_data_gradient(False)
    for step in (0, 1, 130, 0):
        for _, coins in nets:
            coins.seek(step)
        x, dy = RNG(step).normal(size=(4, 36)), RNG(9).normal(size=(4, 2))
        y, dx = free.forward(x), free.backward(dy)
        for net in (bound, blind):
            np.testing.assert_allclose(net.forward(x), y, rtol=1e-12, atol=1e-13)
            found = net.backward(dy)
            np.testing.assert_allclose(found, dx if net is bound else np.zeros(0), rtol=1e-12, atol=1e-13)
            np.testing.assert_allclose(net.grad, free.grad, rtol=1e-12, atol=1e-13)


@every_method
def test_evaluation_is_the_plain_network_and_masks_on_are_training(method: str) -> None:
    coins = Coins(5, PLACES)
    net, plain, x = network(method, 0.3, coins.place), network(method, 0.0, coins.place), RNG(2).normal(size=(4, 36))
    trained = net.forward(x).tobytes()
    np.testing.assert_array_equal(net.eval().forward(x), plain.forward(x))
    assert net.masks_on().forward(x).tobytes() == trained
