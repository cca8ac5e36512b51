"""DropConnect against its definition over every mask of a small layer, and against dropout on its inputs."""

from itertools import product

import numpy as np
import pytest

from app.engine import Coins, Dense, DropConnect, Dropout
from app.engine.coins import threshold
from tests.engine.gradient import FixedCoins, NoCoins, check_layer

RNG = np.random.default_rng
BELOW_ONE = np.nextafter(1.0, 0.0)


def layer(p: float, coins: np.ndarray | None = None, outputs: int = 2, **how) -> DropConnect:
    """3 inputs, with weights of both signs."""
    made = DropConnect(3, outputs, p, FixedCoins(coins) if coins is not None else NoCoins(), **how)
    made.theta[...] = RNG(4).normal(size=made.size)
    return made


def every_mask(shape: tuple[int, ...], p: float) -> list[tuple[float, np.ndarray]]:
    """All ways to drop, as (probability, the coins that bring it about)."""
    kept = [np.reshape(bits, shape) for bits in product([False, True], repeat=int(np.prod(shape)))]
    return [(float(np.prod(np.where(bits, 1 - p, p))), np.where(bits, BELOW_ONE, 0.0)) for bits in kept]


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_an_output_is_the_sum_over_the_weights_that_are_kept_scaled_up_and_the_bias(p: float) -> None:
    coins = RNG(1).random((4, 3, 2))
    made, x, dy = layer(p, coins), RNG(2).normal(size=(4, 3)), RNG(3).normal(size=(4, 2))
    w, b = made.params["W"], made.params["b"]
    y, dx = made.forward(x), made.backward(dy)
    dw = np.zeros((3, 2))
    for n in range(4):
        mask = (coins[n] >= p) / (1 - p)
        np.testing.assert_allclose(y[n], x[n] @ (w * mask) + b, rtol=1e-12)
        np.testing.assert_allclose(dx[n], (w * mask) @ dy[n], rtol=1e-12)
        dw += np.outer(x[n], dy[n]) * mask
        np.testing.assert_array_equal(made.mask[n], mask)
    np.testing.assert_allclose(made.grads["W"], dw, rtol=1e-12)
    np.testing.assert_allclose(made.grads["b"], dy.sum(axis=0), rtol=1e-12)


def test_a_weight_that_is_dropped_for_the_whole_batch_learns_nothing_and_its_bias_learns() -> None:
    coins = np.full((4, 3, 2), BELOW_ONE)
    coins[:, 1, 0] = 0.0
    made = layer(0.2, coins)
    made.forward(RNG(2).normal(size=(4, 3)))
    made.backward(np.ones((4, 2)))
    assert (made.grads["W"] == 0).tolist() == [[False, False], [True, False], [False, False]]
    assert made.grads["b"].tolist() == [4, 4]


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_over_every_mask_mean_and_variance_are_those_that_evaluation_by_moments_gives(p: float) -> None:
    x = RNG(2).normal(size=(1, 3))
    outcomes = [(share, layer(p, coins).forward(x)[0]) for share, coins in every_mask((1, 3, 2), p)]
    assert sum(share for share, _ in outcomes) == pytest.approx(1.0, rel=1e-12)
    mean = sum(share * y for share, y in outcomes)
    covariance = sum(share * np.outer(y - mean, y - mean) for share, y in outcomes)
    evaluated = layer(p, inference="moments").eval()
    np.testing.assert_allclose(evaluated.forward(x)[0], mean, rtol=1e-12)
    np.testing.assert_allclose(np.diag(covariance), evaluated.variance[0], rtol=1e-12)
    np.testing.assert_allclose(covariance[0, 1], 0.0, atol=1e-14)  # under dropout on x they would vary together


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_with_one_output_it_is_dropout_on_the_inputs_in_distribution(p: float) -> None:
    x, dy = RNG(2).normal(size=(1, 3)), np.array([[-1.5]])
    weights = layer(p, outputs=1)

    def outcomes(pairs) -> list[tuple[float, ...]]:
        found = []
        for share, (y, dx, dw) in pairs:
            found.append((*np.round([*y[0], *dx[0], *dw[:, 0]], 12), share))
        return sorted(found)

    def connect(coins: np.ndarray):
        made = layer(p, coins, outputs=1)
        return made.forward(x), made.backward(dy), made.grads["W"].copy()

    def drop(coins: np.ndarray):
        dropout, dense = Dropout(p, FixedCoins(coins)), Dense(3, 1)
        dense.theta[...] = weights.theta
        return dense.forward(dropout.forward(x)), dropout.backward(dense.backward(dy)), dense.grads["W"].copy()

    ours = outcomes((share, connect(coins)) for share, coins in every_mask((1, 3, 1), p))
    theirs = outcomes((share, drop(coins)) for share, coins in every_mask((1, 3), p))
    assert len({row[:-1] for row in ours}) == 8
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_where_all_columns_share_their_mask_it_is_dropout_on_the_inputs(p: float) -> None:
    coins, x, dy = RNG(1).random((5, 3)), RNG(2).normal(size=(5, 3)), RNG(3).normal(size=(5, 2))
    made = layer(p, np.repeat(coins[:, :, None], 2, axis=2))
    dropout, dense = Dropout(p, FixedCoins(coins)), Dense(3, 2)
    dense.theta[...] = made.theta
    np.testing.assert_allclose(made.forward(x), dense.forward(dropout.forward(x)), rtol=1e-12)
    np.testing.assert_allclose(made.backward(dy), dropout.backward(dense.backward(dy)), rtol=1e-12)
    np.testing.assert_allclose(made.grad, dense.grad, rtol=1e-12)


