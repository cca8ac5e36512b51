"""A network as a whole: gradients with the masks frozen, flat parameters, replicas and modes."""

import numpy as np
import pytest

from app.engine import SGD, BinaryCrossEntropy, Dense, Dropout, Network, ReLU, Sigmoid, Tanh, to_grid
from tests.engine.gradient import FixedCoins, NoCoins, check_gradient, check_layer

RNG = np.random.default_rng
BATCH = 5


def network(p: float = 0.3, inverted: bool = True, leading: tuple[int, ...] = (), own: bool = True) -> Network:
    """2-4-3-1 with dropout at every place; replicas have their own theta, or share one."""
    coins = RNG(7)

    def dropout(units: int) -> Dropout:
        return Dropout(p, FixedCoins(coins.random((*leading, BATCH, units))), inverted)

    replicas = leading if own else ()
    layers = [dropout(2), Dense(2, 4, replicas), Tanh(), dropout(4)]
    layers += [Dense(4, 3, replicas), Sigmoid(), dropout(3), Dense(3, 1, replicas)]
    built = Network(layers)
    built.theta[...] = RNG(1).normal(size=built.theta.shape)
    return built


def alone(together: Network, replica: tuple[int, ...]) -> Network:
    """One replica as a network of its own, with the same parameters and coins."""
    single = network()
    single.theta[...] = together.theta[replica] if together.theta.ndim > 1 else together.theta
    for layer, source in zip(single.layers, together.layers, strict=True):
        if isinstance(layer, Dropout):
            layer.rng = FixedCoins(source.rng.coins[replica])
    return single


@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("p", [0.2, 0.7])
@pytest.mark.parametrize("bound", [False, True])
def test_gradients_agree_with_central_differences(p: float, inverted: bool, training: bool, bound: bool) -> None:
    net = network(p, inverted).train(training)
    if bound:
        net.bind((BATCH, 2))
    check_layer(net, RNG(2).normal(size=(BATCH, 2)))


def test_the_gradient_of_the_loss_agrees_with_central_differences_through_the_flat_parameters() -> None:
    net, loss = network(0.2), BinaryCrossEntropy()
    x, y = RNG(2).normal(size=(BATCH, 2)), RNG(3).integers(0, 2, (BATCH, 1))

    def value() -> float:
        return float(loss.forward(net.forward(x), y))

    value()
    net.backward(loss.backward())
    check_gradient("theta", value, net.theta, net.grad.copy())


def test_parameters_are_named_by_layer_and_are_parts_of_theta() -> None:
    net = network()
    assert list(net.params) == list(net.grads) == ["1.W", "1.b", "2.W", "2.b", "3.W", "3.b"]
    assert net.theta.shape == (2 * 4 + 4 + 4 * 3 + 3 + 3 * 1 + 1,)
    np.testing.assert_array_equal(net.theta, np.concatenate([v.ravel() for v in net.params.values()]))
    net.theta[...] = 0.0
    assert not net.params["2.W"].any()
    assert not net.forward(np.ones((BATCH, 2))).any()


def test_a_network_takes_over_the_parameters_that_its_layers_had() -> None:
    layers = [Dense(2, 3), ReLU(), Dense(3, 1)]
    layers[0].params["W"][...] = 2.0
    layers[2].params["b"][...] = 5.0
    net = Network(layers)
    assert net.theta.tolist() == [2.0] * 6 + [0.0] * 3 + [0.0] * 3 + [5.0]
    assert layers[0].params["W"].base is not None
    assert np.shares_memory(layers[2].params["b"], net.theta)


def test_one_step_on_the_flat_parameters_moves_every_layer() -> None:
    net = network()
    before = {name: values.copy() for name, values in net.params.items()}
    net.backward(np.ones_like(net.forward(RNG(2).normal(size=(BATCH, 2)))))
    SGD(net.theta, 0.1).step(net.grad)
    for name, values in net.params.items():
        np.testing.assert_allclose(values, before[name] - 0.1 * net.grads[name], rtol=1e-12)
        assert (values != before[name]).any()


