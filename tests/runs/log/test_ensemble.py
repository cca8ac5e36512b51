"""Means of subnetworks: against plain sums of probabilities, and the identities that hold for any network."""

from itertools import product

import numpy as np
import pytest

from app.engine.losses import SoftmaxCrossEntropy
from app.runs.log.ensemble import Means, ensemble
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation
from tests.web.runs import trained

DIGITS = "data=digits&hidden=16,16&steps=60"
QUERIES = [DIGITS, "steps=60", "data=curve&steps=60"]


def of(query: str, k: int, step: int = 60):
    run = trained(query)
    evaluation = run.evaluations[0]
    return ensemble(evaluation, run.theta(0, step), k, step), evaluation, run.theta(0, step)


def test_over_all_masks_the_geometric_mean_of_one_softmax_layer_is_the_full_network() -> None:
    rng = np.random.default_rng(5)
    x, weights, bias, y = rng.normal(size=(7, 4)), rng.normal(size=(4, 3)), rng.normal(size=3), np.arange(7) % 3
    means = Means(x @ weights + bias, y, "classes")
    for mask in product((0.0, 2.0), repeat=4):
        means.add(x * mask @ weights + bias)
    found = means.found()
    assert found.geometric[-1].divergence == pytest.approx(0, abs=1e-14)
    assert found.geometric[-1].loss == pytest.approx(found.full.loss)
    assert found.arithmetic[-1].divergence > 0.01
    assert found.geometric[7].divergence > 1e-4  # of half of the masks it is another


@pytest.mark.parametrize("query", QUERIES[:2])
def test_both_means_are_those_of_plain_probabilities(query: str) -> None:
    found, evaluation, theta = of(query, 5)
    data, z = evaluation.data, evaluation.passes(theta, evaluation.data.x_test, 5, 60)

    def plain(z: np.ndarray) -> np.ndarray:
        if z.shape[-1] == 1:
            return np.concatenate([1 / (1 + np.exp(z)), 1 / (1 + np.exp(-z))], axis=-1)
        return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)

    p, full, y = plain(z), plain(evaluation.output(theta, data.x_test, 60)), data.y_test.reshape(-1).astype(int)
    geometric = np.prod(p, axis=0) ** (1 / 5)
    both = {"arithmetic": p.mean(axis=0), "geometric": geometric / geometric.sum(axis=1, keepdims=True)}
    for name, mean in both.items():
        measured = getattr(found, name)[-1]
        assert measured.error == (mean.argmax(axis=1) != y).mean()
        assert measured.loss == pytest.approx(-np.log(mean[np.arange(len(y)), y]).mean())
        assert measured.divergence == pytest.approx((mean * np.log(mean / full)).sum(axis=1).mean())
    assert found.alone[2].error == (p[2].argmax(axis=1) != y).mean()


@pytest.mark.parametrize("query", QUERIES)
def test_the_first_is_alone_the_full_network_is_the_runs_score_and_more_passes_change_nothing(query: str) -> None:
    found, _, _ = of(query, 4)
    score = trained(query).scores(60).dropout
    assert (found.full.loss, 1 - found.full.error) == pytest.approx((score.test, score.accuracy), nan_ok=True)
    for one in (found.arithmetic[0], found.geometric[0]):
        assert one == pytest.approx(found.alone[0], nan_ok=True)
    again, more = of(query, 4)[0], of(query, 6)[0]
    assert repr(again) == repr(found)
    assert repr(more.arithmetic[:4]) == repr(found.arithmetic)
    assert all(one.divergence >= 0 for one in (*more.arithmetic, *more.geometric))


def test_a_curve_has_one_mean() -> None:
    found, evaluation, theta = of(QUERIES[2], 3)
    data = evaluation.data
    mean = evaluation.passes(theta, data.x_test, 3, 60).mean(axis=0)
    assert found.arithmetic == found.geometric
    assert found.arithmetic[-1].loss == pytest.approx(np.square(mean - data.y_test).mean())
    assert np.isnan(found.full.error)


def test_without_dropout_every_subnetwork_is_the_full_network() -> None:
    run = trained("hidden=5&place=none&steps=20")
    found = ensemble(Evaluation(RunSpec.from_query(run.query), run.data), run.theta(0, 20), 3, 20)
    assert {round(one.loss, 12) for one in (*found.alone, *found.arithmetic, found.full)} == {
        round(found.full.loss, 12)
    }
    assert found.geometric[-1].divergence == pytest.approx(0, abs=1e-14)


def test_logits_of_any_size_have_finite_means() -> None:
    y = np.array([0, 1])
    means = Means(np.array([[900.0, 0.0], [0.0, 900.0]]), y, "classes")
    for z in ([[900.0, -900.0], [0.0, 1.0]], [[-900.0, 900.0], [5.0, 0.0]]):
        means.add(np.array(z))
    found = means.found()
    assert all(np.isfinite(one).all() for one in (found.arithmetic[-1], found.geometric[-1]))
    assert found.alone[0].loss == pytest.approx(
        SoftmaxCrossEntropy().forward(np.array([[900.0, -900.0], [0.0, 1.0]]), y)
    )
