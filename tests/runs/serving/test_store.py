"""The store: runs shared among viewers, bounded, and the same again after they were dropped."""

import asyncio
import gc
import weakref
from collections.abc import Callable, Coroutine
from typing import Any

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.log.busy import Busy
from app.runs.log.run import Run
from app.runs.serving import store as store_module
from app.runs.serving.store import Store
from app.runs.serving.trainers import LoopTrainer
from app.runs.spec.budget import HEAVY_ARMS
from app.runs.spec.cost import cost
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import State
from app.runs.training.loop import Training

MB = 1 << 20


def spec(query: str) -> RunSpec:
    return RunSpec.from_query(query)


def with_store(test: Callable[[Store], Coroutine[None, None, None]], memory: int = 64 * MB, live: int = 8) -> None:
    async def main() -> None:
        store = Store(memory, live)
        trainer = LoopTrainer(store)
        await test(store)
        await trainer.stop()

    asyncio.run(asyncio.wait_for(main(), 120))


async def finished(store: Store, query: str) -> Run:
    async with store.open(spec(query)) as run:
        await run.finish()
    return run


def from_scratch(query: str) -> tuple[np.ndarray, np.ndarray]:
    """Parameters and losses of each step of the dropout arm, by the training loop alone."""
    training = Training(spec(query), load(spec(query).data, spec(query).seeds.data))
    rows, losses = [], []
    for step in range(training.spec.training.steps + 1):
        rows.append(training.network.theta.astype(np.float32))
        losses.append(training.forward())
        training.advance(step + 1)
    return np.array(rows), np.array(losses, np.float32)


class NoTrainer:
    """Takes jobs and never trains."""

    def __init__(self, store: Store) -> None:
        self.jobs: dict[int, State | None] = {}
        store.trainer = self

    def submit(self, number: int, spec: RunSpec, state: State | None) -> None:
        self.jobs[number] = state

    def cancel(self, number: int) -> None:
        del self.jobs[number]


def test_viewers_of_one_link_share_one_run() -> None:
    async def test(store: Store) -> None:
        async with store.open(spec("steps=50")) as one, store.open(spec("steps=50&p=0.2")) as other:
            assert one is other
            assert store.counts["training"] == 2
            assert store.counts["watchers"] == 4

    with_store(test)


@pytest.mark.parametrize("change", ["p=0.4", "place=1", "seed.masks=3"])
def test_runs_that_differ_in_dropout_alone_share_a_twin_that_is_trained_once(change: str) -> None:
    async def test(store: Store) -> None:
        one = await finished(store, "steps=50")
        submitted: list[RunSpec] = []
        trainer = store.trainer
        assert isinstance(trainer, LoopTrainer)
        submit = trainer.submit
        trainer.submit = lambda number, spec, state: (submitted.append(spec), submit(number, spec, state))[1]  # type: ignore[method-assign]
        other = await finished(store, f"steps=50&{change}")
        assert other.logs[1] is one.logs[1]
        assert other.logs[0] is not one.logs[0]
        assert submitted == [spec(f"steps=50&{change}")]

    with_store(test)


@pytest.mark.parametrize(
    ("parent", "change"),
    [
        ("steps=120", "p@50:0.5"),
        ("steps=120", "lr@50:0.001"),
        ("steps=120&optimizer=momentum&lr=0.005", "decay@64:0.05"),
        ("steps=120&change=p@20:0.5", "p@90:0.1"),
        ("data=digits&n=80&hidden=128,128&batch=8&steps=80", "p@70:0.2"),
    ],
)
def test_a_branch_is_the_run_with_that_change_from_scratch(parent: str, change: str) -> None:
    name, value = change.split("@")
    step, value = int(value.split(":")[0]), value.split(":")[1]

    async def test(store: Store) -> None:
        left = await finished(store, parent)
        branch = spec(parent).with_change(step, name, float(value))  # type: ignore[arg-type]
        async with store.open(branch) as run:
            log, past = run.logs[0], left.logs[0]
            assert log.head >= step  # it has its past at once
            assert (log.losses[:step] == past.losses[:step]).all()
            scored = log.points <= step
            assert (log.scores[scored] == past.scores[scored]).all()
            await run.finish()
            rows, losses = from_scratch(branch.query())
            assert log.losses.tobytes() == losses.tobytes()
            if log.rows is None:
                assert run.theta(0, 79).tobytes() == rows[79].tobytes()
            else:
                assert log.rows.tobytes() == rows.tobytes()
                assert past.rows is not None
                assert (log.rows[: step + 1] == past.rows[: step + 1]).all()
                assert not (log.rows[step + 1] == past.rows[step + 1]).all()

    with_store(test)


