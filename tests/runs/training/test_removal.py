"""Neurons taken away at random: which ones, and what is scaled."""

import numpy as np
import pytest

from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import at_once
from app.runs.training.removal import order, removed_in_parts, scaled
from tests.runs.training.test_ablation import arm, plain

QUERY = "data=digits&hidden=6,4&n=50&batch=25"


def test_the_first_of_a_draw_are_off_and_the_others_are_scaled_by_1_over_1_minus_the_share() -> None:
    spec = RunSpec.from_query(QUERY)
    off = order(spec, 3)[:4]
    gates = scaled(spec, off)
    flat = np.concatenate([gates[0], gates[1]])
    assert [len(gate) for gate in gates.values()] == [6, 4]
    assert sorted(np.flatnonzero(flat == 0)) == sorted(off)
    assert flat[flat != 0] == pytest.approx(1 / 0.6)


def test_a_draw_is_the_same_for_both_arms_and_another_for_other_weights_and_draws() -> None:
    spec = RunSpec.from_query(f"{QUERY}&seed.masks=7")
    first = order(spec, 0).tolist()
    assert sorted(first) == list(range(10))
    assert first == order(spec.twin(), 0).tolist()
    assert first != order(spec, 1).tolist()
    assert first != order(spec.but(**{"seed.weights": "2"}), 0).tolist()


def test_each_draw_of_a_share_is_a_plain_pass_without_its_neurons() -> None:
    evaluation, training = arm(QUERY)
    found = at_once(removed_in_parts(evaluation, training.row, 30, shares=(0.0, 0.25, 0.5, 1.0), draws=3))
    assert [(of.share, of.neurons, len(of.left)) for of in found] == [(0, 0, 1), (0.25, 2, 3), (0.5, 5, 3), (1, 10, 3)]
    for of in found[1:3]:
        for draw, left in enumerate(of.left):
            gates = scaled(training.spec, order(training.spec, draw)[: of.neurons])
            assert left == pytest.approx(plain(training, gates))
        assert of.accuracy == pytest.approx(np.mean([left.accuracy for left in of.left]))
        assert of.loss == pytest.approx(np.mean([left.loss for left in of.left]))
    assert len({left.loss for left in found[1].left}) == 3
    assert len({left.loss for left in found[3].left}) == 1  # no neuron is left to tell draws apart