def test_an_adopted_theta_is_used_from_then_on() -> None:
    net, other = network(), network()
    x = RNG(2).normal(size=(BATCH, 2))
    theta = RNG(9).normal(size=net.theta.shape)
    other.theta[...] = theta
    net.adopt(theta, np.zeros_like(theta))
    assert net.theta is theta
    assert net.forward(x).tobytes() == other.forward(x).tobytes()
    assert net.backward(np.ones((BATCH, 1))).tobytes() == other.backward(np.ones((BATCH, 1))).tobytes()
    assert net.grad.tobytes() == other.grad.tobytes()
    assert net.grads["3.b"].tolist() == [BATCH]


def test_an_adopted_theta_of_replicas_makes_a_network_of_replicas() -> None:
    net, together = network(leading=(3,), own=False), network(leading=(3,))
    x = RNG(2).normal(size=(3, BATCH, 2))
    net.adopt(together.theta.copy(), np.zeros_like(together.grad))
    np.testing.assert_array_equal(net.forward(x), together.forward(x))


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("leading", [(3,), (2, 3)])
def test_replicas_with_their_own_theta_are_as_if_alone(leading: tuple[int, ...], bound: bool) -> None:
    together = network(leading=leading)
    x, dy = RNG(2).normal(size=(*leading, BATCH, 2)), RNG(3).normal(size=(*leading, BATCH, 1))
    if bound:
        together.bind(x.shape)
    y, dx = together.forward(x), together.backward(dy)
    for replica in np.ndindex(leading):
        single = alone(together, replica)
        np.testing.assert_allclose(single.forward(x[replica]), y[replica], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(single.backward(dy[replica]), dx[replica], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(single.grad, together.grad[replica], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("bound", [False])
def test_replicas_that_share_theta_are_as_if_alone_and_their_gradients_add_up(bound: bool) -> None:
    together = network(leading=(4,), own=False)
    x, dy = RNG(2).normal(size=(4, BATCH, 2)), RNG(3).normal(size=(4, BATCH, 1))
    if bound:
        together.bind(x.shape)
    y, dx = together.forward(x), together.backward(dy)
    total = np.zeros_like(together.grad)
    for replica in range(4):
        single = alone(together, (replica,))
        np.testing.assert_allclose(single.forward(x[replica]), y[replica], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(single.backward(dy[replica]), dx[replica], rtol=1e-12, atol=1e-14)
        total += single.grad
    np.testing.assert_allclose(together.grad, total, rtol=1e-12, atol=1e-14)


def test_a_bound_network_gives_the_same_numbers_and_on_the_grid_the_same_bits_step_after_step() -> None:
    free, bound = network(), network()
    assert bound.bind((BATCH, 2)) == (BATCH, 1)
    losses = BinaryCrossEntropy(), BinaryCrossEntropy()
    optimizers = SGD(free.theta, 0.1), SGD(bound.theta, 0.1)
    for seed in range(20):
        x, y = RNG(seed).normal(size=(BATCH, 2)), RNG(seed).integers(0, 2, (BATCH, 1))
        z, z_bound = free.forward(x), bound.forward(x)
        np.testing.assert_allclose(z_bound, z, rtol=1e-12, atol=1e-14)
        assert losses[1].forward(z_bound, y) == pytest.approx(losses[0].forward(z, y), rel=1e-12)
        dx, dx_bound = free.backward(losses[0].backward()), bound.backward(losses[1].backward())
        np.testing.assert_allclose(dx_bound, dx, rtol=1e-12, atol=1e-14)
        for net, optimizer in zip((free, bound), optimizers, strict=True):
            optimizer.step(net.grad)
            to_grid(net.theta)
        assert free.theta.tobytes() == bound.theta.tobytes()


def test_a_bound_network_may_have_two_dense_layers_in_a_row() -> None:
    free, bound = (Network([Dense(2, 3), Dense(3, 1)]) for _ in range(2))
    free.theta[...] = bound.theta[...] = RNG(1).normal(size=free.theta.shape)
    bound.bind((BATCH, 2))
    x = RNG(2).normal(size=(BATCH, 2))
    np.testing.assert_allclose(bound.forward(x), free.forward(x), rtol=1e-12, atol=1e-14)


def test_in_evaluation_no_layer_draws_coins_and_inverted_dropout_is_as_if_it_were_not_there() -> None:
    net = network().eval()
    for layer in net.layers:
        if isinstance(layer, Dropout):
            layer.rng = NoCoins()
    bare = Network([layer for layer in network().layers if not isinstance(layer, Dropout)])
    bare.theta[...] = net.theta
    x = RNG(2).normal(size=(BATCH, 2))
    assert net.forward(x).tobytes() == bare.forward(x).tobytes()


def test_with_p_of_0_a_network_is_its_twin_to_the_bit() -> None:
    net = network(p=0.0)
    twin = Network([layer for layer in network().layers if not isinstance(layer, Dropout)])
    twin.theta[...] = net.theta
    x, dy = RNG(2).normal(size=(BATCH, 2)), RNG(3).normal(size=(BATCH, 1))
    assert net.forward(x).tobytes() == twin.forward(x).tobytes()
    assert net.backward(dy).tobytes() == twin.backward(dy).tobytes()
    assert net.grad.tobytes() == twin.grad.tobytes()


def test_the_mode_reaches_every_layer() -> None:
    net = network()
    assert net.eval() is net
    assert [layer.training for layer in [net, *net.layers]] == [False] * 9
    assert net.train() is net
    assert [layer.training for layer in [net, *net.layers]] == [True] * 9


def test_the_data_gradient_can_be_left_out_and_asked_for_again() -> None:
    net, whole = network(), network()
    x, dy = RNG(2).normal(size=(BATCH, 2)), RNG(3).normal(size=(BATCH, 1))
    whole.forward(x)
    dx = whole.backward(dy)
    net.want_data_gradient(False)
    net.forward(x)
    assert net.backward(dy).size == 0
    assert net.grad.tobytes() == whole.grad.tobytes()
    net.want_data_gradient(True)
    net.forward(x)
    assert net.backward(dy).tobytes() == dx.tobytes()
    assert net.grad.tobytes() == whole.grad.tobytes()


def test_a_neuron_that_is_dropped_for_the_whole_batch_learns_nothing() -> None:
    coins = np.full((BATCH, 3), 0.9)
    coins[:, 1] = 0.0
    net = Network([Dense(2, 3), Tanh(), Dropout(0.5, FixedCoins(coins)), Dense(3, 1)])
    net.theta[...] = RNG(1).normal(size=net.theta.shape)
    net.forward(RNG(2).normal(size=(BATCH, 2)))
    net.backward(np.ones((BATCH, 1)))
    assert (net.grads["1.W"] != 0).all(axis=0).tolist() == [True, False, True]
    assert (net.grads["1.W"] == 0).all(axis=0).tolist() == [False, True, False]
    assert net.grads["1.b"][1] == 0
    assert (net.grads["2.W"][:, 0] != 0).tolist() == [True, False, True]


def test_an_empty_batch_stays_empty() -> None:
    net = Network([Dense(2, 3), ReLU(), Dropout(0.5, RNG(1)), Dense(3, 1)])
    assert net.forward(np.empty((0, 2))).shape == (0, 1)
    assert net.backward(np.empty((0, 1))).shape == (0, 2)


def test_backward_before_forward_is_an_error() -> None:
    with pytest.raises(RuntimeError, match=r"^Dense.backward needs a forward pass first$"):
        network().backward(np.ones((BATCH, 1)))


def test_a_network_without_parameters_runs_both_ways() -> None:
    network = Network([ReLU()])
    network.want_data_gradient(False)
    x = np.array([[1.0, -2.0]])
    assert network.forward(x).tolist() == [[1, 0]]
    assert network.backward(x).tolist() == [[1, 0]]
