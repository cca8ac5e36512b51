"""Replay: any recorded step again, as it was in sequential training."""

import asyncio
import contextlib
import itertools
import random

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.log.busy import Busy
from app.runs.log.replay import Replay
from app.runs.log.run import Run
from app.runs.spec.budget import key_steps
from app.runs.spec.cost import CURSORS
from app.runs.spec.run_spec import RunSpec
from app.runs.training.job import Job
from app.runs.training.loop import Training

KEPT = "steps=150&p=0.5&change=p@70:0.2;lr@80:0.01"
KEYED = "data=digits&n=80&hidden=128,128&batch=8&steps=150&p=0.5&change=p@70:0.2;lr@80:0.01"

OTHERS = [
    "steps=150&hidden=6,5&p=0.5&method=classic&change=p@70:0.2;lr@80:0.01",
    "steps=150&hidden=6,5&p=0.5&method=gaussian&change=p@70:0.2",
    "steps=150&hidden=6,5&p=0.5&place=0,2&method=dropconnect&change=p@70:0.2",
    "steps=150&hidden=6,5&method=dropconnect&each=batch&inference=moments",
    "steps=150&hidden=6,5&place=0,1&method=concrete&lr_p=0.1&decay=0.01",
    "data=digits&n=20&maps=2,3&neurons=8&batch=4&steps=150&place=0,2&method=dropblock&change=p@70:0.4",
    "data=words&n=40&batch=4&width=4&inner=4&steps=150&p=0.5&change=p@70:0.2;lr@80:0.01",
    "data=digits&n=80&blocks=3&width=6&steps=150&method=stochastic_depth&p=0.7&change=p@70:0.2",
    "data=digits&n=80&blocks=3&width=6&steps=150&method=layerdrop&p=0.5",
    "data=memory&n=60&delay=4&cells=5&batch=8&steps=150&gates=untied&change=p@70:0.5",
    "data=digits&n=60&cells=4&batch=8&steps=150&method=naive&clip=0.5&change=p@70:0.5;lr@80:0.01",
    "steps=150&hidden=6,5&p=0.5&norm=before&warmup=90&change=p@70:0.2;lr@80:0.01",
    "data=digits&n=60&hidden=8,6&batch=12&steps=150&norm=after&shift=2&place=0,1,2&method=gaussian",
]
KEYED_OTHERS = [
    "data=digits&n=80&hidden=128,128&batch=8&steps=150&place=1,2&method=concrete",
    "data=digits&n=80&hidden=128,128&batch=8&steps=150&norm=after&shift=1&warmup=100&change=lr@80:0.01",
]


def logged(query: str, scored: bool = False) -> ArmLog:
    """Of an arm to its end. scored: at its evaluations; no step is what it is by one."""
    spec = RunSpec.from_query(query)
    log, job = ArmLog(spec), Job(spec, None)
    job.points = job.points if scored else {}
    while not log.ended:
        log.append(job.slice(itertools.count().__next__, 50))
    return log


@pytest.fixture(scope="module", params=[KEPT, KEYED, *OTHERS, *KEYED_OTHERS])
def log(request: pytest.FixtureRequest) -> ArmLog:
    made = logged(request.param)
    assert (made.rows is None) == (request.param in (KEYED, *KEYED_OTHERS))
    return made


@pytest.fixture(scope="module")
def sequence(log: ArmLog) -> list[tuple[bytes, float, list[bytes]]]:
    """Parameters, loss and masks of each step, trained from scratch without a log."""
    training, steps = Training(log.spec, load(log.spec.data, log.spec.seeds.data)), []
    for step in range(log.spec.training.steps + 1):
        theta = training.network.state.tobytes()
        loss = training.forward()
        steps.append((theta, loss, masks(training)))
        training.advance(step + 1)
    return steps


def masks(training: Training) -> list[bytes]:
    return [layer.mask.tobytes() for layer in training.model.dropouts.values()]


def orders() -> dict[str, list[int]]:
    shuffled = list(range(151))
    random.Random(1).shuffle(shuffled)
    return {"on": list(range(151)), "back": list(range(150, -1, -5)), "jumps": shuffled[:30], "again": [90, 90, 3, 90]}


