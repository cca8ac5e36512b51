"""Dropout against the notebook, its definition, and the ways in which it goes quietly wrong."""

from hashlib import sha256
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.engine import Dropout
from tests.engine.gradient import FixedCoins, NoCoins, check_layer

RATES = [0.2, 0.7]  # at 0.5 a wrong scale of 1 / p could not be seen
BELOW_ONE = np.nextafter(1.0, 0.0)  # the largest coin: kept whatever p is
SMALL = arrays(
    np.float64,
    st.tuples(st.integers(1, 2), st.integers(1, 3)),
    elements=st.floats(-1e6, 1e6).map(lambda value: round(value, 6)),  # no square of it is subnormal
)


def digest(array: np.ndarray) -> str:
    return sha256(np.ascontiguousarray(array, np.float64).tobytes()).hexdigest()


def some(*shape: int) -> np.ndarray:
    """Numbers of both signs that are all apart, and none of them 0."""
    rng = np.random.default_rng(5)
    return rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


def every_mask(shape: tuple[int, ...], p: float) -> list[tuple[float, FixedCoins]]:
    """All ways to drop neurons of a layer, as (probability, the coins that bring it about)."""
    outcomes = []
    for bits in product([False, True], repeat=int(np.prod(shape))):
        kept = np.reshape(bits, shape)
        outcomes.append((np.prod(np.where(kept, 1 - p, p)), FixedCoins(np.where(kept, BELOW_ONE, 0.0))))
    return outcomes


# The notebook


def test_the_notebooks_numbers_come_out_bit_for_bit() -> None:
    layer = Dropout(0.5, np.random.RandomState(1))
    y = layer.forward(np.arange(20).reshape(4, 5) / 20)
    dx = layer.backward(np.arange(20).reshape(4, 5) / 50)
    assert layer.mask.tolist() == [[0, 2, 0, 0, 0], [0, 0, 0, 0, 2], [0, 2, 0, 2, 0], [2, 0, 2, 0, 0]]
    assert y.tolist() == [[0, 0.1, 0, 0, 0], [0, 0, 0, 0, 0.9], [0, 1.1, 0, 1.3, 0], [1.5, 0, 1.7, 0, 0]]
    assert dx.tolist()[:2] == [[0, 0.04, 0, 0, 0], [0, 0, 0, 0, 0.36]]
    assert dx.tolist()[2:] == [[0, 0.44, 0, 0.52, 0], [0.6, 0, 0.68, 0, 0]]
    assert digest(layer.mask) == "dece3fa01c48726bebcda90d0187168df4da2adf9beb541fafd8c422cf481afa"
    assert digest(y) == "8b73f3aa12383552c4332e26461c6a70db5cf5a2bb468112437bc360ac551929"
    assert digest(dx) == "15f2bd71d91b42392175c6365a8db8b521806db878c2a028d3fc83f14868219b"


def test_the_notebooks_coins_are_drawn_in_one_call_of_the_inputs_shape() -> None:
    coins = np.random.RandomState(1).random((4, 5))
    assert digest(coins) == "bf651e9d544dd503796dc37528d57766262bc1668b4ca9c695cfb31403212d2c"
    rng = np.random.RandomState(1)
    Dropout(0.5, rng).forward(np.ones((4, 5)))
    assert rng.random() == np.random.RandomState(1).random(21)[20]


# What a mask is


@pytest.mark.parametrize("p", RATES)
def test_kept_neurons_are_scaled_by_one_over_the_keep_probability(p: float) -> None:
    layer = Dropout(p, FixedCoins([[0.0, 0.1, 0.69, 0.71, 0.99]]))
    y = layer.forward(np.array([[1.0, 2.0, 3.0, 4.0, 5.0]]))
    kept = [0, 0, 1, 1, 1] if p == 0.2 else [0, 0, 0, 1, 1]
    np.testing.assert_array_equal(layer.mask, [np.multiply(kept, 1 / (1 - p))])
    np.testing.assert_array_equal(y, layer.mask * [[1, 2, 3, 4, 5]])


@pytest.mark.parametrize("p", RATES)
def test_classic_dropout_does_not_scale_in_training(p: float) -> None:
    layer = Dropout(p, FixedCoins([[0.0, 0.69, 0.99]]), inverted=False)
    layer.forward(some(1, 3))
    np.testing.assert_array_equal(layer.mask, [[0, p == 0.2, 1]])


@pytest.mark.parametrize("p", [0.2, 0.5, 0.7, 2.0**-53])
def test_a_coin_of_exactly_p_keeps_and_the_next_below_drops(p: float) -> None:
    layer = Dropout(p, FixedCoins([[p, np.nextafter(p, 0)]]))
    layer.forward(np.ones((1, 2)))
    assert (layer.mask > 0).tolist() == [[True, False]]