@pytest.mark.parametrize("bound", [False, True])
def test_a_mask_for_the_whole_batch_is_that_mask_for_each_sample(bound: bool) -> None:
    coins, x, dy = RNG(1).random((1, 3, 2)), RNG(2).normal(size=(5, 3)), RNG(3).normal(size=(5, 2))
    batch, sample = layer(0.3, coins, each="batch"), layer(0.3, np.repeat(coins, 5, axis=0))
    if bound:
        batch.bind((5, 3))
    np.testing.assert_allclose(batch.forward(x), sample.forward(x), rtol=1e-12)
    np.testing.assert_allclose(batch.backward(dy), sample.backward(dy), rtol=1e-12)
    np.testing.assert_allclose(batch.grad, sample.grad, rtol=1e-12)
    assert batch.mask.shape == (1, 3, 2)


@pytest.mark.parametrize("each", ["sample", "batch"])
@pytest.mark.parametrize(("p", "training"), [(0.0, True), (0.0, False), (0.3, False)])
@pytest.mark.parametrize("bound", [False, True])
def test_evaluation_and_p_of_0_are_a_dense_to_the_bit(p: float, training: bool, each: str, bound: bool) -> None:
    made, dense = layer(p, each=each).train(training), Dense(3, 2)
    dense.theta[...] = made.theta
    x, dy = RNG(2).normal(size=(5, 3)), RNG(3).normal(size=(5, 2))
    if bound:
        made.bind((5, 3))
        dense.bind((5, 3))
    assert made.forward(x).tobytes() == dense.forward(x).tobytes()
    assert made.backward(dy).tobytes() == dense.backward(dy).tobytes()
    assert made.grad.tobytes() == dense.grad.tobytes()
    assert made.mask is None
    assert made.variance is None


@pytest.mark.parametrize("each", ["sample", "batch"])
@pytest.mark.parametrize("bound", [False, True])
def test_training_and_evaluation_may_take_turns_and_backward_follows_the_last_forward(each: str, bound: bool) -> None:
    coins = RNG(1).random((5, 3, 2) if each == "sample" else (1, 3, 2))
    made = layer(0.3, coins, each=each)
    x, dy = RNG(2).normal(size=(5, 3)), RNG(3).normal(size=(5, 2))
    if bound:
        made.bind((5, 3))
    for training in (True, False, True):
        fresh = layer(0.3, coins, each=each)
        expected = fresh.train(training).forward(x), fresh.backward(dy), fresh.grad.copy()
        y = made.train(training).forward(x).copy()
        made.train(not training)
        for found, wanted in zip((y, made.backward(dy), made.grad), expected, strict=True):
            np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-14)


