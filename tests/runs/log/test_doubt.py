"""Entropy and mutual information of passes near the data and far from it, and what a band of a curve covers."""

import numpy as np
import pytest

from app.runs.log.doubt import bands_in_parts, doubts_in_parts, far_from, roughness
from app.runs.log.outcome import Passes
from app.runs.training.evaluation import at_once
from tests.web.runs import trained

BITS = {0.5: 1.0, 0.25: 0.8112781244591328}


def test_entropies_of_passes_add_up() -> None:
    passes = Passes(np.array([[[0.25], [0.5]], [[0.75], [0.5]]]))
    bits = [values / np.log(2) for values in (passes.entropy, passes.expected, passes.information)]
    assert np.transpose(bits) == pytest.approx(np.array([[1, BITS[0.25], 1 - BITS[0.25]], [1, 1, 0]]))


def test_doubt_is_that_of_the_passes_at_test_points_and_far_away() -> None:
    run = trained("steps=60")
    theta, evaluation = run.theta(0, 60), run.evaluations[0]
    far = far_from(run.data)
    distance = np.linalg.norm(far[:, None] - run.data.x, axis=2).min(axis=1)
    assert (len(far) > 100, distance.min() >= 1.5, distance.max() <= 2.5) == (True, True, True)
    found = at_once(doubts_in_parts(evaluation, theta, 8, 60))
    for of, points in zip(found, (run.data.x_test[:500], far), strict=True):
        z = evaluation.passes(theta, points, 8, 60)[..., 0]
        p = 1 / (1 + np.exp(-z))
        both = [-(q * np.log2(q) + (1 - q) * np.log2(1 - q)) for q in (p.mean(axis=0), p)]
        assert of.entropy == pytest.approx(both[0].mean())
        assert of.information == pytest.approx((both[0] - both[1].mean(axis=0)).mean())
        assert of.information >= 0


def test_a_band_covers_the_share_of_the_true_curve_that_lies_in_it() -> None:
    run = trained("data=curve&steps=60")
    theta, evaluation = run.theta(0, 60), run.evaluations[0]
    inside, outside = at_once(bands_in_parts(evaluation, theta, 8, 60))
    x = np.array([*np.linspace(-4, -3, 50), *np.linspace(3, 4, 50)])[:, None]
    for of, points in ((inside, run.data.x_test), (outside, x)):
        z = evaluation.passes(theta, points, 8, 60)[..., 0]
        off = np.abs(z.mean(axis=0) - np.sin(2 * points[:, 0]))
        assert of.covered == pytest.approx((off <= 2 * z.std(axis=0)).mean(), abs=0.011)
        assert of.spread == pytest.approx(z.std(axis=0).mean())


def test_roughness_is_the_mean_step_between_neighbours() -> None:
    assert roughness(np.array([[[0.0], [0.5], [0.0], [0.5]]]), 2) == 0.25
    assert roughness(np.full((3, 16, 1), 0.7), 4) == 0