def test_each_sample_has_a_mask_of_its_own() -> None:
    layer = Dropout(0.5, np.random.default_rng(3))
    layer.forward(np.ones((64, 16)))
    assert len(np.unique(layer.mask, axis=0)) == 64


def test_each_forward_draws_a_new_mask() -> None:
    layer = Dropout(0.5, np.random.default_rng(3))
    x = np.ones((8, 16))
    layer.forward(x)
    first = layer.mask
    layer.forward(x)
    assert (first != layer.mask).any()


@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("p", RATES)
def test_the_share_of_dropped_neurons_is_p(p: float, inverted: bool) -> None:
    layer = Dropout(p, np.random.default_rng(11), inverted)
    layer.forward(np.ones((400, 500)))
    dropped = np.count_nonzero(layer.mask == 0)
    z = (dropped - p * layer.mask.size) / np.sqrt(layer.mask.size * p * (1 - p))
    assert abs(z) < 4


# What it means on average


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 0.99), SMALL)
def test_the_mean_over_all_masks_is_the_input_and_the_evaluation_output(p: float, x: np.ndarray) -> None:
    mean = sum(chance * Dropout(p, coins).forward(x) for chance, coins in every_mask(x.shape, p))
    np.testing.assert_allclose(mean, x, rtol=1e-12, atol=0)
    np.testing.assert_array_equal(Dropout(p, NoCoins()).eval().forward(x), x)


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 0.99), SMALL)
def test_the_same_holds_for_the_classic_form(p: float, x: np.ndarray) -> None:
    mean = sum(chance * Dropout(p, coins, False).forward(x) for chance, coins in every_mask(x.shape, p))
    expected = Dropout(p, NoCoins(), inverted=False).eval().forward(x)
    np.testing.assert_allclose(mean, expected, rtol=1e-12, atol=0)
    np.testing.assert_array_equal(expected, (1 - p) * x)


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 0.99), SMALL)
def test_the_mean_square_grows_by_one_over_the_keep_probability(p: float, x: np.ndarray) -> None:
    mean = sum(chance * Dropout(p, coins).forward(x) ** 2 for chance, coins in every_mask(x.shape, p))
    np.testing.assert_allclose(mean, x**2 / (1 - p), rtol=1e-12, atol=0)


@pytest.mark.parametrize("p", RATES)
def test_on_a_linear_model_the_mean_loss_is_that_of_ridge_regression(p: float) -> None:
    """E|t - (X*M) w|^2 = |t - X w|^2 + p / (1 - p) sum_j w_j^2 |x_j|^2."""
    rng = np.random.default_rng(2)
    x, w, t = rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=3)
    cases = every_mask(x.shape, p)
    mean = sum(chance * ((t - Dropout(p, coins).forward(x) @ w) ** 2).sum() for chance, coins in cases)
    ridge = ((t - x @ w) ** 2).sum() + p / (1 - p) * (w**2 * (x**2).sum(axis=0)).sum()
    assert mean == pytest.approx(ridge, rel=1e-12)


@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("p", RATES)
def test_below_a_softmax_evaluation_is_the_geometric_mean_of_all_networks(p: float, inverted: bool) -> None:
    """Normalised geometric mean over all masks. Source: Hinton et al. 2012."""
    rng = np.random.default_rng(4)
    x, w, b = rng.normal(size=(1, 6)), rng.normal(size=(6, 3)), rng.normal(size=3)

    def log_softmax(h: np.ndarray) -> np.ndarray:
        z = h @ w + b
        return z - np.log(np.exp(z).sum())

    cases = every_mask(x.shape, p)
    geometric = np.exp(sum(chance * log_softmax(Dropout(p, c, inverted).forward(x)) for chance, c in cases))
    scaled = np.exp(log_softmax(Dropout(p, NoCoins(), inverted).eval().forward(x)))
    np.testing.assert_allclose(geometric / geometric.sum(), scaled, rtol=1e-12)


@pytest.mark.parametrize("p", RATES)
def test_classic_is_inverted_times_the_keep_probability_for_the_same_coins(p: float) -> None:
    x, dy = some(6, 7), some(6, 7)[::-1]
    inverted, classic = (Dropout(p, np.random.RandomState(9), inverted=form) for form in (True, False))
    np.testing.assert_allclose(classic.forward(x), (1 - p) * inverted.forward(x), rtol=1e-15)
    np.testing.assert_allclose(classic.backward(dy), (1 - p) * inverted.backward(dy), rtol=1e-15)
    assert 0 < np.count_nonzero(classic.mask) < classic.mask.size


# Backward


@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("p", RATES)
def test_the_gradient_in_training_is_that_of_the_frozen_mask(p: float, inverted: bool) -> None:
    layer = Dropout(p, FixedCoins(np.random.default_rng(1).random((4, 5))), inverted)
    check_layer(layer, some(4, 5))
    assert 0 < np.count_nonzero(layer.mask) < layer.mask.size