def test_the_variance_is_of_evaluation_alone_and_of_its_own_input() -> None:
    made = layer(0.3, RNG(1).random((5, 3, 2)), inference="moments")
    x = RNG(2).normal(size=(5, 3))
    made.forward(x)
    assert made.variance is None
    made.eval().forward(x)
    np.testing.assert_allclose(made.variance, 0.3 / 0.7 * x**2 @ made.params["W"] ** 2, rtol=1e-12)
    made.p = 0.0
    made.forward(x)
    assert made.variance is None
    assert layer(0.3).eval().forward(x).shape == (5, 2)


@pytest.mark.parametrize("p", [0.0, 0.2, 0.7])
def test_over_every_mask_and_every_input_that_scatters_the_variance_is_what_evaluation_says(p: float) -> None:
    x, v, w = RNG(2).normal(size=3), np.array([0.0, 0.5, 2.0]), layer(p).params["W"]
    total = squares = 0.0
    for share, coins in every_mask((1, 3, 2), p):
        mask = (coins[0] >= p) / (1 - p)
        for signs in product([-1, 1], repeat=3):  # inputs with these means and variances
            y = (x + signs * np.sqrt(v)) @ (w * mask)
            total, squares = total + share * y / 8, squares + share * y * y / 8
    before = Dense(3, 3)
    before.variance = v[None]
    evaluated = layer(p, inference="moments", before=before).eval()
    evaluated.forward(x[None])
    np.testing.assert_allclose(evaluated.variance[0], squares - total**2, rtol=1e-12)


def test_coins_drawn_ahead_drop_weights_where_they_are_below_p() -> None:
    coins = Coins(5, [(4, 2), (6, 3, 2)])
    made = DropConnect(3, 2, 0.3, coins.place(1))
    made.bind((6, 3))
    for step in (0, 77, 300):
        coins.seek(step)
        made.forward(np.ones((6, 3)))
        levels = coins.levels(1, step, step + 1)[0]
        np.testing.assert_array_equal(made.mask, (levels >= threshold(0.3)) / (1 - 0.3))
    assert np.moveaxis(made.mask, 0, -1).flags.c_contiguous  # as the products read it


def test_a_bound_layer_writes_into_arrays_that_it_keeps() -> None:
    made = layer(0.3, RNG(1).random((5, 3, 2)))
    made.bind((5, 3))
    outputs = [(made.forward(scale * np.ones((5, 3))), made.backward(np.ones((5, 2)))) for scale in (1.0, 2.0)]
    assert outputs[0][0] is outputs[1][0] is made.y
    assert outputs[0][1] is outputs[1][1] is made.dx


def test_a_layer_may_be_bound_again_to_another_batch() -> None:
    coins = Coins(5, [(5, 3, 2), (7, 3, 2)])
    made, fresh = layer(0.3), layer(0.3)
    for place, batch in ((0, 5), (1, 7)):
        made.rng = fresh.rng = coins.place(place)
        made.bind((batch, 3))
        x, dy = RNG(2).normal(size=(batch, 3)), RNG(3).normal(size=(batch, 2))
        np.testing.assert_allclose(made.forward(x), fresh.forward(x), rtol=1e-12)
        np.testing.assert_allclose(made.backward(dy), fresh.backward(dy), rtol=1e-12)


@pytest.mark.parametrize("shape", [(5, 4), (3,), (2, 5, 3)])
def test_an_input_that_is_not_a_batch_of_its_width_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"^x must be \(batch, 3\), got "):
        layer(0.3).forward(np.ones(shape))


def test_the_check_catches_a_backward_that_forgets_which_weights_were_dropped() -> None:
    class Forgetful(DropConnect):
        def backward(self, dy: np.ndarray) -> np.ndarray:
            super().backward(dy)
            return dy @ self.params["W"].T

    made = Forgetful(3, 2, 0.3, FixedCoins(RNG(1).random((5, 3, 2))))
    made.theta[...] = RNG(4).normal(size=made.size)
    with pytest.raises(AssertionError, match=r"^dL/dx\[0, 0\]: backward gives"):
        check_layer(made, RNG(2).normal(size=(5, 3)))
