"""What holds for every method: gradients with the masks frozen, behind every activation; modes, bounds and errors."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from app.engine import (
    Coins,
    ConcreteDropout,
    Dense,
    DropConnect,
    Dropout,
    GaussianDropout,
    Layer,
    Network,
    ReLU,
    Sigmoid,
    Tanh,
)
from app.engine.activations import ACTIVATIONS, Activation
from tests.engine.gradient import FixedCoins, NoCoins, check_gradient, check_layer

RNG = np.random.default_rng
BATCH = 5
SIZES = (3, 4, 4, 2)


def shapes(method: str, batch: int = BATCH) -> list[tuple[int, ...]]:
    """The shape of each place's coins."""
    if method.startswith("weights"):
        each = batch if method == "weights" else 1
        return [(each, inputs, outputs) for inputs, outputs in pairwise(SIZES)]
    return [(batch, units) for units in SIZES[:-1]]


def network(method: str, activation: str, p: float, rng: Callable[[int], Any]) -> Network:
    """3-4-4-2 with the method at every place; its coins are those of `rng(place)`."""
    layers: list[Layer] = []
    for place, (inputs, outputs) in enumerate(pairwise(SIZES)):
        dense = Dense(inputs, outputs)
        if method.startswith("weights"):
            dense = DropConnect(inputs, outputs, p, rng(place), "sample" if method == "weights" else "batch")
        elif method == "concrete":
            layers.append(ConcreteDropout(p, rng(place), dense, length=0.3, entropy=0.05, rate=0.03))
        elif method == "gaussian":
            layers.append(GaussianDropout(p, rng(place)))
        else:
            layers.append(Dropout(p, rng(place), inverted=method == "inverted"))
        layers += [dense, ACTIVATIONS[activation]()]
    built = Network(layers[:-1])
    own = np.isnan(built.rates())
    built.theta[own] = RNG(1).normal(size=own.sum())
    return built


def frozen(method: str) -> Callable[[int], FixedCoins]:
    """The same coins each time they are asked for."""
    return lambda place: FixedCoins(RNG(7 + place).random(shapes(method)[place]))


METHODS = ["inverted", "classic", "gaussian", "weights", "weights of the batch", "concrete"]
every_method = pytest.mark.parametrize("method", METHODS)


@every_method
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("p", [0.2, 0.7])
@pytest.mark.parametrize("bound", [False, True])
def test_gradients_agree_with_central_differences(method: str, activation: str, p: float, bound: bool) -> None:
    net = network(method, activation, p, frozen(method))
    if bound:
        net.bind((BATCH, SIZES[0]))
    check_layer(net, RNG(2).normal(size=(BATCH, SIZES[0])))


@every_method
def test_gradients_in_evaluation_are_those_of_the_evaluation_output(method: str) -> None:
    net = network(method, "tanh", 0.2, lambda place: NoCoins()).eval()
    check_layer(net, RNG(2).normal(size=(BATCH, SIZES[0])))


@every_method
def test_the_penalty_and_its_gradients_are_part_of_the_loss(method: str) -> None:
    net = network(method, "tanh", 0.2, frozen(method))
    x, dy = RNG(2).normal(size=(BATCH, SIZES[0])), RNG(3).normal(size=(BATCH, SIZES[-1]))

    def loss() -> float:
        return float((dy * net.forward(x)).sum()) + net.penalty()

    net.forward(x)
    net.backward(dy)
    net.penalty_backward()
    assert (net.penalty() != 0.0) == (method == "concrete")
    check_gradient("theta", loss, net.theta, net.grad.copy())


@every_method
def test_a_bound_network_gives_the_same_numbers_with_the_data_gradient_and_without(method: str) -> None:
    nets = []
    for _ in range(3):
        coins = Coins(5, shapes(method))
        nets.append((network(method, "relu", 0.3, coins.place), coins))
    (free, _), (bound, _), (blind, _) = nets
    bound.bind((BATCH, SIZES[0]))
    blind.bind((BATCH, SIZES[0]))
    blind.want_data_gradient(False)
    for step in (0, 1, 130, 0):
        for _, coins in nets:
            coins.seek(step)
        x, dy = RNG(step).normal(size=(BATCH, SIZES[0])), RNG(9).normal(size=(BATCH, SIZES[-1]))
        y = free.forward(x)
        dx = free.backward(dy)
        for net in (bound, blind):
            np.testing.assert_allclose(net.forward(x), y, rtol=1e-12, atol=1e-13)
            found = net.backward(dy)
            if net is bound:
                np.testing.assert_allclose(found, dx, rtol=1e-12, atol=1e-13)
            else:
                assert found.size == 0
            np.testing.assert_allclose(net.grad, free.grad, rtol=1e-12, atol=1e-13)


@every_method
def test_evaluation_draws_nothing_and_is_the_plain_network_or_for_classic_a_share_of_each_input(method: str) -> None:
    net = network(method, "sigmoid", 0.3, lambda place: NoCoins()).eval()
    x = RNG(2).normal(size=(BATCH, SIZES[0]))
    plain = network("inverted", "sigmoid", 0.0, frozen("inverted"))
    plain.theta[...] = net.theta[: plain.size]
    if method == "classic":
        for name in ("1.W", "2.W", "3.W"):
            plain.params[name][...] *= 1 - 0.3
    np.testing.assert_allclose(net.forward(x), plain.forward(x), rtol=1e-12, atol=1e-14)


