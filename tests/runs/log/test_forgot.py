"""A test set predicted in training mode: as the sums over its predictions say, and worse than evaluation."""

import numpy as np
import pytest

from app.runs.log.forgot import forgot_in_parts
from app.runs.training.evaluation import at_once
from app.runs.training.fresh import Fresh
from tests.web.runs import trained


@pytest.mark.parametrize("query", ["steps=60", "data=digits&hidden=16,16&steps=60", "data=curve&steps=60"])
def test_answers_are_of_the_test_set_and_the_evaluated_one_is_the_runs_score(query: str) -> None:
    run = trained(query)
    fresh, theta, data = Fresh(run.spec), run.theta(0, 60), run.data
    found = at_once(forgot_in_parts(run.evaluations[0], fresh, theta, 60, 3))
    score = run.scores(60).dropout
    assert (found.evaluated.loss, found.evaluated.accuracy) == pytest.approx((score.test, score.accuracy), nan_ok=True)
    z = fresh.passes(theta, np.concatenate([data.x_test, data.shown]), 3, 60)
    assert [len(answer.shown) for answer in found.given] == [len(data.shown)] * 3
    for answer, each in zip(found.given, z, strict=True):
        tested, shown = each[: len(data.x_test)], each[len(data.x_test) :, 0]
        assert (answer.shown == shown).all()
        assert answer.loss == pytest.approx(run.evaluations[0]._loss.forward(tested, data.y_test))
        if data.task == "classes":
            assert answer.accuracy == (tested.argmax(axis=1) == data.y_test).mean()
            assert answer.said.tolist() == tested[:6].argmax(axis=1).tolist()
    assert len({answer.loss for answer in found.given}) == 3
    assert len(found.given[0].said) == (6 if data.bounds is None else 0)


def test_the_twin_has_nothing_to_forget() -> None:
    run = trained("steps=60")
    found = at_once(forgot_in_parts(run.evaluations[1], Fresh(run.logs[1].spec), run.theta(1, 60), 60, 2))
    assert found.given[0].accuracy == found.given[1].accuracy == found.evaluated.accuracy