@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("p", RATES)
def test_the_gradient_in_evaluation_is_that_of_the_evaluation_output(p: float, inverted: bool) -> None:
    check_layer(Dropout(p, NoCoins(), inverted).eval(), some(4, 5))


def test_backward_blocks_the_gradient_of_a_dropped_neuron() -> None:
    layer = Dropout(0.2, FixedCoins([[0.1, 0.9]]))
    layer.forward(np.ones((1, 2)))
    assert layer.backward(np.array([[3.0, 4.0]])).tolist() == [[0.0, 4.0 * (1 / (1 - 0.2))]]


def test_the_gradient_check_catches_a_backward_without_the_mask_and_says_both_numbers() -> None:
    class Forgetful(Dropout):
        def backward(self, dy: np.ndarray) -> np.ndarray:
            return dy

    with pytest.raises(AssertionError, match=r"^dL/dx\[0, 0\]: backward gives \S+, the central difference 0$"):
        check_layer(Forgetful(0.2, FixedCoins([[0.1, 0.9]])), np.ones((1, 2)))


def test_backward_follows_a_training_forward_although_the_mode_has_changed() -> None:
    layer = Dropout(0.2, FixedCoins([[0.1, 0.9]]))
    layer.forward(np.ones((1, 2)))
    assert layer.eval().backward(np.ones((1, 2))).tolist() == [[0.0, 1.25]]


@pytest.mark.parametrize("inverted", [True, False])
def test_backward_follows_an_evaluation_forward_although_the_mode_has_changed(inverted: bool) -> None:
    layer = Dropout(0.2, FixedCoins([[0.1, 0.9]]), inverted)
    layer.forward(np.ones((1, 2)))
    layer.eval().forward(np.ones((1, 2)))
    passed = 1.0 if inverted else 1 - 0.2
    assert layer.train().backward(np.ones((1, 2))).tolist() == [[passed, passed]]


def test_backward_follows_the_mask_of_forward_although_p_has_changed() -> None:
    layer = Dropout(0.2, FixedCoins([[0.1, 0.9]]))
    layer.forward(np.ones((1, 2)))
    layer.p = 0.0
    assert layer.backward(np.ones((1, 2))).tolist() == [[0.0, 1.25]]


def test_a_pass_through_forgets_the_mask_of_an_earlier_batch() -> None:
    layer = Dropout(0.2, FixedCoins([[0.1, 0.9]]))
    layer.forward(np.ones((1, 2)))
    layer.p = 0.0
    layer.forward(np.ones((1, 2)))
    assert layer.mask is None
    assert layer.backward(np.ones((1, 2))).tolist() == [[1.0, 1.0]]


def test_backward_before_forward_is_an_error() -> None:
    with pytest.raises(RuntimeError, match=r"^Dropout.backward needs a forward pass first$"):
        Dropout(0.5, NoCoins()).backward(np.ones((1, 2)))


# Evaluation, and p = 0


@pytest.mark.parametrize("inverted", [True, False])
def test_evaluation_draws_no_coins(inverted: bool) -> None:
    x = some(3, 4)
    layer = Dropout(0.7, NoCoins(), inverted).eval()
    np.testing.assert_array_equal(layer.forward(x), x if inverted else (1 - 0.7) * x)
    assert layer.mask == (None if inverted else 1 - 0.7)


@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("training", [True, False])
def test_p_of_0_is_the_identity_and_draws_no_coins(training: bool, inverted: bool) -> None:
    x, dy = some(3, 4), some(3, 4)[::-1]
    layer = Dropout(0, NoCoins(), inverted).train(training)
    np.testing.assert_array_equal(layer.forward(x), x)
    np.testing.assert_array_equal(layer.backward(dy), dy)
    assert layer.mask is None


def test_the_mode_is_an_attribute_and_its_methods_return_the_layer() -> None:
    layer = Dropout(0.5, NoCoins())
    assert layer.training is True
    assert layer.eval() is layer
    assert layer.training is False
    assert layer.train() is layer
    assert layer.training is True
    assert layer.train(False).training is False


# p


@pytest.mark.parametrize(
    ("p", "shown"),
    [(1, "1"), (1.0, "1.0"), (1.2, "1.2"), (-0.1, "-0.1"), (float("nan"), "nan"), (float("inf"), "inf")],
)
def test_p_outside_its_range_is_refused_when_it_is_given_and_when_it_is_set(p: float, shown: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole message is compared below
        Dropout(p, NoCoins())
    assert str(refused.value) == f"p must lie in [0, 1), got {shown}"
    layer = Dropout(0.3, NoCoins())
    with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\), got "):
        layer.p = p
    assert (layer.p, layer.scale) == (0.3, 1 / (1 - 0.3))


