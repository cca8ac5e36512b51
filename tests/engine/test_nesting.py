"""Networks within networks, and layers that keep numbers without a gradient: small layers that are only here."""

import numpy as np
import pytest

from app.engine import Adam, Dense, Dropout, Layer, Network, ReLU, Residual, Tanh, draw_weights
from app.engine.layer import Array, Shape, batch_last, fits, forward_first
from tests.engine.gradient import FixedCoins, NoCoins, check_gradient, check_layer

RNG = np.random.default_rng
BATCH = 5


class Centred(Layer):
    """y = x - mean + shift, in training with the mean of the batch, else with the one that it keeps of all batches."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.learn({"shift": (units,)})
        self.keep({"mean": (units,)})
        self._trained: bool | None = None

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        self._trained = self.training
        mean = x.mean(axis=0) if self.training else self.statistics["mean"]
        if self.training:
            self.statistics["mean"] += 0.1 * (mean - self.statistics["mean"])
        return np.add(x, self.params["shift"] - mean, self.y)

    def backward(self, dy: Array) -> Array:
        if self._trained is None:
            raise forward_first(self)
        self.grads["shift"][...] = dy.sum(axis=0)
        return np.subtract(dy, dy.mean(axis=0) if self._trained else 0.0, self.dx)


class Squares(Dense):
    """A Dense with half the sum of its squared weights in the loss."""

    def penalty(self) -> float:
        return float((self.params["W"] ** 2).sum() / 2)

    def penalty_backward(self) -> None:
        self.grads["W"] += self.params["W"]


def nested(p: float = 0.3, rng: object = None) -> Network:
    """2-3, a block of which the branch is 3-4-3 with dropout and a block of its own, and 3-1."""
    inner = Residual([Centred(4), Dense(4, 4)])
    dropout = Dropout(p, rng or FixedCoins(RNG(7).random((BATCH, 4))))  # type: ignore[arg-type]
    block = Residual([Dense(3, 4), Tanh(), dropout, inner, Dense(4, 3)])
    net = Network([Dense(2, 3), block, ReLU(), Dense(3, 1)])
    net.theta[...] = RNG(1).normal(size=net.theta.shape)
    return net


def test_parameters_are_named_by_the_way_to_them() -> None:
    net = nested()
    assert list(net.params) == list(net.grads)
    assert list(net.params) == [
        *("1.W", "1.b"),
        *("2.1.W", "2.1.b", "2.2.1.shift", "2.2.2.W", "2.2.2.b", "2.3.W", "2.3.b"),
        *("3.W", "3.b"),
    ]
    assert list(net.statistics) == ["2.2.1.mean"]
    np.testing.assert_array_equal(net.theta, np.concatenate([values.ravel() for values in net.params.values()]))
    assert net.size == len(net.theta) == 9 + 16 + 4 + 20 + 15 + 4


def test_state_is_theta_followed_by_what_is_kept_and_both_are_parts_of_it() -> None:
    net = nested()
    net.state[...] = np.arange(float(net.size + net.kept_size))
    assert net.theta.tolist() == list(range(68))
    assert net.kept.tolist() == [68, 69, 70, 71]
    assert net.params["2.2.1.shift"].tolist() == [25, 26, 27, 28]
    assert net.layers[1].layers[3].layers[0].statistics["mean"].tolist() == [68, 69, 70, 71]
    assert net.params["3.b"].tolist() == net.layers[3].params["b"].tolist() == [67]


def test_a_network_takes_over_what_its_layers_keep() -> None:
    layer = Centred(2)
    layer.statistics["mean"][...] = [3.0, 4.0]
    layer.params["shift"][...] = 1.0
    assert Network([ReLU(), layer]).state.tolist() == [1, 1, 3, 4]


def test_within_another_network_a_network_has_no_state_of_its_own() -> None:
    net = nested()
    with pytest.raises(RuntimeError, match=r"^a network that was given its parameters has no state of its own$"):
        _ = net.layers[1].state


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("bound", [True, False])
@pytest.mark.parametrize("p", [0.2, 0.7])
def test_gradients_through_nested_networks_agree_with_central_differences(
    p: float, bound: bool, training: bool
) -> None:
    net = nested(p).train(training)
    net.kept[...] = RNG(4).normal(size=4)
    if bound:
        assert net.bind((BATCH, 2)) == (BATCH, 1)
    x = RNG(2).normal(size=(BATCH, 2))
    check_layer(net, x)
    dy = np.array([[1.0], [-2.0], [0.5], [-0.7], [3.0]])
    net.forward(x)
    net.backward(dy)
    check_gradient("theta", lambda: float((dy * net.forward(x)).sum()), net.theta, net.grad.copy())


def test_a_bound_nest_gives_the_same_numbers_with_the_data_gradient_and_without() -> None:
    free, bound, blind = nested(), nested(), nested()
    for net in (bound, blind):
        net.bind((BATCH, 2))
    blind.want_data_gradient(False)
    for seed in range(3):
        x, dy = RNG(seed).normal(size=(BATCH, 2)), RNG(-seed % 9).normal(size=(BATCH, 1))
        for net in (bound, blind):
            np.testing.assert_allclose(net.forward(x), free.forward(x), rtol=1e-12, atol=1e-14)
            free.kept[...] = net.kept
        np.testing.assert_allclose(bound.backward(dy), free.backward(dy), rtol=1e-12, atol=1e-14)
        assert blind.backward(dy).size == 0
        for net in (bound, blind):
            np.testing.assert_allclose(net.grad, free.grad, rtol=1e-12, atol=1e-14)


def test_a_bound_layer_writes_straight_to_where_the_next_one_reads() -> None:
    net = nested()
    net.bind((BATCH, 2))
    first, block, relu, last = net.layers
    assert first.y is block.x is block.layers[0].x
    assert relu.y is last.x
    assert net.x is first.x
    assert net.y is last.y


def test_a_nest_that_comes_first_leaves_the_data_gradient_out_and_takes_it_up_again() -> None:
    def first() -> Network:
        net = Network([ReLU(), Residual([Tanh(), Network([Dense(3, 3)])]), Dense(3, 1)])
        net.theta[...] = RNG(1).normal(size=net.theta.shape)
        return net

    net, whole = first(), first()
    x, dy = RNG(2).normal(size=(BATCH, 3)), RNG(3).normal(size=(BATCH, 1))
    whole.forward(x)
    dx = whole.backward(dy)
    for wanted in (False, True):
        net.want_data_gradient(wanted)
        net.forward(x)
        assert net.backward(dy).tobytes() == (dx.tobytes() if wanted else b"")
        assert net.grad.tobytes() == whole.grad.tobytes()


def test_a_state_that_is_put_back_gives_the_same_bits_from_there_on() -> None:
    def train(net: Network, optimizer: Adam, steps: range) -> None:
        for step in steps:
            x = RNG(step).normal(size=(BATCH, 2))
            net.backward(net.forward(x) - 1.0)
            optimizer.step(net.grad)

    net, again = nested(), nested()
    optimizer, other = Adam(net.theta, 0.01), Adam(again.theta, 0.01)
    train(net, optimizer, range(10))
    state, memory = net.state.copy(), {name: values.copy() for name, values in optimizer.state.items()}
    train(net, optimizer, range(10, 20))
    again.state[...] = state
    other.steps = 10
    for name, values in memory.items():
        other.state[name][...] = values
    train(again, other, range(10, 20))
    assert again.state.tobytes() == net.state.tobytes()
    x = RNG(99).normal(size=(3, 2))
    assert again.eval().forward(x).tobytes() == net.eval().forward(x).tobytes()
    again.kept[...] = 0.0
    assert again.forward(x).tobytes() != net.forward(x).tobytes()


def test_evaluation_changes_nothing_that_is_kept_and_draws_nothing() -> None:
    net = nested(rng=NoCoins()).eval()
    net.kept[...] = 1.0
    net.forward(RNG(2).normal(size=(BATCH, 2)))
    assert net.kept.tolist() == [1, 1, 1, 1]
    assert [layer.training for layer in net.layers[1].layers] == [False] * 5


def test_weights_are_drawn_layer_by_layer_into_the_nest() -> None:
    net, rng = nested(), RNG(5)
    draw_weights(net, "tanh", RNG(5))
    for name, inputs in (("1.W", 2), ("2.1.W", 3), ("2.2.2.W", 4), ("2.3.W", 4), ("3.W", 3)):
        shape = net.params[name].shape
        np.testing.assert_allclose(net.params[name], rng.standard_normal(shape) / np.sqrt(inputs), rtol=1e-12)


def test_a_penalty_is_the_sum_of_those_of_all_layers_and_its_gradients_are_added_to_those_of_backward() -> None:
    net = Network([Squares(2, 3), Tanh(), Residual([Squares(3, 3)]), Dense(3, 1)])
    net.theta[...] = RNG(1).normal(size=net.theta.shape)
    x, dy = RNG(2).normal(size=(BATCH, 2)), RNG(3).normal(size=(BATCH, 1))

    def loss() -> float:
        return float((net.forward(x) * dy).sum()) + net.penalty()

    net.forward(x)
    net.backward(dy)
    net.penalty_backward()
    assert net.penalty() == pytest.approx(((net.params["1.W"] ** 2).sum() + (net.params["2.1.W"] ** 2).sum()) / 2)
    check_gradient("theta", loss, net.theta, net.grad.copy())
    assert nested().penalty() == 0.0


def test_replicas_of_a_nest_are_each_computed_as_if_alone() -> None:
    def net(replicas: tuple[int, ...]) -> Network:
        return Network([Dense(2, 3, replicas), Residual([Tanh(), Dense(3, 3, replicas)]), Dense(3, 1, replicas)])

    together = net((4,))
    together.theta[...] = RNG(1).normal(size=together.theta.shape)
    x, dy = RNG(2).normal(size=(4, BATCH, 2)), RNG(3).normal(size=(4, BATCH, 1))
    together.bind(x.shape)
    y, dx = together.forward(x), together.backward(dy)
    for replica in range(4):
        alone = net(())
        alone.theta[...] = together.theta[replica]
        np.testing.assert_allclose(alone.forward(x[replica]), y[replica], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(alone.backward(dy[replica]), dx[replica], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(alone.grad, together.grad[replica], rtol=1e-12, atol=1e-14)


# Shapes of any rank


@pytest.mark.parametrize(
    ("shape", "batch_axis", "memory"),
    [
        ((10, 3), -2, (3, 10)),
        ((2, 10, 3), -2, (2, 3, 10)),
        ((10, 2, 5, 3), 0, (2, 5, 3, 10)),
        ((4, 10, 2, 5, 3), 1, (4, 2, 5, 3, 10)),
        ((10,), 0, (10,)),
    ],
)
def test_arrays_lie_number_by_number_each_with_its_whole_batch(shape: Shape, batch_axis: int, memory: Shape) -> None:
    array = batch_last(shape, batch_axis, fill=2.0)
    assert array.shape == shape
    assert (array == 2.0).all()
    assert not batch_last(shape, batch_axis).any()
    in_memory = np.moveaxis(array, batch_axis, -1)
    assert in_memory.shape == memory
    assert in_memory.flags.c_contiguous
    assert array.__array_interface__["data"][0] % 64 == 0  # at a cache line


@pytest.mark.parametrize("layer", [ReLU, Tanh, lambda: Dropout(0.3, RNG(1)), lambda: Network([Tanh(), ReLU()])])
def test_a_layer_that_works_number_by_number_takes_any_shape(layer: type[Layer]) -> None:
    shape = (BATCH, 2, 3, 4)
    free, bound = layer(), layer()
    assert bound.bind(shape, 0) == shape
    x, dy = RNG(2).normal(size=shape), RNG(3).normal(size=shape)
    assert bound.forward(x).tobytes() == free.forward(x).tobytes()
    assert bound.backward(dy).tobytes() == free.backward(dy).tobytes()
    assert bound.y is not None
    assert np.moveaxis(bound.y, 0, -1).flags.c_contiguous