@every_method
def test_with_masks_on_what_draws_is_in_training_and_all_else_in_evaluation(method: str) -> None:
    net = network(method, "relu", 0.3, frozen(method))
    x = RNG(2).normal(size=(BATCH, SIZES[0]))
    trained = net.forward(x).copy()
    assert net.masks_on() is net
    assert not net.training
    assert [layer.training for layer in net.layers] == [layer.draws for layer in net.layers]
    assert sum(layer.draws for layer in net.layers) == 3
    assert net.forward(x).tobytes() == trained.tobytes()


@pytest.mark.parametrize("method", ["inverted", "classic", "weights", "weights of the batch"])
def test_raising_p_leaves_the_coins_and_with_them_what_was_dropped(method: str) -> None:
    masks = []
    for p in (0.2, 0.6):
        net = network(method, "relu", p, frozen(method))
        net.forward(RNG(2).normal(size=(BATCH, SIZES[0])))
        masks.append([layer.mask != 0 for layer in net.layers if layer.draws])
    for lower, higher in zip(*masks, strict=True):
        assert (higher <= lower).all()
        assert higher.sum() < lower.sum()


@pytest.mark.parametrize(
    ("make", "p", "message"),
    [
        (lambda p: GaussianDropout(p, NoCoins()), p, "p must lie in [0, 1), got " + shown)
        for p, shown in ((1, "1"), (1.0, "1.0"), (-0.1, "-0.1"), (float("nan"), "nan"))
    ]
    + [
        (lambda p: DropConnect(2, 3, p, NoCoins()), p, "p must lie in [0, 1), got " + shown)
        for p, shown in ((1, "1"), (1.5, "1.5"), (-0.1, "-0.1"), (float("nan"), "nan"))
    ]
    + [
        (lambda p: ConcreteDropout(p, NoCoins(), Dense(2, 3), 0.01, 0.1, 0.03), p, "p must lie in (0, 1), got " + shown)
        for p, shown in ((0, "0"), (1.0, "1.0"), (float("nan"), "nan"))
    ],
)
def test_p_outside_its_range_is_refused(make: Callable[[float], Any], p: float, message: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole message is compared below
        make(p)
    assert str(refused.value) == message
    layer = make(0.5)
    if not isinstance(layer, ConcreteDropout):
        with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\)"):
            layer.p = p
        assert layer.p == 0.5


@pytest.mark.parametrize(
    "layer",
    [
        GaussianDropout(0.5, NoCoins()),
        DropConnect(3, 3, 0.5, NoCoins()),
        DropConnect(3, 3, 0.5, NoCoins(), "batch"),
        ConcreteDropout(0.5, NoCoins(), Dense(3, 3), 0.01, 0.1, 0.03),
    ],
    ids=lambda layer: type(layer).__name__,
)
@pytest.mark.parametrize("bound", [False, True])
def test_backward_before_forward_is_an_error(layer: Layer, bound: bool) -> None:
    if bound:
        layer.bind((4, 3))
    with pytest.raises(RuntimeError, match=rf"^{type(layer).__name__}.backward needs a forward pass first$"):
        layer.backward(np.ones((4, 3)))


@every_method
def test_a_bound_network_refuses_another_shape(method: str) -> None:
    coins = Coins(5, shapes(method))
    net = network(method, "relu", 0.3, coins.place)
    net.bind((BATCH, SIZES[0]))
    for shape in ((1, SIZES[0]), (BATCH, SIZES[0] + 1)):
        with pytest.raises(ValueError, match="got"):
            net.forward(np.ones(shape))


@every_method
@pytest.mark.parametrize("training", [True, False])
def test_inputs_and_gradients_are_left_as_they_were(method: str, training: bool) -> None:
    net = network(method, "tanh", 0.3, frozen(method)).train(training)
    x, dy = RNG(2).normal(size=(BATCH, SIZES[0])), RNG(3).normal(size=(BATCH, SIZES[-1]))
    net.forward(x)
    net.backward(dy)
    assert x.tobytes() == RNG(2).normal(size=(BATCH, SIZES[0])).tobytes()
    assert dy.tobytes() == RNG(3).normal(size=(BATCH, SIZES[-1])).tobytes()


@every_method
def test_an_empty_batch_stays_empty(method: str) -> None:
    net = network(method, "relu", 0.3, lambda place: RNG(1))
    assert net.forward(np.empty((0, SIZES[0]))).shape == (0, SIZES[-1])
    assert net.backward(np.empty((0, SIZES[-1]))).shape == (0, SIZES[0])
    assert not net.grad.any()


def test_every_activation_is_there() -> None:
    assert set(ACTIVATIONS.values()) == {ReLU, Tanh, Sigmoid}
    assert all(issubclass(kind, Activation) for kind in ACTIVATIONS.values())
