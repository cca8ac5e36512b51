"""Initial weights, and the grid that keeps parameters the same on every machine."""

import math

import numpy as np
import pytest

from app.engine import Dense, Network, ReLU, draw_weights, to_grid
from app.engine.activations import ACTIVATIONS
from app.engine.initial import GAINS

VARIANCES = {"relu": 2.0, "tanh": 1.0, "sigmoid": 1.0}  # times the number of inputs


@pytest.mark.parametrize("activation", VARIANCES)
def test_the_variance_of_the_weights_is_gain_squared_over_inputs(activation: str) -> None:
    net = Network([Dense(200, 300), Dense(300, 100)])
    draw_weights(net, activation, np.random.default_rng(1))
    for layer in net.layers:
        w = layer.params["W"]
        expected = VARIANCES[activation] / layer.inputs
        z = (w.var() / expected - 1) / math.sqrt(2 / w.size)
        assert abs(z) < 4
        assert abs(w.mean()) < 4 * math.sqrt(expected / w.size)


def test_weights_are_drawn_layer_by_layer_and_biases_are_0() -> None:
    net = Network([Dense(2, 3), ReLU(), Dense(3, 1)])
    net.theta[...] = 7.0
    draw_weights(net, "relu", np.random.default_rng(4))
    rng = np.random.default_rng(4)
    np.testing.assert_allclose(net.params["1.W"], rng.standard_normal((2, 3)) * math.sqrt(2 / 2), rtol=1e-15)
    np.testing.assert_allclose(net.params["2.W"], rng.standard_normal((3, 1)) * math.sqrt(2 / 3), rtol=1e-15)
    assert not net.params["1.b"].any()
    assert not net.params["2.b"].any()


def test_relu_keeps_the_mean_square_of_a_signal_through_many_layers() -> None:
    layers = [layer for _ in range(8) for layer in (Dense(256, 256), ReLU())]
    net = Network(layers)
    draw_weights(net, "relu", np.random.default_rng(1))
    x = np.random.default_rng(2).normal(size=(200, 256))
    assert 0.5 < (net.forward(x) ** 2).mean() / 0.5 / 2 < 2  # He et al. 2015: E[y^2] = Var(z) / 2 = 1


def test_the_same_seed_draws_the_same_weights_and_another_draws_others() -> None:
    nets = [Network([Dense(4, 4)]) for _ in range(3)]
    for net, seed in zip(nets, [1, 1, 2], strict=True):
        draw_weights(net, "tanh", np.random.default_rng(seed))
    assert nets[0].theta.tobytes() == nets[1].theta.tobytes()
    assert (nets[0].params["1.W"] != nets[2].params["1.W"]).all()


def test_each_replica_draws_weights_of_its_own() -> None:
    net = Network([Dense(4, 4, (2,))])
    draw_weights(net, "tanh", np.random.default_rng(1))
    assert (net.params["1.W"][0] != net.params["1.W"][1]).all()


def test_every_activation_has_a_gain() -> None:
    assert GAINS.keys() == ACTIVATIONS.keys()


@pytest.mark.parametrize("with_row", [False, True])
def test_the_grid_is_that_of_float32_and_rounds_to_the_nearest_in_place(with_row: bool) -> None:
    step = 2.0**-23  # between float32 numbers above 1
    values = np.array([1.0, 1 + 0.4 * step, 1 + 0.6 * step, 1 + 0.5 * step, 1 + 1.5 * step, -0.1, 0.0])
    row = np.full(7, 9, np.float32) if with_row else None
    to_grid(values, row)
    even = [1.0, 1.0, 1 + step, 1.0, 1 + 2 * step, -0.100000001490116119384765625, 0.0]
    assert values.dtype == np.float64
    assert values.tolist() == even
    if row is not None:
        assert row.tolist() == even


def test_what_is_on_the_grid_stays_where_it_is() -> None:
    values = np.random.default_rng(1).normal(size=(3, 4))
    to_grid(values)
    once = values.copy()
    to_grid(values)
    assert values.tobytes() == once.tobytes()
    assert once.tobytes() == once.astype(np.float32).astype(np.float64).tobytes()
