"""Entropy and mutual information of passes near the data and far from it, and what a band of a curve covers."""

import numpy as np
import pytest

from app.runs.log.doubt import agreement_in_parts, bands_in_parts, doubts_in_parts, far_in_parts, roughness
from app.runs.log.outcome import Passes
from app.runs.training.evaluation import at_once
from tests.web.runs import trained


class Said:
    """Passes that are known: (passes, samples, 1) logits."""

    def __init__(self, z: np.ndarray) -> None:
        self.z = z

    def pass_in_parts(self, theta, x, number, step=0):
        yield
        return self.z[number]


def test_entropies_of_passes_add_up() -> None:
    p = np.array([[[0.25], [0.5]], [[0.75], [0.5]]])
    said = Said(np.log(p / (1 - p)))
    found = at_once(agreement_in_parts(said, np.empty(0), np.empty((2, 2)), 2, 0, "binary"))
    bits = [values / np.log(2) for values in (found.entropy, found.expected, found.information)]
    quarter = 0.8112781244591328  # of 1/4, in bits
    assert np.transpose(bits) == pytest.approx(np.array([[1, quarter, 1 - quarter], [1, 1, 0]]), abs=1e-12)
    assert found.spread.ravel() == pytest.approx([0.25, 0])
    assert found.first.ravel() == pytest.approx([0.25, 0.5])


@pytest.mark.parametrize("query", ["steps=60", "data=curve&steps=60", "data=digits&hidden=16,16&steps=60"])
def test_passes_added_up_are_the_same_as_passes_together(query: str) -> None:
    run = trained(query)
    passes = at_once(run.passes_in_parts(60, 7))
    x = run.data.x_test[:6] if run.data.bounds is None else run.data.shown
    found = at_once(agreement_in_parts(run.evaluations[0], run.theta(0, 60), x, 7, 60, run.data.task))
    assert found.mean == pytest.approx(passes.mean)
    assert found.spread == pytest.approx(passes.spread, abs=1e-7)
    if run.data.task != "regression":
        assert found.information == pytest.approx(Passes(passes.said).information, abs=1e-12)
    assert (found.first == passes.said[0]).all()


def test_doubt_is_that_of_the_passes_at_test_points_and_far_away() -> None:
    run = trained("steps=60")
    theta, evaluation = run.theta(0, 60), run.evaluations[0]
    far = at_once(far_in_parts(run.data))
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
    assert roughness(np.array([[0.0], [0.5], [0.0], [0.5]]), 2) == 0.25
    assert roughness(np.full((16, 1), 0.7), 4) == 0