@pytest.mark.parametrize("order", orders())
def test_a_step_in_any_order_is_the_step_of_sequential_training(
    log: ArmLog, sequence: list[tuple[bytes, float, list[bytes]]], order: str
) -> None:
    replay = Replay(log, load(log.spec.data, log.spec.seeds.data))
    for step in orders()[order]:
        training = replay.at(step)
        assert training.step == step
        assert training.network.state.tobytes() == sequence[step][0]
        loss = training.forward()
        assert loss == sequence[step][1]
        assert np.float32(loss) == log.losses[step]
        assert masks(training) == sequence[step][2]


def test_a_backward_pass_between_does_not_change_what_follows(
    log: ArmLog, sequence: list[tuple[bytes, float, list[bytes]]]
) -> None:
    replay = Replay(log, load(log.spec.data, log.spec.seeds.data))
    for step in (10, 11, 30, 12):
        training = replay.at(step)
        training.forward()
        training.backward()
        assert training.network.state.tobytes() == sequence[step][0]


def test_a_state_of_any_step_goes_on_as_training_did(
    log: ArmLog, sequence: list[tuple[bytes, float, list[bytes]]]
) -> None:
    replay = Replay(log, load(log.spec.data, log.spec.seeds.data))
    for step in (0, 5, 64, 70, 149):
        training = Training(log.spec, load(log.spec.data, log.spec.seeds.data))
        training.restore(replay.state(step))
        training.advance(150)
        assert training.network.state.tobytes() == sequence[150][0]


def test_viewers_at_many_places_share_a_few_trainings(log: ArmLog) -> None:
    replay = Replay(log, load(log.spec.data, log.spec.seeds.data))
    for step in range(0, 60, 12):
        for away in (0, 20, 40, 60, 80, 90):
            replay.at(step + away)
    assert len(replay._cursors) <= CURSORS


def test_a_step_is_computed_in_slices_with_turns_for_others_between(log: ArmLog) -> None:
    async def main() -> int:
        replay, turns = Replay(log, load(log.spec.data, log.spec.seeds.data)), 0
        task = asyncio.create_task(replay.ready(63))
        while not task.done():
            turns += 1
            await asyncio.sleep(0)
        assert replay.near(63, 0)
        assert replay.at(63).step == 63
        return turns

    turns = asyncio.run(main())
    assert turns > 3 if log.rows is None else turns <= 2


def test_a_server_that_goes_down_computes_no_step_to_its_end(log: ArmLog) -> None:
    async def main() -> None:
        run = Run(log, log, load(log.spec.data, log.spec.seeds.data))
        waiting = [asyncio.create_task(run.ready(step)) for step in (63, 127)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        run.close()
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        if log.rows is None:
            assert [type(answer) for answer in answers] == [Busy, Busy]
        else:
            assert answers == [None, None]

    asyncio.run(main())


def test_many_who_ask_at_once_get_their_steps_from_a_few_trainings(log: ArmLog) -> None:
    async def main() -> None:
        replay = Replay(log, load(log.spec.data, log.spec.seeds.data))
        await asyncio.gather(*(replay.ready(step) for step in range(0, 150, 7)))
        assert len(replay._cursors) <= CURSORS
        await replay.ready(77)
        assert replay.at(77).step == 77

    asyncio.run(main())


def test_who_leaves_while_a_step_is_computed_leaves_the_training_to_others(log: ArmLog) -> None:
    async def main() -> None:
        replay = Replay(log, load(log.spec.data, log.spec.seeds.data))
        task = asyncio.create_task(replay.ready(60))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await asyncio.wait_for(replay.ready(60), 10)
        assert replay.at(60).step == 60

    asyncio.run(main())


def test_a_step_that_is_not_there_is_a_clear_error(log: ArmLog) -> None:
    replay = Replay(log, load(log.spec.data, log.spec.seeds.data))
    for step in (-1, 151):
        with pytest.raises(LookupError, match=f"step must lie in 0 to 150, got {step}"):
            replay.at(step)


def test_key_steps_are_near_each_other() -> None:
    spec = RunSpec.from_query(KEYED)
    assert key_steps(spec.training.steps, spec.parameters) <= 128
