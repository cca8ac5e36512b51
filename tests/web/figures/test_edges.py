"""Which edges are drawn, and how strong."""

import numpy as np
import pytest

from app.web.figures.edges import STRONGEST, drawn_alone, gradient_bytes, strongest, weight_bytes
from app.web.moment import Moment
from tests.web.runs import unscored

WIDE = "data=digits&steps=60"
NOBODY = (np.zeros(3, bool), np.zeros(4, bool))


@pytest.mark.parametrize(("weight", "byte"), [(0, 128), (1, 192), (-1, 64), (1e9, 255), (-1e9, 1), (0.5, 170)])
def test_a_weight_is_one_byte_with_its_sign(weight: float, byte: int) -> None:
    assert weight_bytes(np.array([float(weight)])).tolist() == [byte]


def test_a_gradient_is_a_share_of_the_largest_and_0_where_nothing_flows() -> None:
    assert gradient_bytes(np.array([0.0, 2.0, -2.0, 1.0, -1e-9]), 2.0).tolist() == [0, 255, 1, 192, 128]
    assert gradient_bytes(np.zeros(3), 0.0).tolist() == [0, 0, 0]


def test_of_equal_edges_the_first_row_by_row_comes_first() -> None:
    values = np.array([[1.0, -3.0, 2.0, 3.0], [2.0, 3.0, 0.0, -2.0], [0.5, 2.0, -3.0, 1.0]])
    assert strongest(values, NOBODY, 6).tolist() == [1, 3, 5, 10, 2, 4]
    assert strongest(values, NOBODY, 99).tolist() == [1, 3, 5, 10, 2, 4, 7, 9, 0, 11, 8]


def test_none_begins_or_ends_at_a_dropped_neuron_and_the_next_strongest_take_their_room() -> None:
    values = np.array([[9.0, 8.0, 1.0], [7.0, 2.0, -3.0]])
    off = np.array([False, False]), np.array([True, False, False])
    assert strongest(values, off, 3).tolist() == [1, 5, 4]
    assert strongest(values, (np.array([True, True]), off[1]), 3).tolist() == []


@pytest.mark.parametrize("sample", [0, 5])
def test_on_digits_the_strongest_are_those_of_a_plain_search(sample: int) -> None:
    moment = Moment(unscored(WIDE), 40, sample)
    off = moment.off
    for k, weights in enumerate(moment.weights):
        live = [
            (-abs(float(w)), flat)
            for flat, w in enumerate(weights.ravel())
            if not off[k][flat // weights.shape[1]] and not off[k + 1][flat % weights.shape[1]]
        ]
        wanted = [divmod(flat, weights.shape[1]) for _, flat in sorted(live)[:STRONGEST]]
        assert [(i, j) for i, j, _ in drawn_alone(weights, (off[k], off[k + 1]), False)] == wanted


@pytest.mark.parametrize(
    "query",
    [
        "steps=60",
        "steps=60&activation=tanh&place=0,2",
        "data=curve&steps=60",
        WIDE,
        "method=dropconnect&steps=60",
        "method=gaussian&steps=60",
    ],
)
def test_the_gradients_of_all_samples_add_up_to_the_steps(query: str) -> None:
    run = unscored(query)
    record = run.record(40)
    for k, grad in enumerate(record.weight_grads):
        total = sum(Moment(run, 40, sample).weight_gradients[k] for sample in range(run.spec.training.batch))
        assert total == pytest.approx(grad, rel=1e-9, abs=1e-15)
