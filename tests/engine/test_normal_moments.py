"""Moments of functions of normal numbers against integrals by brute force."""

import math

import numpy as np
import pytest

from app.engine import ReLU, Sigmoid, SoftmaxCrossEntropy, Tanh
from app.engine.normal_moments import below, mean_softmax, moments, normal_points

RNG = np.random.default_rng
MEANS = np.array([-7.0, -2.0, -0.6, 0.0, 0.3, 1.0, 4.0])


def integral(f, mean: float, s: float) -> float:
    """E[f(mean + s z)] over 40,001 points of z."""
    z = np.linspace(-10, 10, 40_001)
    weights = np.exp(-z * z / 2)
    return float((weights * f(mean + s * z)).sum() / weights.sum())


@pytest.mark.parametrize("s", [0.01, 0.3, 1.0, 3.0])
def test_the_mean_of_relu_is_its_closed_form(s: float) -> None:
    found = moments(ReLU(), MEANS, np.full(7, s))[0]
    np.testing.assert_allclose(found, [integral(lambda u: np.maximum(u, 0), m, s) for m in MEANS], rtol=1e-6, atol=1e-8)
    assert (found >= np.maximum(MEANS, 0)).all()


@pytest.mark.parametrize(("s", "error"), [(0.01, 1e-9), (0.3, 1e-9), (1.0, 1e-7), (2.0, 2e-4), (3.0, 3e-3)])
@pytest.mark.parametrize(("f", "function"), [(Tanh(), np.tanh), (Sigmoid(), lambda u: 1 / (1 + np.exp(-u)))])
def test_the_mean_of_tanh_and_sigmoid_is_right_to_what_is_said_of_it(f, function, s: float, error: float) -> None:
    found = moments(f, MEANS, np.full(7, s))[0]
    np.testing.assert_allclose(found, [integral(function, m, s) for m in MEANS], atol=error, rtol=0)


@pytest.mark.parametrize("s", [0.01, 0.3, 1.0])
@pytest.mark.parametrize(
    ("f", "function"),
    [(ReLU(), lambda u: np.maximum(u, 0)), (Tanh(), np.tanh), (Sigmoid(), lambda u: 1 / (1 + np.exp(-u)))],
)
def test_the_variance_is_that_of_the_integral(f, function, s: float) -> None:
    means = [integral(function, m, s) for m in MEANS]
    variances = [
        integral(lambda u, mean=mean: (function(u) - mean) ** 2, m, s) for m, mean in zip(MEANS, means, strict=True)
    ]
    np.testing.assert_allclose(moments(f, MEANS, np.full(7, s))[1], variances, rtol=1e-5, atol=2e-7)


@pytest.mark.parametrize("f", [ReLU(), Tanh(), Sigmoid()])
def test_without_any_scatter_the_mean_is_the_function(f) -> None:
    mean, variance = moments(f, MEANS, np.zeros(7))
    np.testing.assert_allclose(mean, f.forward(MEANS), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(variance, 0.0, atol=1e-14)


def test_the_share_below_a_number_is_that_of_the_normal_law() -> None:
    t = np.linspace(-9, 9, 7001)
    np.testing.assert_allclose(below(t), [math.erfc(-x / math.sqrt(2)) / 2 for x in t], atol=1e-12)


@pytest.mark.parametrize("classes", [2, 3, 10, 40])
def test_the_points_of_a_softmax_have_the_moments_of_the_normal_law_up_to_the_third(classes: int) -> None:
    z = normal_points(classes)
    np.testing.assert_allclose(z.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(z.T @ z / len(z), np.eye(classes), atol=1e-12)
    np.testing.assert_allclose((z**3).mean(axis=0), 0.0, atol=1e-12)
    assert np.linalg.norm(z, axis=1).max() < 2 * np.sqrt(classes) + 2  # and none lies far off


def test_the_mean_of_a_softmax_is_near_that_over_many_drawn_points_and_closer_than_the_softmax_of_the_mean() -> None:
    x, s = RNG(1).normal(0, 2, (50, 10)), RNG(2).uniform(0, 2, (50, 10))
    drawn = np.mean([SoftmaxCrossEntropy.predict(x + s * z) for z in RNG(3).standard_normal((4000, 1, 10))], axis=0)
    found = mean_softmax(x, s)
    np.testing.assert_allclose(found.sum(axis=-1), 1.0, rtol=1e-12)
    assert np.abs(found - drawn).max() < 0.05
    assert np.abs(found - drawn).mean() < np.abs(SoftmaxCrossEntropy.predict(x) - drawn).mean() / 8


def test_a_softmax_of_huge_numbers_is_finite() -> None:
    x, s = np.array([[1e9, -1e9, 0.0]]), np.array([[1e12, 1.0, 0.0]])
    assert np.isfinite(mean_softmax(x, s)).all()
