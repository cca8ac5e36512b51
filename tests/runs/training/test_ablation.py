"""A network without some of its neurons, against a plain forward pass whose activations are set to 0."""

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training import ablation
from app.runs.training.ablation import left_in_parts, without
from app.runs.training.evaluation import Evaluation, at_once
from app.runs.training.loop import Training

ACT = {"relu": lambda a: np.maximum(a, 0), "tanh": np.tanh}


def arm(query: str, step: int = 30) -> tuple[Evaluation, Training]:
    spec = RunSpec.from_query(query)
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.advance(step)
    return Evaluation(spec, training.data), training


def plain(training: Training, gates: dict[int, np.ndarray]) -> tuple[float, float]:
    """Loss and accuracy in plain NumPy: binary, or of classes."""
    params, data, last = training.network.params, training.data, len(training.spec.sizes) - 1
    x = data.x_test
    for k in range(1, last + 1):
        x = x @ params[f"{k}.W"] + params[f"{k}.b"]
        if k < last:
            x = ACT[training.spec.dense.activation](x) * gates.get(k - 1, 1.0)
    if data.task == "binary":
        right, p = (x > 0) == (data.y_test == 1), 1 / (1 + np.exp(-x))
        return float(-np.log(np.where(data.y_test == 1, p, 1 - p)).mean()), float(right.mean())
    p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    return float(-np.log(p[np.arange(len(x)), data.y_test]).mean()), float((x.argmax(axis=1) == data.y_test).mean())


@pytest.mark.parametrize(
    "query",
    [
        "hidden=6,5,4&activation=relu&p=0.3&n=60&batch=20",
        "hidden=6,5,4&activation=tanh&place=none&n=60&batch=20",
        "data=digits&hidden=12,9,7&n=50&batch=25&p=0.5",
        "hidden=6,5,4&activation=tanh&method=concrete&n=60&batch=20",
        "hidden=6,5,4&activation=tanh&method=dropconnect&n=60&batch=20",
    ],
)
@pytest.mark.parametrize("step", [0, 30])
def test_what_is_left_is_what_a_plain_pass_gives(query: str, step: int) -> None:
    evaluation, training = arm(query, step)
    widths = training.spec.dense.hidden
    many = ablation.FEW + 1
    ways = [
        {},
        without(widths, [(0, 2)]),
        without(widths, [(2, 0)]),
        without(widths, [(1, 0), (1, 3)]),
        without(widths, [(0, 1), (2, 1), (0, 5)]),
        without(widths, [(0, unit) for unit in range(min(many, widths[0]))]),
        {layer: np.linspace(0, 2, width) for layer, width in enumerate(widths)},
    ]
    found = at_once(left_in_parts(evaluation, training.row, ways, step))
    assert np.array(found) == pytest.approx(np.array([plain(training, gates) for gates in ways]), rel=1e-9)
    score = evaluation.score(training.row, step)
    assert found[0] == pytest.approx((score.test, score.accuracy), rel=1e-12)


def test_the_classic_form_scales_what_is_left_as_its_evaluation_does() -> None:
    evaluation, training = arm("hidden=6,5&activation=tanh&method=classic&p=0.4&n=60&batch=20")
    gate = np.array([1, 0, 1, 1, 0, 1.0])
    left = at_once(left_in_parts(evaluation, training.row, [without((6, 5), [(0, 1), (0, 4)])], 30))[0]
    loss, accuracy = plain(training, {0: gate * 0.6, 1: np.full(5, 0.6)})
    assert left == pytest.approx((loss, accuracy))


@pytest.mark.parametrize("query", ["method=classic&p=0.4&activation=tanh", "norm=before&p=0.2", "norm=after&p=0.2"])
def test_sums_that_are_corrected_are_those_that_are_made_again(monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    evaluation, training = arm(f"hidden=6,5&n=60&batch=20&{query}")
    ways = [{}, without((6, 5), [(0, 1)]), without((6, 5), [(0, 1), (1, 4)]), {1: np.linspace(0, 2, 5)}]
    corrected = at_once(left_in_parts(evaluation, training.row, ways, 30))
    monkeypatch.setattr(ablation, "FEW", -1)
    again = at_once(left_in_parts(evaluation, training.row, ways, 30))
    assert np.array(corrected) == pytest.approx(np.array(again), rel=1e-12)
    assert corrected[0].loss != pytest.approx(corrected[1].loss)


def test_by_moments_a_neuron_that_is_off_scatters_nothing() -> None:
    evaluation, training = arm("hidden=6,5&activation=tanh&method=dropconnect&inference=moments&p=0.3&n=60&batch=20")
    theta, params = training.network.theta.copy(), training.network.params
    found = at_once(left_in_parts(evaluation, theta, [{}, without((6, 5), [(0, 1)])], 30))
    for name, where in {"1.W": (slice(None), 1), "1.b": 1, "2.W": 1}.items():  # what it reads, and who reads it
        params[name][where] = 0
    (gone,) = at_once(left_in_parts(evaluation, training.network.theta, [{}], 30))
    assert found[1] == pytest.approx(gone)
    assert found[0].loss != pytest.approx(gone.loss)


def test_a_curve_has_losses_and_no_accuracy() -> None:
    evaluation, training = arm("data=curve&hidden=6,5")
    (left,) = at_once(left_in_parts(evaluation, training.row, [{}], 30))
    assert left.loss == pytest.approx(evaluation.score(training.row).test)
    assert np.isnan(left.accuracy)


def test_parts_of_the_test_set_come_to_the_same_while_others_use_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluation, training = arm("hidden=6,5&n=60&batch=20")
    ways = [{}, without((6, 5), [(0, 1)]), without((6, 5), [(1, 1)])]
    whole = at_once(left_in_parts(evaluation, training.row, ways))
    monkeypatch.setattr(ablation, "PART_SECONDS", 1e-4)
    rows, parts = ablation.rows_at_once(training.spec, 2000), left_in_parts(evaluation, training.row, ways)
    pauses, found = 0, None
    while found is None:
        try:
            next(parts)
            pauses += 1
            evaluation.output(0 * training.row, training.data.x_test[:3])
        except StopIteration as end:
            found = end.value
    assert np.array(found) == pytest.approx(np.array(whole), rel=1e-12)
    assert rows < 1000
    assert pauses == -(-2000 // rows) * (1 + len(ways))
