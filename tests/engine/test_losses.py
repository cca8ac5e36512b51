"""The losses against their naive formulas, and where the naive formulas would overflow."""

import math
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest

from app.engine import BinaryCrossEntropy, MeanSquaredError, SoftmaxCrossEntropy
from app.engine.losses import LOSSES, Loss
from tests.engine.gradient import check_gradient

RNG = np.random.default_rng
KINDS = [BinaryCrossEntropy, SoftmaxCrossEntropy, MeanSquaredError]

every_kind = pytest.mark.parametrize("kind", KINDS)


def case(kind: type[Loss], *leading: int, batch: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Outputs and targets that fit this loss."""
    if kind is SoftmaxCrossEntropy:
        return RNG(1).normal(size=(*leading, batch, 4)), RNG(2).integers(0, 4, (*leading, batch))
    if kind is BinaryCrossEntropy:
        return RNG(1).normal(size=(*leading, batch, 1)), RNG(2).integers(0, 2, (*leading, batch, 1))
    return RNG(1).normal(size=(*leading, batch, 2)), RNG(2).normal(size=(*leading, batch, 2))


def naive(kind: type[Loss], z: np.ndarray, y: np.ndarray) -> float:
    if kind is SoftmaxCrossEntropy:
        rows = [([math.exp(value) for value in row], right) for row, right in zip(z, y, strict=True)]
        terms = [-math.log(row[right] / sum(row)) for row, right in rows]
    elif kind is BinaryCrossEntropy:
        pairs = [(1 / (1 + math.exp(-a)), b) for a, b in zip(z.flat, y.flat, strict=True)]
        terms = [-b * math.log(s) - (1 - b) * math.log(1 - s) for s, b in pairs]
    else:
        terms = [(a - b) ** 2 for a, b in zip(z.flat, y.flat, strict=True)]
    return sum(terms) / len(terms)


@every_kind
@pytest.mark.parametrize("batch", [1, 6])
def test_the_value_is_that_of_the_naive_formula(kind: type[Loss], batch: int) -> None:
    z, y = case(kind, batch=batch)
    value = kind().forward(z, y)
    assert isinstance(value, float)
    assert value == pytest.approx(naive(kind, z, y), rel=1e-12)


@every_kind
@pytest.mark.parametrize("batch", [1, 6])
def test_the_gradient_agrees_with_central_differences(kind: type[Loss], batch: int) -> None:
    z, y = case(kind, batch=batch)
    loss = kind()
    loss.forward(z, y)
    check_gradient("z", lambda: loss.forward(z, y), z, loss.backward().copy())


# As exact as the numbers are: against arithmetic with 700 digits, where 1 + e^-700 is not 1.

CERTAIN = [0.0, 1e-8, 0.5, 3.0, 20.0, 25.0, 30.0, 35.0, 40.0, 100.0, 700.0]


def exact(logits: list[float], right: int) -> tuple[Decimal, list[Decimal]]:
    """Cross-entropy and its gradient: with these logits, of which `right` is the true class's."""
    with localcontext(prec=700):
        powers = [Decimal(value).exp() for value in logits]
        shares = [power / sum(powers) for power in powers]
        return -shares[right].ln(), [share - (k == right) for k, share in enumerate(shares)]


def close(value: float, true: Decimal) -> None:
    with localcontext(prec=40):
        assert abs(Decimal(value) - true) <= abs(true) * Decimal("2e-13"), (value, true)


@pytest.mark.parametrize("size", CERTAIN)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("y", [0, 1])
def test_binary_cross_entropy_is_exact_however_certain_the_network_is(size: float, sign: int, y: int) -> None:
    loss, z = BinaryCrossEntropy(), sign * size
    value = loss.forward(np.array([[z]]), np.array([[float(y)]]))
    true, gradient = exact([0.0, z], y)
    close(value, true)
    close(float(loss.backward()[0, 0]), gradient[1])


@pytest.mark.parametrize("size", CERTAIN)
@pytest.mark.parametrize("right", [0, 1, 2, 3])
def test_softmax_cross_entropy_is_exact_however_certain_the_network_is(size: float, right: int) -> None:
    loss, z = SoftmaxCrossEntropy(), [0.0, size, 0.25, size - 1e-3]
    value = loss.forward(np.array([z]), np.array([right]))
    true, gradient = exact(z, right)
    close(value, true)
    for found, wanted in zip(loss.backward()[0], gradient, strict=True):
        close(float(found), wanted)


@pytest.mark.parametrize("size", CERTAIN)
def test_one_certain_sample_among_others_adds_its_own_small_share(size: float) -> None:
    """A sum over the batch of the two parts of a loss would cancel where each sample's does not."""
    for loss, z, y in (
        (BinaryCrossEntropy(), np.full((4, 1), size), np.ones((4, 1))),
        (SoftmaxCrossEntropy(), np.tile([size, 0.0], (4, 1)), np.zeros(4, int)),
    ):
        close(loss.forward(z, y), exact([size, 0.0], 0)[0])


@every_kind
def test_one_loss_serves_batches_of_different_sizes_in_turn(kind: type[Loss]) -> None:
    loss = kind()
    for batch in (6, 2, 6):
        z, y = case(kind, batch=batch)
        assert loss.forward(z, y) == pytest.approx(naive(kind, z, y), rel=1e-12)
        fresh = kind()
        fresh.forward(z, y)
        np.testing.assert_array_equal(loss.backward(), fresh.backward())


@pytest.mark.parametrize("size", [40.0, 800.0, 1e4, 1e15, 1e300])
@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("y", [0, 1])
def test_binary_cross_entropy_does_not_overflow(size: float, sign: float, y: int) -> None:
    loss = BinaryCrossEntropy()
    wrong = (sign > 0) != (y == 1)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        value = loss.forward(np.array([[sign * size]]), np.array([[y]]))
    assert value == pytest.approx(size if wrong else 0.0, rel=1e-15, abs=1e-17)
    assert loss.backward()[0, 0] == pytest.approx(sign if wrong else 0.0, rel=1e-15, abs=1e-17)


@pytest.mark.parametrize("size", [40.0, 800.0, 1e4, 1e15, 1e300])
@pytest.mark.parametrize("right", [0, 1, 2])
def test_softmax_cross_entropy_does_not_overflow(size: float, right: int) -> None:
    loss = SoftmaxCrossEntropy()
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        value = loss.forward(np.array([[size, 0.0, -size]]), np.array([right]))
    assert value == pytest.approx(right * size, rel=1e-15, abs=1e-17)
    expected = np.array([1.0, 0.0, 0.0]) - np.eye(3)[right]
    np.testing.assert_allclose(loss.backward(), [expected], atol=1e-17)


def test_softmax_cross_entropy_is_blind_to_a_shift_of_all_logits() -> None:
    z, y = case(SoftmaxCrossEntropy)
    loss, shifted = SoftmaxCrossEntropy(), SoftmaxCrossEntropy()
    assert shifted.forward(z + 1000, y) == pytest.approx(loss.forward(z, y), rel=1e-12)
    np.testing.assert_allclose(shifted.backward(), loss.backward(), atol=1e-12)


def test_an_untrained_output_costs_the_logarithm_of_the_number_of_classes() -> None:
    four = SoftmaxCrossEntropy().forward(np.zeros((6, 4)), np.array([0, 1, 2, 3, 0, 1]))
    two = BinaryCrossEntropy().forward(np.zeros((6, 1)), np.ones((6, 1)))
    assert (four, two) == pytest.approx((math.log(4), math.log(2)), rel=1e-15)


@every_kind
@pytest.mark.parametrize("leading", [(3,), (2, 3)])
def test_each_replica_is_computed_as_if_it_were_alone(kind: type[Loss], leading: tuple[int, ...]) -> None:
    z, y = case(kind, *leading)
    loss = kind()
    values = loss.forward(z, y)
    assert values.shape == leading
    for replica in np.ndindex(leading):
        alone = kind()
        assert values[replica] == pytest.approx(alone.forward(z[replica], y[replica]), rel=1e-12)
        np.testing.assert_allclose(loss.backward()[replica], alone.backward(), rtol=1e-12, atol=1e-15)


@every_kind
def test_outputs_and_targets_are_left_as_they_were(kind: type[Loss]) -> None:
    z, y = case(kind)
    loss = kind()
    loss.forward(z, y)
    loss.backward()
    before: Any = case(kind)
    np.testing.assert_array_equal(z, before[0])
    np.testing.assert_array_equal(y, before[1])


@every_kind
def test_nan_is_a_loss_of_nan(kind: type[Loss]) -> None:
    z, y = case(kind)
    z[0, 0] = np.nan
    with np.errstate(invalid="ignore"):  # logaddexp warns
        assert math.isnan(kind().forward(z, y))


@every_kind
def test_backward_before_forward_is_an_error(kind: type[Loss]) -> None:
    with pytest.raises(RuntimeError, match=rf"^{kind.__name__}.backward needs a forward pass first$"):
        kind().backward()


def test_each_has_its_name() -> None:
    expected = {"binary": BinaryCrossEntropy, "classes": SoftmaxCrossEntropy, "regression": MeanSquaredError}
    assert expected == LOSSES


@pytest.mark.parametrize("kind", [BinaryCrossEntropy, MeanSquaredError])
def test_targets_of_another_shape_are_refused(kind: type[Loss]) -> None:
    z, y = case(kind)
    with pytest.raises(ValueError, match="y must have the shape of z"):
        kind().forward(z, y.ravel())


def test_the_gradient_is_of_the_pass_that_was_seen_even_where_z_is_written_anew() -> None:
    z, y = case(BinaryCrossEntropy)
    loss = BinaryCrossEntropy()
    loss.forward(z, y)
    right = loss.backward()
    loss.forward(z, y)
    z[...] = 7
    np.testing.assert_array_equal(loss.backward(), right)


@pytest.mark.parametrize(
    ("y", "said"),
    [
        (np.array([1]), r"y must hold \(2,\) integers, got \(1,\)"),
        (np.array([0.0, 1.0]), r"y must hold \(2,\) integers, got \(2,\) of float64"),
        (np.array([0, -1]), r"y must lie in \[0, 3\), got -1 to 0"),
        (np.array([0, 3]), r"y must lie in \[0, 3\), got 0 to 3"),
    ],
)
def test_classes_that_are_not_there_are_refused(y: np.ndarray, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        SoftmaxCrossEntropy().forward(np.zeros((2, 3)), y)


@every_kind
def test_the_gradient_is_the_prediction_less_the_target(kind: type[Loss]) -> None:
    z, y = case(kind)
    loss = kind()
    loss.forward(z, y)
    target = np.eye(z.shape[-1])[y] if kind is SoftmaxCrossEntropy else y
    factor = 2 / z.size if kind is MeanSquaredError else 1 / len(z)
    np.testing.assert_allclose(loss.backward(), (kind.predict(z) - target) * factor, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("kind", [BinaryCrossEntropy, SoftmaxCrossEntropy])
def test_predictions_are_probabilities_however_large_the_logits(kind: type[Loss]) -> None:
    z = np.array([[1e4, -1e4, 0.0], [-800.0, 0.0, 800.0]])
    z = z.reshape(-1, 1) if kind is BinaryCrossEntropy else z
    said = kind.predict(z)
    assert ((said >= 0) & (said <= 1)).all()
    if kind is SoftmaxCrossEntropy:
        assert said.sum(axis=1) == pytest.approx([1, 1], rel=1e-15)
