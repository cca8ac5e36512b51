"""How much neurons say: hand numbers, and a trained network's against correlations as NumPy has them."""

import numpy as np
import pytest

from app.runs.training.activity import activity, activity_in_parts
from app.runs.training.evaluation import at_once
from tests.runs.training.test_ablation import arm


def test_relu_neurons_are_dead_at_0_everywhere_and_nearly_dead_below_1_percent() -> None:
    h = np.zeros((1000, 4))
    h[:9, 1], h[:10, 2], h[:, 3] = 1, 1, 3
    found = activity(h, relu=True)
    assert (found.dead, found.nearly) == (1, 1)
    assert found.active == pytest.approx((9 + 10 + 1000) / 4000)
    assert found.mean == pytest.approx((9 + 10 + 3000) / 4000)
    five, four, three = 25 / (4 * 11), 16 / (4 * 10), 9 / (4 * 9)  # (sum)^2 / (4 sum of squares): 1 1 3, 1 3, 3
    assert found.sparsity == pytest.approx((9 * five + 1 * four + 990 * three) / 1000)


def test_tanh_neurons_are_dead_where_they_stand_still() -> None:
    wave = np.sin(np.arange(1000))[:, None] * np.sqrt(2)  # of a standard deviation of 1
    found = activity(0.5 + wave * [0.0, 0.0005, 0.005, 0.05], relu=False)
    assert (found.dead, found.nearly, found.active) == (2, 1, 1.0)


def test_of_a_layer_that_says_nothing_there_is_no_sparsity() -> None:
    assert activity(np.zeros((5, 3)), relu=True) == (3, 0, 0.0, 0.0, None, None)


@pytest.mark.parametrize("query", ["data=digits&hidden=70,1&n=50&batch=25", "hidden=6,5&activation=tanh&place=none"])
@pytest.mark.parametrize("step", [0, 20])
def test_redundancy_is_the_mean_size_of_correlations(query: str, step: int) -> None:
    evaluation, training = arm(query, step)
    found = at_once(activity_in_parts(evaluation, training.row, step))
    for of, h in zip(found, evaluation.hidden(training.row, training.data.x_test), strict=True):
        assert of.active == pytest.approx((h != 0).mean())
        h = h[:, h.std(axis=0) > 1e-6]
        if h.shape[1] < 2:
            assert of.redundancy is None
            continue
        corr = np.abs(np.corrcoef(h.T))
        assert of.redundancy == pytest.approx(corr[np.triu_indices(len(corr), 1)].mean())
