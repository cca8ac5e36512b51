"""BatchNorm in both modes: what it normalises, what it keeps, and its gradients."""

import numpy as np
import pytest

from app.engine import BatchNorm, Dense, Network, ReLU
from tests.engine.gradient import check_layer

RNG = np.random.default_rng
SHAPES = [(5, 3), (4, 3, 2, 3)]


def layer() -> BatchNorm:
    built = BatchNorm(3)
    built.params["gamma"][...] = [0.5, -2.0, 1.5]
    built.params["beta"][...] = [0.0, 1.0, -3.0]
    built.statistics["mean"][...] = [0.3, -0.2, 1.0]
    built.statistics["variance"][...] = [0.5, 2.0, 1.0]
    return built


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("bound", [True, False])
def test_gradients_agree_with_central_differences(shape: tuple[int, ...], training: bool, bound: bool) -> None:
    norm = layer().train(training)
    if bound:
        assert norm.bind(shape, 0) == shape
    check_layer(norm, 2 + 3 * RNG(1).normal(size=shape))


@pytest.mark.parametrize("shape", SHAPES)
def test_in_training_each_unit_has_mean_0_and_variance_1_before_it_is_scaled_and_moved(shape: tuple[int, ...]) -> None:
    norm = layer()
    y = norm.forward(5 + 3 * RNG(1).normal(size=shape))
    axes = (0, *range(2, len(shape)))
    np.testing.assert_allclose(y.mean(axis=axes), norm.params["beta"], atol=1e-12)
    np.testing.assert_allclose(y.std(axis=axes), abs(norm.params["gamma"]), rtol=1e-4)


def test_numbers_are_those_of_the_formula() -> None:
    norm = BatchNorm(1)
    y = norm.forward(np.array([[1.0], [2.0], [6.0]]))  # mean 3, variance 14/3, unbiased 7
    np.testing.assert_allclose(y.ravel(), np.array([-2, -1, 3]) / np.sqrt(14 / 3 + 1e-5), rtol=1e-14)
    np.testing.assert_allclose(norm.statistics["mean"], [0.1 * 3], rtol=1e-14)
    np.testing.assert_allclose(norm.statistics["variance"], [0.9 + 0.1 * 7], rtol=1e-14)
    norm.eval()
    np.testing.assert_allclose(norm.forward(np.array([[1.0]])), [[0.7 / np.sqrt(1.6 + 1e-5)]], rtol=1e-14)
    assert norm.statistics["mean"].item() == pytest.approx(0.3)  # evaluation keeps it


@pytest.mark.parametrize("shape", SHAPES)
def test_a_bound_layer_gives_the_same_numbers_and_writes_to_where_the_next_one_reads(shape: tuple[int, ...]) -> None:
    free, bound = layer(), layer()
    bound.bind(shape, 0)
    for seed in range(2):
        x, dy = RNG(seed).normal(size=(2, *shape))
        assert bound.forward(x) is bound.y
        np.testing.assert_allclose(bound.y, free.forward(x), rtol=1e-12, atol=1e-14)
        assert bound.backward(dy) is bound.dx
        np.testing.assert_allclose(bound.dx, free.backward(dy), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(bound.grad, free.grad, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(bound.kept, free.kept, rtol=1e-12)
    net = Network([BatchNorm(3), ReLU(), BatchNorm(3), Dense(3, 1)])
    net.bind((5, 3))
    assert net.layers[2].y is net.layers[3].x


def test_backward_follows_what_forward_did() -> None:
    x, dy = RNG(1).normal(size=(2, 5, 3))
    norm = layer().eval()
    norm.forward(x)
    expected = norm.backward(dy)
    np.testing.assert_array_equal(norm.train().backward(dy), expected)


def test_drawing_sets_it_back_to_the_start() -> None:
    norm = layer()
    norm.draw(RNG(1), 2.0)
    assert norm.theta.tolist() == [1, 1, 1, 0, 0, 0]
    assert norm.kept.tolist() == [0, 0, 0, 1, 1, 1]
    assert BatchNorm(2).theta.tolist() == [1, 1, 0, 0]


def test_what_does_not_fit_is_told() -> None:
    with pytest.raises(ValueError, match=r"^training needs at least 2 numbers a unit, got 1$"):
        BatchNorm(3).forward(np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"^x must be \(batch, 3, \.\.\.\), got \(5, 4\)$"):
        BatchNorm(3).forward(np.ones((5, 4)))
    with pytest.raises(ValueError, match=r"^x must be \(batch, 3, \.\.\.\), got \(5, 4\)$"):
        BatchNorm(3).bind((5, 4))
    with pytest.raises(RuntimeError, match=r"^BatchNorm.backward needs a forward pass first$"):
        BatchNorm(3).backward(np.ones((5, 3)))
