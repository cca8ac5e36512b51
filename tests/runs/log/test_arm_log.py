"""Logs of one arm: their bounds, forks, and who waits for them."""

import asyncio

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.spec import budget
from app.runs.spec.budget import keeps_rows, key_steps
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Chunk
from app.runs.training.job import Job

SMALL = "steps=100"
LARGE = "data=digits&hidden=128,128&n=100&steps=400"


def filled(query: str) -> ArmLog:
    spec = RunSpec.from_query(query)
    log, job = ArmLog(spec), Job(spec, None)
    while not log.ended:
        log.append(job.slice(iter(range(10**9)).__next__, 40))
    return log


@pytest.mark.parametrize(("query", "rows"), [("", True), (SMALL, True), (LARGE, False)])
def test_the_estimate_of_bytes_is_that_of_what_is_held(query: str, rows: bool) -> None:
    log = filled(query)
    assert keeps_rows(log.spec.training.steps, log.spec.parameters) == rows
    held = log.losses.nbytes + log.scores.nbytes + sum(state.nbytes for state in log.states.values())
    held += 0 if log.rows is None else log.rows.nbytes
    assert held <= 1.2 * log.nbytes
    assert log.nbytes <= 1.2 * held + 4096


@pytest.mark.parametrize(
    "query",
    [
        "",
        "steps=20000&hidden=8",
        "steps=1000&hidden=32,32",
        LARGE,
        "data=digits&hidden=256,256&n=300&batch=10&steps=1500",
        "data=digits&hidden=256,256&n=300&batch=8&steps=400",
    ],
)
def test_a_log_is_bounded_to_a_few_megabytes(query: str) -> None:
    spec = RunSpec.from_query(query)
    rows = budget.ROWS_BYTES if keeps_rows(spec.training.steps, spec.parameters) else 0
    one_state = 12 * spec.parameters  # however large, there are two: the first and perhaps one more
    assert ArmLog(spec).nbytes <= rows + max(budget.STATES_BYTES, 2 * one_state) + 500_000


def test_forked_logs_share_the_past_and_nothing_after() -> None:
    parent = filled(SMALL)
    assert parent.rows is not None
    child = ArmLog(RunSpec.from_query("steps=100&change=p@50:0.5"))
    parent.fork(child, 50)
    assert child.rows is not None
    assert (child.losses[:50] == parent.losses[:50]).all()
    assert np.isnan(child.losses[50:]).all()  # the loss at 50 is the first with the new p
    assert (child.rows[:51] == parent.rows[:51]).all()
    assert (child.scores[child.points <= 50] == parent.scores[parent.points <= 50]).all()
    assert np.isnan(child.scores[child.points > 50]).all()
    assert max(child.states) <= 50


def test_the_last_state_is_at_or_before_a_step() -> None:
    log = filled("steps=200")
    every = key_steps(log.spec.training.steps, log.spec.parameters)
    assert sorted(log.states) == list(range(0, 201, every))
    for step in (0, 1, every - 1, every, every + 1, 200):
        assert log.last_state(step).step == step // every * every


def test_a_chunk_wakes_those_who_wait() -> None:
    async def main() -> None:
        log = ArmLog(RunSpec.from_query(SMALL))
        waiting = [asyncio.create_task(log.grown()) for _ in range(3)]
        waiting[0].cancel()
        await asyncio.sleep(0)
        assert not any(task.done() for task in waiting[1:])
        log.append(Chunk(0, np.ones(5, np.float32), None, [], []))
        await asyncio.gather(*waiting[1:])
        assert log.head == 4
        assert log.ended == ""

    asyncio.run(main())


def test_a_chunk_that_repeats_the_past_moves_the_head_not_back() -> None:
    log = filled(SMALL)
    log.append(Chunk(0, log.losses[:10].copy(), None, [], [], "complete"))
    assert log.head == 100
    assert load(log.spec.data, log.spec.seeds.data).x.shape == (100, 2)
