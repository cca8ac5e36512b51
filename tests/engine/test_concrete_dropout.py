"""Concrete dropout: its soft mask, what phi learns from it, and the penalty of the paper."""

import math

import numpy as np
import pytest

from app.engine import SGD, Adam, Coins, ConcreteDropout, Dense, Dropout, Network, ReLU, to_grid
from app.engine.rules import CONCRETE
from tests.engine.gradient import FixedCoins, NoCoins, check_gradient, check_layer

RNG = np.random.default_rng


def layer(p: float, rng: object, dense: Dense | None = None, entropy: float = 0.05) -> ConcreteDropout:
    return ConcreteDropout(p, rng, dense or Dense(3, 2), length=0.3, entropy=entropy, rate=0.03)


def network(p: float = 0.2, batch: int = 5) -> tuple[Network, Coins]:
    """3-4-2 with a place before each of its weights."""
    coins, first, last = Coins(5, [(batch, 3), (batch, 4)]), Dense(3, 4), Dense(4, 2)
    net = Network([layer(p, coins.place(0), first), first, ReLU(), layer(p, coins.place(1), last), last])
    net.theta[: first.size + last.size] = RNG(1).normal(size=first.size + last.size)
    return net, coins


def test_the_mask_is_the_rules_of_its_coins_and_p() -> None:
    coins = RNG(1).random((4, 3))
    made, x = layer(0.3, FixedCoins(coins)), RNG(2).normal(size=(4, 3))
    u = (np.floor(coins * 65536) + 0.5) / 65536
    z = 1 / (1 + np.exp((np.log(u / (1 - u)) - math.log(0.3 / 0.7)) / 0.1))
    np.testing.assert_allclose(made.forward(x), x * (1 - z) / (1 - 0.3), rtol=1e-5, atol=1e-9)
    assert ((coins < 0.3) == (made.mask < 0.5 / 0.7)).all()


@pytest.mark.parametrize("p", [0.1, 0.2, 0.7, 0.9])
def test_phi_learns_through_the_mask_and_p_is_what_it_stands_for(p: float) -> None:
    coins = np.clip(RNG(1).random((6, 3)), p - 0.1, p + 0.1)  # where the edge is soft
    made = layer(p, FixedCoins(coins))
    assert made.p == pytest.approx(p, rel=1e-12)
    check_layer(made, RNG(2).normal(size=(6, 3)))
    assert abs(made.grads["phi"]) > 0.05
    made.params["phi"][...] = 0.0
    assert made.p == 0.5
    made.params["phi"][...] = -900.0
    assert made.p == 0.0


def test_raising_phi_lets_less_through_where_coins_are_near_p() -> None:
    made = layer(0.3, FixedCoins([[0.3, 0.29, 0.31]]))
    made.forward(np.ones((1, 3)))
    made.backward(np.ones((1, 3)))
    assert made.grads["phi"] < 0  # dL/dphi with L the sum of what is let through


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_the_penalty_is_that_of_the_paper_and_its_gradients_are_added(p: float) -> None:
    dense = Dense(3, 2)
    dense.theta[...] = RNG(3).normal(size=dense.size)
    made, w = layer(p, NoCoins(), dense), dense.params["W"]

    def penalty() -> float:
        q = made.p
        weights = 0.05 * 0.3**2 / 2  # always half the length squared times the entropy's
        return weights * float((w**2).sum()) / (1 - q) + 0.05 * 3 * (q * math.log(q) + (1 - q) * math.log(1 - q))

    made.grads["phi"][...], dense.grad[...] = 10.0, -7.0
    assert made.penalty() == pytest.approx(penalty(), rel=1e-12)
    made.penalty_backward()
    check_gradient("phi", penalty, made.theta, made.grad - 10.0)
    check_gradient("[W; b]", penalty, dense.theta, dense.grad + 7.0)


def test_few_points_pull_p_to_a_half_and_large_weights_pull_it_to_0() -> None:
    dense = Dense(3, 2)
    many, few = layer(0.1, NoCoins(), dense, entropy=1 / 1000), layer(0.1, NoCoins(), dense, entropy=1 / 10)
    for made in (many, few):
        made.penalty_backward()
    assert few.grads["phi"] < many.grads["phi"] < 0
    dense.params["W"][...] = 100.0
    few.grads["phi"][...] = 0.0
    few.penalty_backward()
    assert few.grads["phi"] > 0


@pytest.mark.parametrize("phi", [-800.0, 30.0, 800.0])
def test_a_p_that_no_float_tells_from_0_or_1_gives_a_finite_penalty(phi: float) -> None:
    made = layer(0.5, NoCoins())
    made.params["phi"][...] = phi
    made.penalty_backward()
    assert math.isfinite(made.penalty())
    assert math.isfinite(made.grads["phi"])
    assert abs(made.penalty()) < 1e-8