def test_a_branch_far_from_a_key_step_is_the_trainers_to_find_and_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server would stand still for as long as it computed the state at that step."""
    monkeypatch.setattr(store_module, "BRANCH_MAX", 0.0)
    parent = "data=digits&n=80&hidden=128,128&batch=8&steps=80"

    async def test(store: Store) -> None:
        past = (await finished(store, parent)).logs[0]
        async with store.open(spec(f"{parent}&change=p@70:0.2")) as run:
            log = run.logs[0]
            assert log.head == max(at for at in past.states if at <= 70) == 64
            assert (log.losses[:64] == past.losses[:64]).all()
            await run.finish()
            assert log.losses.tobytes() == from_scratch(f"{parent}&change=p@70:0.2")[1].tobytes()

    with_store(test)


def test_a_branch_leaves_from_the_step_that_is_looked_at_with_nothing_computed_and_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store_module, "BRANCH_MAX", 0.0)  # so that only what stands there already can be taken
    parent = "data=memory&n=60&delay=6&cells=32&batch=32&steps=300&method=naive"

    async def test(store: Store) -> None:
        left = await finished(store, parent)
        past = left.logs[0]
        assert past.rows is None
        async with left.hold(30):
            assert left.replays[0].at(30).step == 30
            async with store.open(spec(f"{parent}&change=p@30:0.5")) as run:
                log = run.logs[0]
                assert log.head == 30 == max(log.states)
                await run.finish()
                assert log.losses.tobytes() == from_scratch(f"{parent}&change=p@30:0.5")[1].tobytes()

    with_store(test)


def test_a_branch_whose_parent_is_not_there_is_the_same() -> None:
    async def test(store: Store) -> None:
        run = await finished(store, "steps=60&change=p@20:0.5")
        assert run.logs[0].losses.tobytes() == from_scratch("steps=60&change=p@20:0.5")[1].tobytes()
        assert np.isfinite(run.logs[0].scores).all()

    with_store(test)


def test_a_branch_of_a_run_that_still_trains_shares_what_is_there() -> None:
    async def test(store: Store) -> None:
        async with store.open(spec("steps=300")) as run:
            await run.reach(100)
            assert run.state == "training"
            async with store.open(spec("steps=300&change=p@90:0.5")) as branch:
                assert branch.logs[0].head >= 90
                await branch.finish()
                rows = branch.logs[0].rows
                assert rows is not None
                assert rows.tobytes() == from_scratch("steps=300&change=p@90:0.5")[0].tobytes()

    with_store(test)


def test_a_branch_beyond_the_head_of_its_parent_is_the_same() -> None:
    async def test(store: Store) -> None:
        async with store.open(spec("steps=300")) as run:
            assert run.head < 200
            branch = await finished(store, "steps=300&change=p@200:0.5")
            assert branch.logs[0].losses.tobytes() == from_scratch("steps=300&change=p@200:0.5")[1].tobytes()

    with_store(test)


def test_the_first_step_is_there_at_once_with_its_scores() -> None:
    store = Store(64 * MB, 8)
    NoTrainer(store)
    run = store.watch(spec(""))
    first = run.scores(0)
    assert run.head == 0
    assert np.isfinite([*first.dropout, *first.twin]).all()
    assert first.dropout == first.twin

    async def test(store: Store) -> None:
        assert (await finished(store, "steps=1500")).scores(0) == first

    with_store(test)


def test_leaving_stops_training_and_coming_back_goes_on() -> None:
    async def test(store: Store) -> None:
        run = store.watch(spec("steps=1500"))
        await run.reach(200)
        store.leave(run)
        assert store.counts["training"] == store.counts["watchers"] == 0
        head = run.head
        assert head < 1500
        await asyncio.sleep(0.02)
        assert run.head == head
        again = await finished(store, "steps=1500")
        assert again is run
        assert again.logs[0].losses.tobytes() == from_scratch("steps=1500")[1].tobytes()

    with_store(test)


def test_a_run_without_dropout_is_one_arm_and_frees_its_job() -> None:
    async def test(store: Store) -> None:
        async with store.open(spec("place=none&steps=50")) as run:
            assert run.logs[0] is run.logs[1]
            assert store.counts["training"] == 1
            await run.finish()
            assert store.counts["training"] == 0
        assert store.counts["watchers"] == 0

    with_store(test)


def test_only_so_many_arms_train_at_once() -> None:
    store = Store(64 * MB, 3)
    trainer = NoTrainer(store)
    one = store.watch(spec(""))
    other = store.watch(spec("p=0.5"))  # shares the twin
    assert len(trainer.jobs) == 3
    with pytest.raises(Busy, match="runs"):
        store.watch(spec("p=0.6"))
    assert store.watch(spec("")) is one  # to watch what trains costs nothing
    store.leave(one)
    store.leave(one)
    store.watch(spec("p=0.6"))
    store.leave(other)
    assert len(trainer.jobs) == 2


def test_a_refused_viewer_leaves_nothing_behind() -> None:
    store = Store(64 * MB, 2)
    NoTrainer(store)
    run = store.watch(spec(""))
    with pytest.raises(Busy):
        store.watch(spec("seed=2"))
    store.leave(run)
    assert store.counts["watchers"] == store.counts["training"] == 0
    store.watch(spec("seed=2"))


def test_logs_that_nobody_watches_are_dropped_oldest_first_and_computed_again_alike() -> None:
    query = "steps=200&seed={}"
    room = 5 * ArmLog(spec("steps=200")).nbytes

    async def test(store: Store) -> None:
        first = await finished(store, query.format(1))
        losses = first.logs[0].losses.copy()
        for seed in range(2, 8):
            await finished(store, query.format(seed))
            assert store.counts["bytes"] <= room
        held = set(store._logs)
        assert spec(query.format(1)).query() not in held
        assert spec(query.format(7)).query() in held
        again = await finished(store, query.format(1))
        assert again is not first
        assert again.logs[0].losses.tobytes() == losses.tobytes()

    with_store(test, memory=room)


def test_a_log_that_is_watched_stays_and_where_there_is_no_room_a_viewer_is_refused() -> None:
    needs = cost(spec("steps=200"))
    room = 2 * (2 * needs.log + needs.run) + 2 * needs.job

    async def test(store: Store) -> None:
        watched = [store.watch(spec("steps=200&seed=1"))]
        await watched[0].finish()
        watched.append(store.watch(spec("steps=200&seed=2")))
        await watched[1].finish()
        with pytest.raises(Busy, match="memory"):
            store.watch(spec("steps=200&seed=3"))
        assert store.counts["bytes"] <= room
        assert store.watch(spec("steps=200&seed=1")) is watched[0]
        store.leave(watched[0])
        store.leave(watched[0])
        await finished(store, "steps=200&seed=3")

    with_store(test, memory=room)


def test_what_is_dropped_is_let_go_with_all_that_computed_its_steps() -> None:
    """Else links one after another would hold memory that nobody counts."""
    query = "data=digits&n=60&hidden=64,64&batch=16&steps=80&seed={}"
    logs: list[weakref.ref[Any]] = []
    cursors: list[weakref.ref[Any]] = []

    async def test(store: Store) -> None:
        for seed in range(6):
            async with store.open(spec(query.format(seed))) as run:
                await run.finish()
                for step in (3, 70, 5, 75):
                    run.record(step)
                held = run.nbytes
                logs.extend(map(weakref.ref, run.logs))
                cursors.extend(map(weakref.ref, run.replays))
            assert held > 4 * run.spec.parameters * 8, "the cursors are not counted"
            del run
        gc.collect()
        assert store.nbytes < store.memory
        assert sum(ref() is not None for ref in logs) == store.counts["logs"] < len(logs)
        assert sum(ref() is not None for ref in cursors) <= 2, "one run at most has room"

    with_store(test, memory=3 * MB)


def test_a_run_larger_than_the_memory_can_be_watched_alone() -> None:
    async def test(store: Store) -> None:
        run = await finished(store, "steps=200")
        assert run.state == "complete"
        assert store.counts["logs"] == 0

    with_store(test, memory=1000)


def test_runs_that_are_watched_are_the_same_object_for_all_however_many_others_come() -> None:
    store = Store(64 * MB, 1000)
    NoTrainer(store)
    run = store.watch(spec("steps=20"))
    for seed in range(2, store_module.RUNS + 10):
        store.leave(store.watch(spec(f"steps=20&seed={seed}")))
    assert store.watch(spec("steps=20")) is run
    assert len(store._runs) <= store_module.RUNS + 1


def test_when_the_trainer_is_gone_runs_fail_and_the_next_viewer_starts_afresh() -> None:
    async def test(store: Store) -> None:
        run = store.watch(spec("steps=400"))
        await run.reach(5)
        waiting = asyncio.create_task(run.finish())
        await asyncio.sleep(0)
        store.fail_all("It ended.")
        await waiting
        assert (run.state, run.cause) == ("failed", "It ended.")
        again = await finished(store, "steps=400")
        assert again.state == "complete"
        store.leave(run)
        assert store.counts["watchers"] == store.counts["training"] == 0

    with_store(test)


def test_chunks_of_a_job_that_was_cancelled_are_ignored() -> None:
    async def test(store: Store) -> None:
        run = await finished(store, "steps=20")
        head = run.head
        store.receive(99, None)  # type: ignore[arg-type]
        assert run.head == head

    with_store(test)


HEAVIEST = "data=digits&n=4000&hidden=256,256,256,256,256,256&batch=90&steps=300"


def nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, a run's data, network or log must not be made."""

    def made(*_: object) -> None:
        raise AssertionError("something of a run was made")

    for name in ("load", "Training", "Evaluation", "ArmLog", "Run"):
        monkeypatch.setattr(store_module, name, made)


