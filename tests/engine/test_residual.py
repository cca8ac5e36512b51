"""Residual blocks, with and without a gate: gradients, what is not computed, and the cases that are an identity."""

from typing import Any

import numpy as np
import pytest

from app.engine import Coins, Dense, Dropout, Layer, LayerDrop, Network, ReLU, Residual, StochasticDepth, Tanh
from app.engine.layer import Array
from tests.engine.gradient import FixedCoins, NoCoins, check_gradient, check_layer

RNG = np.random.default_rng
BATCH, UNITS = 4, 3


class Counted(Dense):
    """A Dense that counts its passes."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.passes = [0, 0]

    def forward(self, x: Array) -> Array:
        self.passes[0] += 1
        return super().forward(x)

    def backward(self, dy: Array) -> Array:
        self.passes[1] += 1
        return super().backward(dy)


def branch() -> list[Layer]:
    return [Counted(UNITS, 5), ReLU(), Dense(5, UNITS)]


def block(gate: StochasticDepth | None = None) -> Residual:
    built = Residual(branch(), gate)
    built.theta[...] = RNG(1).normal(size=built.theta.shape)
    return built


def network(gates: list[StochasticDepth | None]) -> Network:
    """2-3, a block for each gate, 3-2."""
    net = Network([Dense(2, UNITS), *(Residual(branch(), gate) for gate in gates), Dense(UNITS, 2)])
    net.theta[...] = RNG(1).normal(size=net.theta.shape)
    return net


def gates(kind: str, p: float, coins: Any) -> list[StochasticDepth | None]:
    if kind == "layer drop":
        return [LayerDrop(p, FixedCoins([u])) for u in coins]
    if kind == "batch":
        return [StochasticDepth(p, FixedCoins([u])) for u in coins]
    return [StochasticDepth(p, FixedCoins(np.roll([u, 0.1, 0.6, 0.8], k)), "row") for k, u in enumerate(coins)]


# Gradients


@pytest.mark.parametrize("kind", ["batch", "row", "layer drop"])
@pytest.mark.parametrize("p", [0.2, 0.7])
@pytest.mark.parametrize("bound", [False, True])
def test_gradients_agree_with_central_differences_with_the_gates_frozen(kind: str, p: float, bound: bool) -> None:
    net = network(gates(kind, p, [0.1, 0.9, 0.5, 0.75, 0.15]))  # closed first and last, two closed in a row
    if bound:
        net.bind((BATCH, 2))
    check_layer(net, RNG(2).normal(size=(BATCH, 2)))


def test_gradients_with_dropout_within_the_blocks_agree_too() -> None:
    dropout = Dropout(0.3, FixedCoins(RNG(3).random((BATCH, 5))))
    first = Residual([Tanh(), Dense(UNITS, 5), dropout, Dense(5, UNITS)], StochasticDepth(0.2, FixedCoins([0.7])))
    net = Network([first, Residual([ReLU()], StochasticDepth(0.2, FixedCoins([0.1, 0.3, 0.4, 0.5]), "row"))])
    net.theta[...] = RNG(1).normal(size=net.theta.shape)
    check_layer(net, RNG(2).normal(size=(BATCH, UNITS)))


def test_a_block_that_comes_first_leaves_the_data_gradient_out() -> None:
    for gate in gates("batch", 0.3, [0.2, 0.5]):
        whole, blind = block(gate), block(gate)
        blind.bind((BATCH, UNITS))
        blind.want_data_gradient(False)
        x, dy = RNG(2).normal(size=(2, BATCH, UNITS))
        whole.forward(x)
        whole.backward(dy)
        blind.forward(x)
        assert blind.backward(dy).size == 0
        np.testing.assert_allclose(blind.grad, whole.grad, rtol=1e-12, atol=1e-14)


# What is not computed


@pytest.mark.parametrize("kind", ["batch", "layer drop"])
def test_a_closed_block_is_not_computed_and_its_parameters_get_no_gradient(kind: str) -> None:
    closed = block(gates(kind, 0.3, [0.29])[0])
    closed.grad[...] = 7.0
    x = RNG(2).normal(size=(BATCH, UNITS))
    assert closed.forward(x) is x
    assert closed.backward(x) is x
    assert closed.layers[0].passes == [0, 0]  # type: ignore[attr-defined]
    assert not closed.grad.any()


def test_a_skipped_block_is_not_computed_in_either_mode_and_tosses_no_coin() -> None:
    skipped = block(StochasticDepth(0.3, NoCoins()))
    skipped.skipped = True
    x = RNG(2).normal(size=(BATCH, UNITS))
    for training in (True, False):
        assert skipped.train(training).forward(x) is x
    assert skipped.backward(x) is x
    assert skipped.layers[0].passes == [0, 0]  # type: ignore[attr-defined]
    skipped.skipped = False
    assert skipped.backward(x) is x  # what the last forward pass did counts
    assert skipped.forward(x) is not x


def test_a_batch_that_is_closed_row_by_row_leaves_the_block_out() -> None:
    closed = block(StochasticDepth(0.3, FixedCoins([0.1, 0.2, 0.0, 0.29]), "row"))
    x = RNG(2).normal(size=(BATCH, UNITS))
    assert closed.forward(x).tolist() == x.tolist()
    assert closed.backward(x).tolist() == x.tolist()
    assert not closed.grad.any()


# Identities


@pytest.mark.parametrize("coin", [0.1, 0.9])
def test_with_one_sample_row_mode_is_batch_mode(coin: float) -> None:
    x, dy = RNG(2).normal(size=(2, 1, UNITS))
    results = []
    for mode in ("batch", "row"):
        one = block(StochasticDepth(0.7, FixedCoins([coin]), mode))  # type: ignore[arg-type]
        results.append((one.forward(x).tobytes(), one.backward(dy).tobytes(), one.grad.tobytes()))
    assert results[0] == results[1]


@pytest.mark.parametrize("gate", [StochasticDepth(0.0, NoCoins(), "row"), LayerDrop(0.4, NoCoins()).eval()])
def test_with_p_0_and_in_evaluation_a_gate_changes_no_bit(gate: StochasticDepth) -> None:
    x, dy = RNG(2).normal(size=(2, BATCH, UNITS))
    gated, plain = block(gate), block()
    assert gated.forward(x).tobytes() == plain.forward(x).tobytes()
    assert gated.backward(dy).tobytes() == plain.backward(dy).tobytes()
    assert gated.grad.tobytes() == plain.grad.tobytes()


def test_with_all_blocks_closed_the_network_is_what_stands_around_them() -> None:
    net = network(gates("batch", 0.7, [0.1, 0.2, 0.3]))
    around = Network([Dense(2, UNITS), Dense(UNITS, 2)])
    around.theta[...] = np.concatenate([net.layers[0].theta, net.layers[-1].theta])
    x, dy = RNG(2).normal(size=(2, BATCH, 2))
    assert net.forward(x).tobytes() == around.forward(x).tobytes()
    assert net.backward(dy).tobytes() == around.backward(dy).tobytes()


@pytest.mark.parametrize("kind", ["batch", "row", "layer drop"])
def test_a_bound_network_gives_the_same_numbers_step_after_step(kind: str) -> None:
    """Blocks open and close from step to step, so that each block reads from and writes to other neighbours."""

    def built() -> tuple[Coins, Network]:
        coins = Coins(5, [(BATCH if kind == "row" else 1,)] * 4)
        if kind == "layer drop":
            return coins, network([LayerDrop(0.5, coins.place(k)) for k in range(4)])
        return coins, network([StochasticDepth(0.5, coins.place(k), kind) for k in range(4)])  # type: ignore[arg-type]

    (coins, free), (again, bound) = built(), built()
    assert bound.bind((BATCH, 2)) == (BATCH, 2)
    for step in range(12):
        coins.seek(step)
        again.seek(step)
        x, dy = RNG(step).normal(size=(2, BATCH, 2))
        np.testing.assert_allclose(bound.forward(x), free.forward(x), rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(bound.backward(dy), free.backward(dy), rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(bound.grad, free.grad, rtol=1e-12, atol=1e-13)


# Moments


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_over_masks_the_output_has_the_mean_of_evaluation_and_the_variance_of_the_formula(p: float) -> None:
    one = block(StochasticDepth(p, Coins(3, [(20_000,)]).place(0), "row"))
    x = np.repeat(RNG(2).normal(size=(1, UNITS)), 20_000, axis=0)
    y = one.forward(x)
    evaluated = one.eval().forward(x)[0]
    variance = (evaluated - x[0]) ** 2 * p / (1 - p)
    assert (abs(y.mean(axis=0) - evaluated) < 4 * np.sqrt(variance / 20_000)).all()
    np.testing.assert_allclose(y.var(axis=0), variance, rtol=0.05)


# Modes, weights, errors


def test_modes_reach_the_gate_and_masks_alone_can_be_on() -> None:
    gate = StochasticDepth(0.5, NoCoins())
    net = Network([block(gate)])
    assert not net.eval().layers[0].gate.training  # type: ignore[attr-defined]
    net.masks_on()
    assert gate.training
    assert [layer.training for layer in net.layers[0].layers] == [False] * 3  # type: ignore[attr-defined]
    assert net.train().training


def test_the_last_layer_of_a_branch_can_be_drawn_with_a_gain_of_its_own() -> None:
    plain, small = Residual([Dense(3, 4), ReLU(), Dense(4, 3)]), Residual([Dense(3, 4), ReLU(), Dense(4, 3)], None, 0.5)
    for one in (plain, small):
        one.draw(RNG(1), 2.0)
    assert small.params["1.W"].tolist() == plain.params["1.W"].tolist()
    np.testing.assert_allclose(small.params["2.W"], plain.params["2.W"] / 4, rtol=1e-12)


def test_what_does_not_fit_is_told() -> None:
    message = r"^the branch of a Residual must give \(4, 3\), as it takes, got \(4, 2\)$"
    with pytest.raises(ValueError, match=message):
        Residual([Dense(3, 2)]).forward(np.ones((4, 3)))
    with pytest.raises(ValueError, match=message):
        Residual([Dense(3, 2)]).bind((4, 3))
    bound = block()
    bound.bind((4, 3))
    with pytest.raises(ValueError, match=r"^x must be \(4, 3\), got \(5, 3\)$"):
        bound.forward(np.ones((5, 3)))
    with pytest.raises(RuntimeError, match=r"^Residual.backward needs a forward pass first$"):
        block().backward(np.ones((4, 3)))


def test_gradients_of_parameters_add_up_over_the_batch_in_row_mode() -> None:
    net = block(StochasticDepth(0.7, FixedCoins([0.1, 0.9, 0.2, 0.95]), "row"))
    x, dy = RNG(2).normal(size=(2, BATCH, UNITS))
    net.forward(x)
    net.backward(dy)
    found = net.grad.copy()
    alone = block()
    alone.forward(x[[1, 3]])
    alone.backward(dy[[1, 3]])
    np.testing.assert_allclose(found, alone.grad / 0.3, rtol=1e-12, atol=1e-13)
    check_gradient("theta", lambda: float((dy * net.forward(x)).sum()), net.theta, found)
