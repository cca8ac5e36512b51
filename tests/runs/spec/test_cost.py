"""What a run costs is known by its spec, before anything of it is made."""

import pytest

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.spec.cost import cost, evaluated_at_once
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation
from app.runs.training.loop import Training

HEAVIEST = "data=digits&n=4000&hidden=256,256,256,256,256,256&batch=90&steps=300"


def of(query: str):  # type: ignore[no-untyped-def]
    return cost(RunSpec.from_query(query))


@pytest.mark.parametrize("query", ["", "data=circles", "data=xor", "data=blobs", "data=spiral", "data=curve"])
def test_the_first_scenes_are_computed_at_once(query: str) -> None:
    found = of(query)
    assert found.outcome_at_once
    assert found.frame_at_once
    assert not found.heavy


def test_digits_leave_their_outcomes_to_the_worker_and_are_not_heavy() -> None:
    found = of("data=digits")
    assert not found.outcome_at_once
    assert found.frame_at_once
    assert not found.heavy


@pytest.mark.parametrize("query", [HEAVIEST, "hidden=256,256,256,256,256,256&n=5000&batch=64&steps=300"])
def test_the_heaviest_runs_are_neither_computed_at_once_nor_light(query: str) -> None:
    found = of(query)
    assert not found.outcome_at_once
    assert not found.frame_at_once
    assert found.heavy


def test_operations_count_and_not_parameters() -> None:
    assert of("hidden=32,32,32").outcome_at_once is not of("hidden=32,32,32&n=5000").outcome_at_once
    assert of("data=digits&method=dropconnect").seconds > 1.5 * of("data=digits").seconds
    assert not of("method=dropconnect&inference=moments").outcome_at_once
    assert of("hidden=32,32,32&n=5000").seconds > 2 * of("hidden=32,32,32").seconds


@pytest.mark.parametrize(
    "query",
    [
        "",
        "data=digits&steps=40",
        "data=digits&n=200&hidden=256,256,256&batch=32&steps=20",
        "method=dropconnect",
        "data=digits&method=dropconnect&steps=40",
    ],
)
def test_bytes_are_at_least_those_that_are_held(query: str) -> None:
    spec = RunSpec.from_query(query)
    data, found = load(spec.data, spec.seeds.data), cost(spec)
    training = Training(spec, data)
    evaluation = Evaluation(spec, data)
    evaluation.learned(training.row)
    assert evaluation._bound is not None
    held = sum(layer.y.nbytes for layer in evaluation._bound.dense)
    assert training.nbytes + held <= found.job
    assert training.nbytes <= found.run
    log = ArmLog(spec)
    rows = 0 if log.rows is None else log.rows.nbytes
    assert rows + log.losses.nbytes + log.scores.nbytes <= found.log == log.nbytes


def test_what_goes_through_a_network_at_once_is_bounded_in_bytes() -> None:
    assert evaluated_at_once(37) == 1024
    assert evaluated_at_once(1742) * 1742 * 8 <= 2 << 20
