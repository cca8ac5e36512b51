"""Scores with dropout off, against plain NumPy."""

import math

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation, confused
from app.runs.training.loop import Training
from app.runs.training.model import training_model


def plain_output(query: str, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The network in four lines, no dropout."""
    spec, start = RunSpec.from_query(query), 0
    for k in range(len(spec.sizes) - 1):
        inputs, outputs = spec.sizes[k : k + 2]
        block = theta[start : (start := start + (inputs + 1) * outputs)].reshape(inputs + 1, outputs)
        x = x @ block[:-1] + block[-1]
        x = np.maximum(x, 0) if k < len(spec.net.hidden) else x
    return x


def trained(query: str, steps: int) -> tuple[Evaluation, np.ndarray, RunSpec]:
    spec = RunSpec.from_query(query)
    data = load(spec.data, spec.seeds.data)
    training = Training(spec, data)
    training.advance(steps)
    return Evaluation(spec, data), training.network.theta.copy(), spec


def test_binary_scores_are_the_mean_cross_entropy_and_the_share_that_is_right() -> None:
    query = "hidden=6,5&activation=relu&p=0.5"
    evaluation, theta, _ = trained(query, 30)
    data, score = evaluation.data, evaluation.score(theta)
    for found, x, y in ((score.clean, data.x, data.y), (score.test, data.x_test, data.y_test)):
        probability = 1 / (1 + np.exp(-plain_output(query, theta, x)))
        wanted = -np.mean(np.where(y == 1, np.log(probability), np.log(1 - probability)))
        assert found == pytest.approx(wanted, rel=1e-12)
    right = (plain_output(query, theta, data.x_test) > 0) == (data.y_test == 1)
    assert score.accuracy == right.mean()


def test_digits_scores_are_softmax_cross_entropy() -> None:
    query = "data=digits&hidden=12&n=100&activation=relu"
    evaluation, theta, _ = trained(query, 20)
    data, score = evaluation.data, evaluation.score(theta)
    z = plain_output(query, theta, data.x_test)
    chances = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    assert score.test == pytest.approx(-np.log(chances[np.arange(len(z)), data.y_test]).mean(), rel=1e-12)
    assert score.accuracy == (z.argmax(axis=1) == data.y_test).mean()


def test_regression_scores_are_the_mean_squared_error_and_have_no_accuracy() -> None:
    query = "data=curve&hidden=6&activation=relu"
    evaluation, theta, _ = trained(query, 20)
    data, score = evaluation.data, evaluation.score(theta)
    assert score.test == pytest.approx(((plain_output(query, theta, data.x_test) - data.y_test) ** 2).mean())
    assert score.clean == pytest.approx(((plain_output(query, theta, data.x) - data.y) ** 2).mean())
    assert math.isnan(score.accuracy)


def test_evaluation_has_no_dropout_and_draws_nothing() -> None:
    evaluation, theta, spec = trained("p=0.9", 5)
    assert not evaluation.model.dropouts
    assert evaluation.score(theta) == evaluation.score(theta)
    assert training_model(spec).dropouts  # the spec does have dropout


def test_hidden_activations_are_those_of_the_whole_network() -> None:
    evaluation, theta, spec = trained("hidden=6,5&activation=relu", 5)
    hidden = evaluation.hidden(theta, evaluation.data.x)
    assert [h.shape[1] for h in hidden] == list(spec.net.hidden)
    first = theta[: 3 * 6].reshape(3, 6)
    assert hidden[0] == pytest.approx(np.maximum(evaluation.data.x @ first[:-1] + first[-1], 0))


@pytest.mark.parametrize(
    "query", ["hidden=7,5&activation=relu&n=90", "data=curve&hidden=6", "data=digits&hidden=12,9&n=100"]
)
def test_what_is_learned_is_found_in_the_pass_of_the_score_and_is_what_the_server_computes(query: str) -> None:
    evaluation, theta, spec = trained(query, 20)
    score, learned = evaluation.learned(theta)
    data, other = evaluation.data, Evaluation(spec, evaluation.data)
    assert np.array_equal(score, other.score(theta), equal_nan=True)
    alive = [(h != 0).any(axis=0) for h in other.hidden(theta, data.x)]
    assert learned.dead == [[] if spec.net.activation != "relu" else np.flatnonzero(~seen).tolist() for seen in alive]
    if data.task == "classes":
        said = other.classes(other.output(theta, data.x_test))
        assert learned.confusion is not None
        assert (learned.confusion == confused(data.y_test, said, 10)).all()
        assert learned.confusion.sum() == len(data.x_test)
        assert (learned.guesses == said[:6]).all()
        assert learned.shown is None
    else:
        assert learned.shown == pytest.approx(other.output(theta, data.shown)[:, 0], rel=1e-5, abs=1e-6)
        assert learned.confusion is None


def test_a_dead_neuron_is_seen_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.runs.training.evaluation.evaluated_at_once", lambda units: 33)
    evaluation, theta, _ = trained("hidden=6,5&activation=relu", 30)
    first = theta[: 3 * 6].reshape(3, 6)
    first[:, 4], first[2, 4] = 0, -1
    pauses = sum(1 for _ in evaluation.learned_in_parts(theta))
    count = len(evaluation.data.x) + len(evaluation.data.x_test)
    assert pauses == -(-count // 33) + -(-len(evaluation.data.shown) // 33)
    assert 4 in evaluation.learned(theta)[1].dead[0]
    whole = Evaluation(evaluation.spec, evaluation.data)
    monkeypatch.undo()
    assert evaluation.score(theta) == pytest.approx(whole.score(theta), rel=1e-12)


def test_the_clean_loss_alone_is_that_of_the_score() -> None:
    evaluation, theta, _ = trained("data=notebook&hidden=6,5", 20)
    assert evaluation.clean(theta) == pytest.approx(evaluation.score(theta).clean, rel=1e-12)


@pytest.mark.parametrize("other", ["p=0.7&seed=3", "place=0", "n=33&batch=20"])
def test_who_uses_the_networks_of_another_arms_evaluation_finds_the_same(other: str) -> None:
    first, _, _ = trained("hidden=6,5", 3)
    own, theta, spec = trained(f"hidden=6,5&{other}", 20)
    first.score(theta)
    like = Evaluation(spec, own.data, first)
    assert like.score(theta) == own.score(theta)
    assert (like.output(theta, own.data.x_test) == own.output(theta, own.data.x_test)).all()