def test_a_new_p_brings_its_scale() -> None:
    layer = Dropout(0.2, FixedCoins([[0.5, 0.9]]))
    layer.p = 0.7
    layer.forward(np.ones((1, 2)))
    assert layer.mask.tolist() == [[0.0, 1 / (1 - 0.7)]]


# Inputs


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("training", [True, False])
def test_floats_keep_their_type(training: bool, inverted: bool, dtype: type) -> None:
    layer = Dropout(0.3, np.random.default_rng(1), inverted).train(training)
    x = np.ones((3, 4), dtype)
    assert layer.forward(x).dtype == dtype
    assert layer.backward(x).dtype == dtype


def test_a_list_is_taken_as_an_array_of_floats() -> None:
    layer = Dropout(0.2, FixedCoins([[0.1, 0.9], [0.9, 0.1]]))
    np.testing.assert_array_equal(layer.forward([[1, 2], [3, 4]]), [[0, 2.5], [3.75, 0]])
    np.testing.assert_array_equal(layer.backward([[1, 1], [1, 1]]), [[0, 1.25], [1.25, 0]])


def test_whole_numbers_are_not_cut_off() -> None:
    layer = Dropout(0.2, FixedCoins([[0.9]]))
    assert layer.forward(np.array([[1]])).tolist() == [[1.25]]


@pytest.mark.parametrize("training", [True, False])
def test_an_empty_batch_stays_empty(training: bool) -> None:
    layer = Dropout(0.5, np.random.default_rng(1)).train(training)
    assert layer.forward(np.empty((0, 5))).shape == (0, 5)
    assert layer.backward(np.empty((0, 5))).shape == (0, 5)


def test_nan_stays_nan_although_its_neuron_is_dropped() -> None:
    layer = Dropout(0.5, FixedCoins([[0.1, 0.9, 0.9]]))
    np.testing.assert_array_equal(layer.forward(np.array([[np.nan, np.nan, 1.0]])), [[np.nan, np.nan, 2.0]])


@pytest.mark.parametrize("training", [True, False])
def test_inputs_and_gradients_are_left_as_they_were(training: bool) -> None:
    layer = Dropout(0.5, np.random.default_rng(1)).train(training)
    x, dy = some(3, 4), some(3, 4)
    layer.forward(x)
    layer.backward(dy)
    np.testing.assert_array_equal(x, some(3, 4))
    np.testing.assert_array_equal(dy, some(3, 4))


# Bound layers and replicas


@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("training", [True, False])
def test_a_bound_layer_gives_the_same_bits_into_arrays_that_it_keeps(training: bool, inverted: bool) -> None:
    free, bound = (Dropout(0.3, np.random.RandomState(7), inverted).train(training) for _ in range(2))
    assert bound.bind((4, 5)) == (4, 5)
    outputs = []
    for scale in (1, 2, 3):
        x = scale * some(4, 5)
        y = bound.forward(x)
        outputs.append(y)
        assert y.tobytes() == free.forward(x).tobytes()
        assert bound.backward(x).tobytes() == free.backward(x).tobytes()
    if training:
        assert outputs[0] is outputs[1] is outputs[2]


def test_each_replica_is_computed_as_if_it_were_alone() -> None:
    coins, x = np.random.default_rng(1).random((2, 3, 4, 5)), some(2, 3, 4, 5)
    together = Dropout(0.3, FixedCoins(coins))
    y, dx = together.forward(x), together.backward(2 * x)
    for replica in np.ndindex(2, 3):
        alone = Dropout(0.3, FixedCoins(coins[replica]))
        assert alone.forward(x[replica]).tobytes() == y[replica].tobytes()
        assert alone.backward(2 * x[replica]).tobytes() == dx[replica].tobytes()


@pytest.mark.parametrize(("training", "inverted"), [(True, True), (True, False), (False, False)])
def test_a_bound_layer_refuses_another_shape_and_does_not_spread_it(training: bool, inverted: bool) -> None:
    layer = Dropout(0.2, np.random.default_rng(1), inverted).train(training)
    layer.bind((4, 3))
    with pytest.raises(ValueError, match=r"x must be \(4, 3\), got \(1, 3\)"):
        layer.forward(np.ones((1, 3)))


# Other shapes


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("shape", [(4, 2, 3, 2), (4, 3, 5)])
def test_every_number_of_maps_or_of_sequences_has_a_coin_of_its_own(shape: tuple[int, ...], bound: bool) -> None:
    u = np.random.default_rng(1).random(shape)
    layer = Dropout(0.3, FixedCoins(u))
    if bound:
        assert layer.bind(shape, 0) == shape
    check_layer(layer, some(*shape))
    np.testing.assert_array_equal(layer.mask, (u >= 0.3) * (1 / 0.7))