def test_a_heavy_run_costs_the_server_nothing_but_its_log() -> None:
    """Its data, its network and its first scores are the worker's to make."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("load", "Training", "Evaluation"):
            patch.setattr(store_module, name, None)
        store = Store(512 * MB, 32)
        trainer = NoTrainer(store)
        run = store.watch(spec(HEAVIEST))
        assert "data" not in run.__dict__
    assert run.head == -1
    assert run.state == "training"
    assert list(trainer.jobs.values()) == [None, None]


def test_only_so_many_heavy_runs_train_and_who_comes_too_late_is_told_when_to_come_again() -> None:
    store = Store(10_000 * MB, 32)
    trainer = NoTrainer(store)
    watched = [store.watch(spec(f"{HEAVIEST}&seed={seed}")) for seed in (1, 2)]
    with pytest.MonkeyPatch.context() as patch:
        nothing_is_made(patch)
        for seed in range(3, 203):
            with pytest.raises(Busy, match="heavy") as refused:
                store.watch(spec(f"{HEAVIEST}&seed={seed}"))
            assert refused.value.retry_after == store_module.HEAVY_RETRY
    assert len(trainer.jobs) == HEAVY_ARMS == 4
    assert store.counts["logs"] == 4
    store.watch(spec("seed=9"))  # a light run has room beside them
    store.leave(watched[0])
    store.watch(spec(f"{HEAVIEST}&seed=3"))


def test_memory_is_counted_before_it_is_used() -> None:
    needs = cost(spec(HEAVIEST))
    store = Store(2 * (needs.log + needs.job) + needs.run + 10 * MB, 32)
    NoTrainer(store)
    store.watch(spec(HEAVIEST))
    with pytest.MonkeyPatch.context() as patch:
        nothing_is_made(patch)
        with pytest.raises(Busy, match="memory") as refused:
            store.watch(spec(f"{HEAVIEST}&seed=2"))
    assert refused.value.retry_after > 0
    assert store.counts["bytes"] <= store.memory
    store.watch(spec("steps=100&seed=2"))
    assert store.counts["bytes"] <= store.memory


def test_a_branch_of_a_wide_run_begins_with_the_state_it_left_at() -> None:
    wide = "data=digits&n=60&hidden=256,256,256&batch=40&steps=4"

    async def test(store: Store) -> None:
        async with store.open(spec(wide)) as run:
            await run.reach(3)
            async with store.open(spec(f"{wide}&change=p@2:0.1")) as branch:
                assert branch.head == 1
                await branch.finish()
        alone = await finished(another_store(), f"{wide}&change=p@2:0.1")
        assert branch.logs[0].losses.tobytes() == alone.logs[0].losses.tobytes()
        assert branch.outcome(1).dead == run.outcome(1).dead
        assert branch.logs[0].learned.keys() == alone.logs[0].learned.keys()

    with_store(test, memory=512 * MB)


def another_store() -> Store:
    store = Store(512 * MB, 8)
    LoopTrainer(store)
    return store
