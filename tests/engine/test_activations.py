"""The nonlinearities against their textbook formulas and central differences."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from app.engine import ReLU, Sigmoid, Tanh
from app.engine.activations import ACTIVATIONS, Activation
from tests.engine.gradient import check_layer

KINDS = [ReLU, Tanh, Sigmoid]
FORMULAS = {ReLU: lambda x: max(x, 0.0), Tanh: math.tanh, Sigmoid: lambda x: 1 / (1 + math.exp(-x))}
X = np.array([[-3.0, -0.7, -0.1], [0.2, 1.1, 4.0]])  # away from 0, where ReLU has no slope

every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_the_output_is_that_of_the_formula(kind: type[Activation]) -> None:
    np.testing.assert_allclose(kind().forward(X), np.vectorize(FORMULAS[kind])(X), rtol=1e-14)


@every_kind
@pytest.mark.parametrize("bound", [False, True])
def test_the_gradient_agrees_with_central_differences(kind: type[Activation], bound: bool) -> None:
    layer = kind()
    if bound:
        layer.bind(X.shape)
    check_layer(layer, X)


def test_relu_lets_no_gradient_through_at_0_and_below() -> None:
    layer = ReLU()
    layer.forward(np.array([[-1.0, -0.0, 0.0, 1e-300, 1.0]]))
    assert layer.backward(np.full((1, 5), 3.0)).tolist() == [[0, 0, 0, 3, 3]]


@every_kind
def test_far_out_nothing_overflows(kind: type[Activation]) -> None:
    layer = kind()
    y = layer.forward(np.array([[-1e300, -1e4, 1e4, 1e300]]))
    limits = {ReLU: [0, 0, 1e4, 1e300], Tanh: [-1, -1, 1, 1], Sigmoid: [0, 0, 1, 1]}
    slopes = {ReLU: [0, 0, 1, 1], Tanh: [0, 0, 0, 0], Sigmoid: [0, 0, 0, 0]}
    assert y.tolist() == [limits[kind]]
    with np.errstate(over="ignore"):  # of cosh(x)^2
        assert layer.backward(np.ones((1, 4))).tolist() == [slopes[kind]]


@every_kind
def test_the_output_is_kept_for_the_explorer(kind: type[Activation]) -> None:
    layer = kind()
    assert layer.out is None
    y = layer.forward(X)
    assert layer.out is y


@every_kind
def test_the_mode_makes_no_difference(kind: type[Activation]) -> None:
    np.testing.assert_array_equal(kind().eval().forward(X), kind().forward(X))


@every_kind
def test_a_bound_layer_gives_the_same_bits_into_arrays_that_it_keeps(kind: type[Activation]) -> None:
    free, bound = kind(), kind()
    assert bound.bind((4, 5)) == (4, 5)
    outputs = []
    for seed in (1, 2, 3):
        x, dy = np.random.default_rng(seed).normal(size=(2, 4, 5))
        y = bound.forward(x)
        outputs.append(y)
        assert y.tobytes() == free.forward(x).tobytes()
        assert bound.backward(dy).tobytes() == free.backward(dy).tobytes()
    assert outputs[0] is outputs[1] is outputs[2]


@every_kind
def test_each_replica_is_computed_as_if_it_were_alone(kind: type[Activation]) -> None:
    x, dy = np.random.default_rng(1).normal(size=(2, 3, 4, 5))
    together = kind()
    y, dx = together.forward(x), together.backward(dy)
    for replica in range(3):
        alone = kind()
        np.testing.assert_allclose(alone.forward(x[replica]), y[replica], rtol=1e-12)
        np.testing.assert_allclose(alone.backward(dy[replica]), dx[replica], rtol=1e-12)


@every_kind
def test_inputs_and_gradients_are_left_as_they_were(kind: type[Activation]) -> None:
    layer, x, dy = kind(), X.copy(), X[::-1].copy()
    layer.forward(x)
    layer.backward(dy)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(dy, X[::-1])


@every_kind
def test_nan_stays_nan(kind: type[Activation]) -> None:
    layer = kind()
    assert np.isnan(layer.forward(np.array([[np.nan, 1.0]]))).tolist() == [[True, False]]
    assert np.isnan(layer.backward(np.ones((1, 2)))).tolist() == [[True, False]]


@every_kind
def test_an_empty_batch_stays_empty(kind: type[Activation]) -> None:
    layer = kind()
    assert layer.forward(np.empty((0, 3))).shape == (0, 3)
    assert layer.backward(np.empty((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("kind", [ReLU, Tanh])
def test_float32_stays_float32(kind: type[Activation]) -> None:
    layer = kind()
    assert layer.forward(X.astype(np.float32)).dtype == np.float32
    assert layer.backward(X.astype(np.float32)).dtype == np.float32


@every_kind
@pytest.mark.parametrize("bound", [False, True])
def test_backward_before_forward_is_an_error(kind: type[Activation], bound: bool) -> None:
    layer = kind()
    if bound:
        layer.bind(X.shape)
    with pytest.raises(RuntimeError, match=rf"^{kind.__name__}.backward needs a forward pass first$"):
        layer.backward(X)


def test_each_has_its_name() -> None:
    assert {"relu": ReLU, "tanh": Tanh, "sigmoid": Sigmoid} == ACTIVATIONS


@every_kind
def test_a_bound_layer_refuses_another_shape_and_does_not_spread_it(kind: type[Activation]) -> None:
    layer = kind()
    layer.bind((4, 3))
    with pytest.raises(ValueError, match=r"x must be \(4, 3\), got \(1, 3\)"):
        layer.forward(np.ones((1, 3)))


@pytest.mark.parametrize("x", [-700.0, -40.0, -25.0, -1e-8, 0.0, 1.0, 25.0, 40.0, 700.0])
def test_sigmoid_and_its_slope_are_exact_however_far_from_0(x: float) -> None:
    layer = Sigmoid()
    y = float(layer.forward(np.array([[x]]))[0, 0])
    slope = float(layer.backward(np.array([[-1.0]]))[0, 0])
    with localcontext(prec=700):
        true = 1 / (1 + Decimal(-x).exp())
        for found, wanted in ((y, true), (-slope, true * (1 - true))):
            assert abs(Decimal(found) - wanted) <= wanted * Decimal("1e-15"), (found, wanted)


@pytest.mark.parametrize("x", [-300.0, -25.0, -19.0, -5.0, -1e-8, 0.0, 1.0, 5.0, 19.0, 25.0, 300.0])
def test_the_slope_of_tanh_is_exact_however_far_from_0(x: float) -> None:
    """1 - tanh(19)^2 is 2e-16: half of its digits are gone when it is taken from tanh(19), and at 20 all of them."""
    layer = Tanh()
    layer.forward(np.array([[x]]))
    slope = -float(layer.backward(np.array([[-1.0]]))[0, 0])
    with localcontext(prec=400):
        wanted = 4 / (Decimal(x).exp() + Decimal(-x).exp()) ** 2
        assert abs(Decimal(slope) - wanted) <= wanted * Decimal("2e-15"), (slope, wanted)