def test_phi_stands_behind_all_weights_so_that_theta_begins_as_that_of_the_twin() -> None:
    net, _ = network()
    twin = Network([Dense(3, 4), ReLU(), Dense(4, 2)])
    assert list(net.params) == [*twin.params, "3.phi", "4.phi"]
    twin.theta[...] = net.theta[: twin.size]
    assert net.theta.shape == (twin.size + 2,)
    np.testing.assert_allclose(net.theta[-2:], math.log(0.2 / 0.8), rtol=1e-12)
    x = RNG(2).normal(size=(5, 3))
    assert net.eval().forward(x).tobytes() == twin.forward(x).tobytes()


def test_phi_has_a_rate_of_its_own_and_does_not_decay() -> None:
    net, _ = network()
    size = net.size - 2
    assert np.isnan(net.rates()[:size]).all()
    assert net.rates()[size:].tolist() == [0.03, 0.03]
    assert net.decaying().tolist() == [1.0] * size + [0.0] * 2
    before = net.theta.copy()
    SGD(net.theta, 0.1, 0.5, net.rates(), net.decaying()).step(np.ones(net.size))
    np.testing.assert_allclose(net.theta[:size], before[:size] - 0.1 * (1 + 0.5 * before[:size]), rtol=1e-12)
    np.testing.assert_allclose(net.theta[size:], before[size:] - 0.03, rtol=1e-12)


@pytest.mark.parametrize("bound", [False, True])
def test_training_from_a_restored_state_gives_the_same_bits(bound: bool) -> None:
    def train(net: Network, coins: Coins, optimizer: Adam, steps: range) -> None:
        for step in steps:
            coins.seek(step)
            net.backward(net.forward(RNG(step).normal(size=(5, 3))) - 1.0)
            net.penalty_backward()
            optimizer.step(net.grad)
            to_grid(net.state)
            for values in optimizer.state.values():
                to_grid(values)

    (net, coins), (again, other) = network(), network()
    for each in (net, again):
        if bound:
            each.bind((5, 3))
            each.want_data_gradient(False)
    optimizers = [Adam(each.theta, 0.01, 0.1, each.rates(), each.decaying()) for each in (net, again)]
    train(net, coins, optimizers[0], range(130))
    saved = net.state.astype(np.float32), {name: v.astype(np.float32) for name, v in optimizers[0].state.items()}
    train(net, coins, optimizers[0], range(130, 150))
    again.state[...] = saved[0]
    for name, values in saved[1].items():
        optimizers[1].state[name][...] = values
    optimizers[1].steps = 130
    train(again, other, optimizers[1], range(130, 150))
    assert again.state.tobytes() == net.state.tobytes()
    assert net.layers[0].p != pytest.approx(0.2, abs=1e-3)


@pytest.mark.parametrize("training", [True, False])
def test_below_the_first_weights_phi_learns_although_nobody_asks_for_the_data_gradient(training: bool) -> None:
    whole, blind = network()[0].train(training), network()[0].train(training)
    blind.want_data_gradient(False)
    x, dy = RNG(2).normal(size=(5, 3)), RNG(3).normal(size=(5, 2))
    for net in (whole, blind):
        net.forward(x)
    assert whole.backward(dy).shape == (5, 3)
    assert blind.backward(dy).size == (0 if training else 15)
    assert blind.grad.tobytes() == whole.grad.tobytes()
    assert (whole.grads["3.phi"] != 0) == training


def test_evaluation_forgets_the_mask_and_the_gradient_of_phi() -> None:
    made = layer(0.3, FixedCoins([[0.3, 0.29, 0.31]]))
    made.forward(np.ones((1, 3)))
    made.backward(np.ones((1, 3)))
    made.eval().forward(np.ones((1, 3)))
    assert made.mask is None
    assert made.train().backward(np.full((1, 3), 2.0)).tolist() == [[2, 2, 2]]
    assert made.grads["phi"] == 0


def test_backward_follows_the_p_of_forward_although_phi_has_changed() -> None:
    still, moved = (layer(0.3, FixedCoins([[0.3, 0.29, 0.31]])) for _ in range(2))
    for made in (still, moved):
        made.forward(np.ones((1, 3)))
    moved.params["phi"][...] = 2.0
    assert moved.backward(np.ones((1, 3))).tobytes() == still.backward(np.ones((1, 3))).tobytes()
    assert moved.grads["phi"] == still.grads["phi"]


def test_far_from_p_it_is_dropout_with_the_same_coins() -> None:
    coins = np.array([[0.01, 0.1, 0.95]])
    soft, hard = layer(0.5, FixedCoins(coins)), Dropout(0.5, FixedCoins(coins))
    x = RNG(2).normal(size=(1, 3))
    np.testing.assert_allclose(soft.forward(x), hard.forward(x), atol=1e-8)
    assert CONCRETE.temperature == 0.1
