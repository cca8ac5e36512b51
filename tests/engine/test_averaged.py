"""Means over masks in a network: against its masks one by one, and what they leave alone."""

import math
from itertools import pairwise

import numpy as np
import pytest

from app.engine import (
    Averaged,
    AveragedLogits,
    BinaryCrossEntropy,
    Coins,
    DropConnect,
    Layer,
    Network,
    SoftmaxCrossEntropy,
    Tanh,
)
from app.engine.activations import ACTIVATIONS
from tests.engine.gradient import NoCoins, check_layer
from tests.engine.test_normal_moments import integral

RNG = np.random.default_rng


def network(sizes: tuple[int, ...], activation: str, p: float, rng, inference: str = "moments") -> Network:
    layers: list[Layer] = []
    for place, (inputs, outputs) in enumerate(pairwise(sizes)):
        connect = DropConnect(inputs, outputs, p, rng(place), "sample", inference, layers[-1] if layers else None)
        layers += [connect, Averaged(ACTIVATIONS[activation](), connect)]
    layers[-1] = AveragedLogits(layers[-2])
    net = Network(layers)
    net.draw(RNG(1), 1.5)
    net.theta[...] += RNG(2).normal(0, 0.2, net.size)  # biases too
    return net


def coins_of(sizes: tuple[int, ...], batch: int) -> Coins:
    return Coins(5, [(batch, inputs, outputs) for inputs, outputs in pairwise(sizes)])


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(2, 12, 12, 1), (8, 16, 16, 10)])
def test_by_moments_a_network_is_much_closer_to_the_mean_of_its_masks_than_by_the_mean_alone(
    activation: str, sizes: tuple[int, ...]
) -> None:
    predict = BinaryCrossEntropy.predict if sizes[-1] == 1 else SoftmaxCrossEntropy.predict
    x, coins = RNG(3).normal(size=(40, sizes[0])), coins_of(sizes, 40)
    net = network(sizes, activation, 0.5, coins.place).masks_on()
    masks_on = np.zeros((40, sizes[-1]))
    for step in range(600):
        coins.seek(step)
        masks_on += predict(net.forward(x)) / 600
    by_moments, by_mean = (
        divergence(masks_on, predict(network(sizes, activation, 0.5, coins.place, inference).eval().forward(x)))
        for inference in ("moments", "mean")
    )
    assert by_moments < by_mean / 8


def divergence(p: np.ndarray, q: np.ndarray) -> float:
    """The mean Kullback-Leibler divergence of q from p; of one column, of that and its complement."""
    if p.shape[1] == 1:
        p, q = np.hstack([p, 1 - p]), np.hstack([q, 1 - q])
    return float((p * np.log(p / q)).sum(axis=1).mean())


def test_a_logit_is_that_of_the_mean_probability() -> None:
    connect = DropConnect(3, 1, 0.3, NoCoins(), inference="moments").eval()
    connect.theta[...] = RNG(1).normal(size=4) * 2
    x = RNG(2).normal(size=(5, 3))
    z = connect.forward(x)
    logit = AveragedLogits(connect).eval().forward(z)
    for n in range(5):
        mean = integral(lambda u: 1 / (1 + np.exp(-u)), z[n, 0], math.sqrt(connect.variance[n, 0]))
        assert 1 / (1 + math.exp(-logit[n, 0])) == pytest.approx(mean, rel=1e-5)
    assert (np.abs(logit) < np.abs(z)).all()  # less certain


@pytest.mark.parametrize("outputs", [1, 3])
def test_a_certain_networks_logits_are_finite_and_those_of_the_mean_where_little_scatters(outputs: int) -> None:
    connect = DropConnect(1, outputs, 0.3, NoCoins(), inference="moments").eval()
    connect.params["W"][...] = 1e-3
    layer = AveragedLogits(connect)
    for scale in (1.0, 50.0, 300.0, 1e4):
        connect.params["b"][...] = scale * np.linspace(1.0, -1.0, outputs)
        z = connect.forward(np.ones((1, 1)))
        y = layer.forward(z)
        assert np.isfinite(y).all()
        if scale < 1e3:
            np.testing.assert_allclose(y - y[:, :1] * (outputs > 1), z - z[:, :1] * (outputs > 1), rtol=1e-5)


