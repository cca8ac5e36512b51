"""Both trainers make the same logs; a worker that dies is replaced; what is cancelled stops."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import numpy as np
import pytest

from app.runs.log.run import Run
from app.runs.serving import trainers
from app.runs.serving.store import Store
from app.runs.serving.trainers import LoopTrainer, WorkerTrainer
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Chunk

QUERIES = (
    "steps=150&p=0.4",
    "steps=150&p=0.1",
    "data=digits&n=60&hidden=128,128&batch=8&steps=70",
    "data=curve&activation=relu&optimizer=sgd&lr=3&p=0.1",
)


def with_trainer(
    kind: type[LoopTrainer] | type[WorkerTrainer],
    test: Callable[[Store, LoopTrainer | WorkerTrainer], Coroutine[None, None, None]],
) -> None:
    async def main() -> None:
        store = Store(512 << 20, 64)
        trainer = kind(store)
        await trainer.start()
        try:
            await asyncio.wait_for(test(store, trainer), 40)
        finally:
            await trainer.stop()
        await asyncio.sleep(0)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not [task for task in left if not task.cancelling()], left

    asyncio.run(main())


def content(run: Run) -> list[object]:
    parts: list[object] = [run.state, run.cause, run.head]
    for log in run.logs:
        parts += [log.losses[: run.head + 1].tobytes(), log.scores.tobytes() if run.state == "complete" else b""]
        parts += [b"" if log.rows is None else log.rows[: run.head + 1].tobytes()]
        parts += [[(at, state.theta.tobytes()) for at, state in log.states.items() if at <= run.head]]
    return parts


def test_both_trainers_make_the_same_logs_of_many_runs_at_once() -> None:
    found: dict[str, list[list[object]]] = {}

    def test(name: str) -> Callable[[Store, LoopTrainer | WorkerTrainer], Coroutine[None, None, None]]:
        async def all_at_once(store: Store, trainer: LoopTrainer | WorkerTrainer) -> None:
            runs = [store.watch(RunSpec.from_query(query)) for query in QUERIES]
            for run in runs:
                await run.finish()
            found[name] = [content(run) for run in runs]
            for run in runs:
                store.leave(run)
            assert store.counts["training"] == 0

        return all_at_once

    with_trainer(LoopTrainer, test("loop"))
    with_trainer(WorkerTrainer, test("worker"))
    assert found["loop"] == found["worker"]
    assert [parts[0] for parts in found["loop"]] == ["complete"] * 3 + ["diverged"]


def test_a_worker_that_is_killed_fails_its_runs_and_the_next_viewer_gets_a_new_one() -> None:
    async def test(store: Store, trainer: LoopTrainer | WorkerTrainer) -> None:
        assert isinstance(trainer, WorkerTrainer)
        run = store.watch(RunSpec.from_query("steps=20000"))
        await run.reach(20)
        assert trainer._process is not None
        old = trainer._process.pid
        os.kill(old, signal.SIGKILL)
        await run.finish()
        assert run.state == "failed"
        assert run.cause == "trainer gone"
        assert trainer._process is None
        async with store.open(RunSpec.from_query("steps=40")) as other:  # asked for before the new one starts
            await other.finish()
            assert other.state == "complete"
        assert trainer._process is not None
        assert trainer._process.pid != old
        store.leave(run)
        assert store.counts["watchers"] == store.counts["training"] == 0

    with_trainer(WorkerTrainer, test)


def test_what_was_asked_of_a_dead_worker_fails_and_is_not_trained_by_the_next() -> None:
    async def test(store: Store, trainer: LoopTrainer | WorkerTrainer) -> None:
        assert isinstance(trainer, WorkerTrainer)
        await store.watch(RunSpec.from_query("steps=20000")).reach(5)
        process = trainer._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        run = store.watch(RunSpec.from_query("steps=20000&seed=2"))  # nobody has seen yet that it is dead
        await run.finish()
        assert run.state == "failed"
        assert trainer._unsent == []

    with_trainer(WorkerTrainer, test)


@pytest.mark.parametrize("kind", [LoopTrainer, WorkerTrainer])
def test_a_run_that_is_left_stops_and_others_go_on(kind: type[LoopTrainer] | type[WorkerTrainer]) -> None:
    async def test(store: Store, trainer: LoopTrainer | WorkerTrainer) -> None:
        left = store.watch(RunSpec.from_query("steps=20000"))
        other = store.watch(RunSpec.from_query("steps=300&seed=2"))
        await left.reach(10)
        store.leave(left)
        head = left.head
        await other.finish()
        assert other.state == "complete"
        assert left.head == head
        assert store.counts["training"] == 0

    with_trainer(kind, test)


def test_a_worker_ends_with_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trainers, "STOP_SECONDS", 20.0)  # it is not killed

    async def test(store: Store, trainer: LoopTrainer | WorkerTrainer) -> None:
        assert isinstance(trainer, WorkerTrainer)
        await store.watch(RunSpec.from_query("steps=20000")).reach(50)  # it is up, and busy
        process = trainer._process
        assert process is not None
        await trainer.stop()
        assert process.returncode == 0

    with_trainer(WorkerTrainer, test)


def test_the_newest_run_gets_the_first_slice() -> None:
    async def test(store: Store, trainer: LoopTrainer | WorkerTrainer) -> None:
        submitted, trained = [], []
        submit, receive = trainer.submit, store.receive

        def submitting(number: int, *job: Any) -> None:
            submitted.append(number)
            submit(number, *job)

        def receiving(number: int, chunk: Chunk) -> None:
            trained.append(number)
            receive(number, chunk)

        trainer.submit, store.receive = submitting, receiving  # type: ignore[method-assign]
        runs = [store.watch(RunSpec.from_query(f"steps=20000&place=none&seed={seed}")) for seed in (1, 2, 3)]
        while not trained:
            await asyncio.sleep(0)
        assert trained == submitted[-1:]
        for run in runs:
            store.leave(run)

    with_trainer(LoopTrainer, test)


def test_a_slice_leaves_the_loop_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trainers, "SLICE_SECONDS", 0.002)

    async def test(store: Store, trainer: LoopTrainer | WorkerTrainer) -> None:
        run = store.watch(RunSpec.from_query("steps=1500"))
        turns = 0
        while run.state == "training":
            await asyncio.sleep(0)
            turns += 1
        assert turns > 5
        assert np.isfinite(run.logs[0].losses).all()
        store.leave(run)

    with_trainer(LoopTrainer, test)
