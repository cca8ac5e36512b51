"""How each method is evaluated, and Monte-Carlo: passes with masks on, each with one mask for all inputs."""

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation, at_once
from app.runs.training.loop import Training
from app.runs.training.masks_on import MasksOn
from tests.web.runs import trained

SMALL = "n=40&batch=10&hidden=5,4&activation=tanh&p=0.4&"


def at(query: str, step: int = 30) -> tuple[Evaluation, Training]:
    spec = RunSpec.from_query(query)
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.advance(step)
    return Evaluation(spec, training.data), training


def by_hand(training: Training, x: np.ndarray, factors: dict[int, float]) -> np.ndarray:
    """z where each place's neurons are multiplied by one number."""
    params, last = training.network.params, len(training.spec.sizes) - 1
    for k in range(1, last + 1):
        x = x * factors.get(k - 1, 1.0) @ params[f"{k}.W"] + params[f"{k}.b"]
        x = np.tanh(x) if k < last else x
    return x


@pytest.mark.parametrize("method", ["dropout", "gaussian", "dropconnect", "concrete"])
def test_inverted_forms_are_evaluated_as_if_there_were_no_masks(method: str) -> None:
    evaluation, training = at(f"{SMALL}method={method}")
    x = training.data.x_test[:7]
    assert evaluation.output(training.row, x, 30) == pytest.approx(by_hand(training, x, {}))


def test_the_classic_form_is_scaled_by_1_minus_the_p_in_force() -> None:
    evaluation, training = at(f"{SMALL}method=classic&place=1,2&change=p@20:0.1,0.7")
    x = training.data.x_test[:7]
    before, after = evaluation.output(training.row, x, 19), evaluation.output(training.row, x, 20)
    assert before == pytest.approx(by_hand(training, x, {1: 0.6, 2: 0.6}))
    assert after == pytest.approx(by_hand(training, x, {1: 0.9, 2: 0.3}))
    assert evaluation.score(training.row, 19) != evaluation.score(training.row, 20)


def test_moments_are_nearer_to_the_mean_over_masks_than_the_mean_weights_are() -> None:
    query = "hidden=12,12&p=0.5&method=dropconnect&inference="
    moments, training = at(query + "moments", 200)
    mean = Evaluation(RunSpec.from_query(query + "mean"), training.data)
    x = training.data.shown[::7]
    predict = training.loss.predict
    wanted = predict(moments.passes(training.row, x, 500)).mean(axis=0)
    far, near = (np.abs(predict(of.output(training.row, x)) - wanted).mean() for of in (mean, moments))
    assert near < 0.6 * far


@pytest.mark.parametrize("method", ["dropout", "classic", "gaussian", "dropconnect", "concrete"])
def test_a_pass_has_one_mask_for_all_inputs_and_is_the_same_whenever_it_is_asked_for(method: str) -> None:
    evaluation, training = at(f"{SMALL}method={method}")
    x = np.repeat(training.data.x_test[:3], 2, axis=0)
    z = evaluation.passes(training.row, x, 6)
    assert z.shape == (6, 6, 1)
    assert (z[:, ::2] == z[:, 1::2]).all()  # the same input, the same mask
    assert len({float(each) for each in z[:, 0, 0]}) > 1
    assert (evaluation.passes(training.row, x, 3) == z[:3]).all()
    assert evaluation.passes(training.row, x[:2], 6) == pytest.approx(z[:, :2])
    other = Evaluation(RunSpec.from_query(f"{SMALL}method={method}&seed.masks=2"), training.data)
    assert (other.passes(training.row, x, 6) != z).any()


def test_nothing_passes_differently_where_nothing_is_dropped() -> None:
    evaluation, training = at("place=none&hidden=5")
    z = evaluation.passes(training.row, training.data.x_test[:4], 3)
    assert (z == z[0]).all()


def test_passes_pause_after_each_part_and_leave_the_evaluation_as_it_was() -> None:
    evaluation, training = at(SMALL)
    x, before = training.data.shown, evaluation.score(training.row)
    parts = evaluation.passes_in_parts(training.row, x, 4)
    assert sum(1 for _ in parts) == 4
    assert evaluation.score(training.row) == before


@pytest.mark.parametrize(
    ("query", "points"), [("steps=20", 1024), ("data=curve&steps=20", 96), ("data=digits&steps=4", 6)]
)
def test_a_run_says_mean_and_spread_of_its_passes(query: str, points: int) -> None:
    run = trained(query)
    found = at_once(run.passes_in_parts(4, 8))
    outputs = run.sizes[-1]
    assert found.said.shape == (8, points, outputs)
    assert found.mean.shape == found.spread.shape == (points, outputs)
    assert found.spread.max() > 0
    if outputs == 10:
        assert found.mean.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("each", ["sample", "batch"])
def test_masks_of_weights_cost_loss_as_others_do(each: str) -> None:
    query = f"n=60&hidden=12,12&p=0.5&flip=0&steps=300&method=dropconnect&each={each}"
    evaluation, training = at(query, 200)
    clean = evaluation.score(training.row).clean
    masks_on = MasksOn(training.spec, training.data)
    found = masks_on.loss(training.row, 3, 200, clean)
    assert found == masks_on.loss(training.row, 3, 200, clean)
    assert found.loss > clean
    assert found.penalty == 0


def test_learned_p_has_its_penalty_in_the_loss_with_masks_on() -> None:
    _, training = at("method=concrete&hidden=4&length=20", 40)
    training.forward()
    assert training.penalty > 0.1
    masks_on = MasksOn(training.spec, training.data)
    found = masks_on.loss(training.row, 0, 40, 0.0)
    assert found.loss > found.penalty == training.penalty
