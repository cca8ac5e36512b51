"""How many subnetworks there are and were seen: against the masks of the training itself, and sums over all masks."""

import math
from itertools import product

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.log import subnetworks
from app.runs.log.subnetworks import countable, entropy_bits, expected_distinct, sampled, subnetworks_in_parts
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation, at_once
from app.runs.training.loop import Training
from tests.web.runs import trained

SMALL = "n=30&batch=10&hidden=4,3&p=0.4&steps=200"
CHANGED = f"{SMALL}&place=0,2&change=p@12:0.1,0.7"


def masks_of(spec: RunSpec, steps: range) -> list[tuple[bool, ...]]:
    """The masks that training multiplies by, one a sample and step."""
    training = Training(spec, load(spec.data, spec.seeds.data))
    found = []
    for step in steps:
        training.seek(step)
        training.output()
        rows = np.concatenate([training.model.factors[k] != 0 for k in spec.place], axis=1)
        found += [tuple(row) for row in rows.tolist()]
    return found


@pytest.mark.parametrize("query", [SMALL, CHANGED])
def test_distinct_masks_are_those_of_the_steps_that_trained_the_network(query: str) -> None:
    spec = RunSpec.from_query(query)
    for step in (0, 1, 12, 150):
        found = at_once(subnetworks_in_parts(spec, step))
        masks = masks_of(spec, range(step))
        assert (found.masks, found.distinct) == (len(masks), len(set(masks)))
    assert found.neurons == sum(spec.sizes[k] for k in spec.place)
    assert found.distinct < found.masks


def test_the_first_subnetworks_are_those_of_the_passes_and_it_is_known_which_were_trained() -> None:
    spec = RunSpec.from_query(CHANGED)
    masks = set(masks_of(spec, range(2)))
    found = at_once(subnetworks_in_parts(spec, 2, 9))
    evaluation, theta = Evaluation(spec, load(spec.data, 1)), trained(CHANGED).theta(0, 2)
    for number, (own, met) in enumerate(zip(sampled(spec, 2, 9), found.met, strict=True)):
        at_once(evaluation.pass_in_parts(theta, evaluation.data.x_test[:2], number, 2))
        assert evaluation._passing is not None
        assert all((own[k] == (evaluation._passing.factors[k][0] != 0)).all() for k in spec.place)
        assert met == (tuple(np.concatenate([own[k] for k in spec.place]).tolist()) in masks)
    assert 0 < sum(found.met) < 9


def test_of_more_masks_than_are_compared_the_last_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subnetworks, "MASKS_MAX", 70)
    spec = RunSpec.from_query(SMALL)
    found = at_once(subnetworks_in_parts(spec, 50))
    assert (found.first, found.masks) == (43, 70)
    assert found.distinct == len(set(masks_of(spec, range(43, 50))))


@pytest.mark.parametrize(
    ("groups", "masks"),
    [([(3, (0.5,))], [4]), ([(2, (0.2,)), (3, (0.7,))], [9]), ([(2, (0.0, 0.3)), (2, (0.2, 0.3))], [5, 8]), ([], [3])],
)
def test_what_is_expected_is_the_sum_over_all_masks(groups: list, masks: list[int]) -> None:
    total = 0.0
    for mask in product((0, 1), repeat=sum(size for size, _ in groups)):
        never = 1.0
        for turn, count in enumerate(masks):
            ps = [ps[turn] for size, ps in groups for _ in range(size)]
            never *= (1 - math.prod(p if off else 1 - p for p, off in zip(ps, mask, strict=True))) ** count
        total += 1 - never
    assert expected_distinct(groups, masks) == pytest.approx(total)


def test_of_very_many_subnetworks_hardly_any_comes_twice_and_nothing_overflows() -> None:
    assert expected_distinct([(2000, (0.5,))], [16000]) == pytest.approx(16000)
    assert expected_distinct([(12, (0.5,))], [10**9]) == pytest.approx(4096)
    assert expected_distinct([(60, (0.1,)), (60, (0.2,)), (60, (0.3,))], [10]) is None


def test_the_effective_number_is_all_of_them_at_one_half_and_one_where_nothing_is_dropped() -> None:
    assert [entropy_bits(p) for p in (0.5, 0.0)] == [1, 0]
    assert 20 * entropy_bits(0.2) == pytest.approx(14.4, abs=0.05)  # theory's example
    half = at_once(subnetworks_in_parts(RunSpec.from_query(f"{SMALL}&change=p@3:0.5,0.5"), 5))
    assert half.bits == half.neurons == 7


@pytest.mark.parametrize(
    ("query", "yes"), [("", True), ("method=gaussian", False), ("method=dropconnect", False), ("place=none", False)]
)
def test_only_neurons_that_are_on_or_off_are_counted(query: str, yes: bool) -> None:
    assert countable(RunSpec.from_query(query)) is yes