@pytest.mark.parametrize("inference", ["moments", "mean"])
@pytest.mark.parametrize("bound", [False, True])
def test_in_training_the_layers_are_as_if_they_were_not_there(inference: str, bound: bool) -> None:
    sizes = (3, 4, 2)
    coins = coins_of(sizes, 5)
    net = network(sizes, "tanh", 0.3, coins.place, inference)
    bare = Network([net.layers[0], net.layers[1].f, net.layers[2]])
    bare.draw(RNG(1), 1.5)
    x, dy = RNG(3).normal(size=(5, 3)), RNG(4).normal(size=(5, 2))
    y, dx, grad = bare.forward(x), bare.backward(dy), bare.grad.copy()
    net = Network(net.layers)
    if bound:
        net.bind((5, 3))
        check_layer(net, x)
    np.testing.assert_allclose(net.forward(x), y, rtol=1e-12)
    np.testing.assert_allclose(net.backward(dy), dx, rtol=1e-12)
    np.testing.assert_allclose(net.grad, grad, rtol=1e-12)


@pytest.mark.parametrize("sizes", [(3, 4, 1), (3, 4, 2)])
def test_a_bound_network_evaluates_by_moments_with_the_same_numbers_and_shows_the_means(sizes: tuple[int, ...]) -> None:
    free, bound = (network(sizes, "relu", 0.3, lambda place: NoCoins()).eval() for _ in range(2))
    bound.bind((5, 3))
    x = RNG(3).normal(size=(5, 3))
    np.testing.assert_allclose(bound.forward(x), free.forward(x), rtol=1e-10)
    assert (free.layers[1].out > 0).all()  # the mean of a ReLU over masks is never 0
    np.testing.assert_allclose(bound.layers[1].out, free.layers[1].out, rtol=1e-12)


def test_with_p_of_0_or_by_the_mean_nothing_is_averaged() -> None:
    x = RNG(3).normal(size=(5, 3))
    by_mean = network((3, 4, 2), "tanh", 0.3, lambda place: NoCoins(), "mean").eval()
    still = network((3, 4, 2), "tanh", 0.0, lambda place: NoCoins()).eval()
    assert still.forward(x).tobytes() == by_mean.forward(x).tobytes()
    check_layer(by_mean, x)


def test_what_scattered_once_scatters_no_more_when_p_has_become_0() -> None:
    net, still = (network((3, 4, 4, 2), "tanh", 0.3, lambda place: NoCoins()).eval() for _ in range(2))
    x = RNG(3).normal(size=(5, 3))
    net.forward(x)
    for made in (net, still):
        for connect in made.layers[::2]:
            connect.p = 0.0
    assert net.forward(x).tobytes() == still.forward(x).tobytes()
    assert net.layers[1].variance is None


def test_what_scatters_before_the_first_mask_is_handed_through_layers_without_masks() -> None:
    net = network((3, 4, 4, 2), "tanh", 0.3, lambda place: NoCoins()).eval()
    for connect in net.layers[2::2]:
        connect.p = 0.0
    net.forward(RNG(3).normal(size=(5, 3)))
    assert all((layer.variance > 0).all() for layer in net.layers[:-1])


def test_after_a_mean_there_is_no_way_back_and_after_a_value_there_is() -> None:
    coins = coins_of((3, 4, 2), 5)
    net = network((3, 4, 2), "tanh", 0.3, coins.place).eval()
    x = RNG(3).normal(size=(5, 3))
    net.forward(x)
    for layer, shape in ((net.layers[3], (5, 2)), (net.layers[1], (5, 4))):
        with pytest.raises(
            RuntimeError, match=rf"^{type(layer).__name__} has no backward pass after a mean over masks$"
        ):
            layer.backward(np.ones(shape))
    net.train().forward(x)
    assert net.eval().backward(np.ones((5, 2))).shape == (5, 3)


def test_backward_before_forward_is_an_error() -> None:
    layer = Averaged(Tanh(), DropConnect(3, 4, 0.3, NoCoins()))
    with pytest.raises(RuntimeError, match="needs a forward pass first"):
        layer.backward(np.ones((5, 4)))
