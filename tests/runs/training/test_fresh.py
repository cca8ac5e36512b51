"""A trained network left in training mode: each sample has a mask of its own, and the same one whenever it is asked."""

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation
from app.runs.training.fresh import Fresh
from app.runs.training.loop import Training

SMALL = "n=40&batch=10&hidden=5,4&activation=tanh&"


def at(query: str, step: int = 30) -> tuple[Fresh, Training]:
    spec = RunSpec.from_query(query)
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.advance(step)
    return Fresh(spec), training


@pytest.mark.parametrize("method", ["dropout", "classic", "gaussian", "dropconnect", "concrete"])
def test_equal_samples_differ_by_their_masks_and_are_answered_alike_again(method: str) -> None:
    fresh, training = at(f"{SMALL}p=0.4&method={method}")
    x = np.repeat(training.data.x_test[:1], 50, axis=0)
    z = fresh.passes(training.row, x, 3)
    assert z.shape == (3, 50, 1)
    assert all(len(set(each[:, 0].tolist())) > 3 for each in z)
    assert (z[0] != z[1]).any()
    assert (Fresh(training.spec).passes(training.row, x, 2) == z[:2]).all()


def test_masks_are_none_that_it_trained_with_and_none_of_a_shared_pass() -> None:
    fresh, training = at(f"{SMALL}p=0.5")
    fresh.passes(training.row, training.data.x_test[:10], 1)
    (model,) = fresh._models.values()
    model.coins.seek(0)
    training.seek(0)
    assert (model.coins.place(1).levels() != training.model.coins.place(1).levels()).any()


def test_many_parts_are_the_pass_of_a_plain_product_by_these_masks() -> None:
    fresh, training = at(f"{SMALL}p=0.4")
    x = training.data.x_test[:1500]  # more than goes through at once
    z = fresh.passes(training.row, x, 2)
    (model,) = fresh._models.values()
    params, size = training.network.params, 750
    for part in (0, 1):
        model.coins.seek(2 + part)  # of the second pass
        rows = slice(part * size, (part + 1) * size)
        h = x[rows]
        for k in (1, 2):
            kept = model.coins.place(k).random() >= 0.4
            h = np.tanh(h @ params[f"{k}.W"] + params[f"{k}.b"]) * kept / 0.6
        assert z[1, rows] == pytest.approx(h @ params["3.W"] + params["3.b"])


def test_where_nothing_is_dropped_it_is_the_evaluation() -> None:
    fresh, training = at(f"{SMALL}place=none")
    x = training.data.x_test[:20]
    assert fresh.passes(training.row, x, 2)[1] == pytest.approx(
        Evaluation(fresh.spec, training.data).output(training.row, x)
    )
