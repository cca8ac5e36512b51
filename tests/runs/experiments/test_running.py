"""Experiments of a server: in order, fair, shared, stopped at once, kept; whatever becomes of those who compute."""

import asyncio
import re
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from app.runs.experiments.kept import MEMORY, KeptCells
from app.runs.experiments.running import Experiments
from app.web.words.english.experiments import COMPUTING
from tests.conftest import ROOT
from tests.runs.experiments.fakes import (
    Fake,
    Held,
    Now,
    a_second_each,
    compute,
    experiments,
    fake,
    in_fours,
    many,
    one_by_one,
    to_the_end,
    until,
    value,
)


def run(test) -> None:
    asyncio.run(asyncio.wait_for(test, 30))


def all_of(experiment: Fake) -> dict:
    return {cell: value(cell) for cell in experiment.cells}


def test_all_cells_are_found_and_told_as_they_finish() -> None:
    async def test() -> None:
        running = experiments(executor := Held())
        seen = []

        async def watch() -> None:
            async for progress in running.watch(many(7)):
                seen.append((progress.state, len(progress.values), progress.total))

        watcher = asyncio.create_task(watch())
        await until(lambda: executor.asked)
        assert seen == [("running", 0, 7)]  # at once
        for count in range(1, 8):
            executor.finish()
            await until(lambda count=count: len(executor.order) == min(7, count + 4))
        await watcher
        assert executor.order == [f"arm{number}" for number in range(7)]
        assert seen[-1] == ("complete", 7, 7)
        assert (await running.found(many(7))).values == all_of(many(7))
        await running.close()

    run(test())


def test_no_more_than_two_tasks_a_worker_are_in_flight() -> None:
    async def test() -> None:
        running = experiments(executor := Held(workers=3))
        watcher = asyncio.create_task(to_the_end(running, many(40)))
        most = 0
        while not watcher.done():
            most = max(most, len(executor.asked))
            if executor.asked:
                executor.finish()
            await asyncio.sleep(0)
        assert most == 6
        await running.close()

    run(test())


def test_watchers_are_told_five_times_a_second_at_most() -> None:
    async def test() -> None:
        running = experiments(Now())
        began = time.perf_counter()
        seen = [len(progress.values) async for progress in running.watch(many(300))]
        assert len(seen) <= 2 + (time.perf_counter() - began) / 0.2
        await running.close()

    run(test())


def test_two_that_are_watched_take_turns_and_one_that_is_not_waits() -> None:
    async def test() -> None:
        running = experiments(executor := Held(workers=1), grace=60.0)
        one, two, three = (Fake(tuple(f"{kind}{number}" for number in range(9)), kind) for kind in "abc")
        watching = running.watch(one)
        await anext(watching)
        await until(lambda: len(executor.asked) == 2)
        await watching.aclose()  # a page is loaded again
        others = [asyncio.create_task(to_the_end(running, experiment)) for experiment in (two, three)]
        for count in range(3, 11):
            await asyncio.sleep(0.01)
            executor.finish()
            await until(lambda count=count: len(executor.order) >= count)
        kinds = "".join(arm[0] for arm in executor.order)
        assert kinds[:2] == "aa"
        assert "a" not in kinds[3:10]
        assert abs(kinds[3:].count("b") - kinds[3:].count("c")) <= 1
        for task in others:
            task.cancel()
        await running.close()

    run(test())


def test_a_cell_that_another_experiment_computes_is_not_computed_twice() -> None:
    async def test() -> None:
        running = experiments(executor := Held())
        narrow = asyncio.create_task(to_the_end(running, many(6)))
        await until(lambda: executor.asked)
        wide = asyncio.create_task(to_the_end(running, many(9)))
        while not (narrow.done() and wide.done()):
            if executor.asked:
                executor.finish()
            await asyncio.sleep(0)
        assert sorted(executor.order) == [f"arm{number}" for number in range(9)]
        assert dict(wide.result().values) == all_of(many(9))
        await running.close()

    run(test())


def test_a_wider_sweep_computes_only_what_is_new_and_so_does_the_next_server(tmp_path: Path) -> None:
    path = tmp_path / "cells.sqlite3"

    async def test(experiment: Fake) -> list[str]:
        executor, kept = Held(), KeptCells(path)
        running = experiments(executor, kept)
        watcher = asyncio.create_task(to_the_end(running, experiment))
        while not watcher.done():
            if executor.asked:
                executor.finish()
            await asyncio.sleep(0)
        assert dict(watcher.result().values) == all_of(experiment)
        await running.close()
        return executor.order

    assert len(asyncio.run(test(many(5)))) == 5
    assert asyncio.run(test(many(5))) == []
    assert asyncio.run(test(many(8))) == ["arm5", "arm6", "arm7"]


def test_what_is_found_starts_nothing() -> None:
    async def test() -> None:
        running = Experiments(lambda: pytest.fail("an executor was made"), KeptCells(MEMORY), compute)
        progress = await running.found(many(3))
        assert progress == ({}, 3, "idle", None, "")
        await running.close()

    run(test())


def test_it_stops_at_once_keeps_what_is_in_work_and_goes_on_where_it_was() -> None:
    async def test() -> None:
        kept = KeptCells(MEMORY)
        running = experiments(executor := Held(), kept)
        watcher = asyncio.create_task(to_the_end(running, many(10)))
        await until(lambda: len(executor.asked) == 4)
        executor.finish()
        await until(lambda: len(executor.order) == 5)
        in_work = executor.asked[0][0]
        in_work.set_running_or_notify_cancel()
        running.stop(many(10))
        assert (await watcher).state == "stopped"
        assert [future.cancelled() for future, _, _ in executor.asked] == [False, True, True, True]
        _, function, args = executor.asked.pop(0)
        in_work.set_result(function(*args))
        await until(lambda: len(kept.get([cell.key for cell in many(10).cells])) == 2)
        executor.asked.clear()
        executor.order.clear()
        watcher = asyncio.create_task(to_the_end(running, many(10)))
        while not watcher.done():
            if executor.asked:
                executor.finish()
            await asyncio.sleep(0)
        assert executor.order == [f"arm{number}" for number in range(2, 10)]
        assert watcher.result().state == "complete"
        await running.close()

    run(test())


def test_one_who_stops_does_not_stop_what_others_watch() -> None:
    async def test() -> None:
        running = experiments(executor := Held())
        others = [running.watch(many(2)) for _ in range(2)]
        for watching in others:
            assert (await anext(watching)).state == "running"
        running.stop(many(2))
        await others[0].aclose()
        await until(lambda: len(executor.asked) == 2)
        executor.finish(2)
        assert [progress.state async for progress in others[1]][-1] == "complete"
        await running.close()

    run(test())


def test_it_goes_on_through_a_reload_and_stops_when_nobody_comes_back() -> None:
    async def test() -> None:
        running = experiments(executor := Held(), grace=0.05)
        watching = running.watch(many(20))
        await anext(watching)
        await until(lambda: executor.asked)
        await watching.aclose()
        again = running.watch(many(20))
        assert (await anext(again)).state == "running"
        await asyncio.sleep(0.1)  # longer than the grace
        assert (await running.found(many(20))).state == "running"
        await again.aclose()
        async with asyncio.timeout(10):
            while (await running.found(many(20))).state != "stopped":
                await asyncio.sleep(0.01)
        assert all(future.cancelled() for future, _, _ in executor.asked)
        await running.close()

    run(test())


def test_the_time_left_is_in_proportion_to_what_is_left() -> None:
    async def test() -> None:
        running = experiments(executor := Held(workers=2))
        watching = running.watch(many(10))
        assert (await anext(watching)).seconds_left is None
        await until(lambda: executor.asked)

        def took(count: int) -> None:
            for _ in range(count):
                future, _, (_, cells) = executor.asked.pop(0)
                future.set_result(([value(cell) for cell in cells], 3.0))

        await asyncio.sleep(0.05)  # what they weigh is known
        took(2)
        assert (await anext(watching)).seconds_left == pytest.approx(8 * 3.0 / 2)
        await watching.aclose()
        await running.close()

    run(test())


def test_a_cell_that_fails_is_told_and_the_others_of_its_task_are_found(caplog: pytest.LogCaptureFixture) -> None:
    async def test() -> None:
        running = experiments(Now(), tasks=in_fours)
        experiment = fake("a", "bb", "fails", "ccc", "d", "e")
        progress = await to_the_end(running, experiment)
        assert (progress.state, progress.message) == ("failed", "cell failed")
        assert set(progress.values) == {cell for cell in experiment.cells if cell.arm != "fails"}
        assert "ValueError: fails" in caplog.text
        await running.close()

    run(test())


def test_a_reader_is_told_that_the_kept_file_was_set_aside(tmp_path: Path) -> None:
    async def test() -> None:
        (tmp_path / "cells.sqlite3").write_bytes(b"no database" * 500)
        running = experiments(Now(), KeptCells(tmp_path / "cells.sqlite3"))
        progress = await to_the_end(running, many(3))
        assert (progress.state, progress.message, len(progress.values)) == ("complete", "cells aside", 3)
        await running.close()

    run(test())


def test_an_executor_that_cannot_be_made_is_told() -> None:
    async def test() -> None:
        def make():
            raise OSError("no more processes")

        running = Experiments(make, None, compute, one_by_one, a_second_each)
        progress = await to_the_end(running, many(3))
        assert (progress.state, progress.message) == ("failed", "workers gone")
        await running.close()

    run(test())


def test_the_end_of_the_server_ends_every_watcher_at_once() -> None:
    async def test() -> None:
        running = experiments(executor := Held())
        watchers = [asyncio.create_task(to_the_end(running, many(5, first))) for first in (0, 100)]
        await until(lambda: executor.asked)
        began = time.perf_counter()
        await running.close()
        assert [(await watcher).state for watcher in watchers] == ["stopped", "stopped"]
        assert time.perf_counter() - began < 1
        assert executor.ended
        assert (await to_the_end(running, many(5))).state != "running"

    run(test())


def test_every_message_has_words() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "app/runs/experiments").glob("*.py"))
    assert set(re.findall(r'"((?:cells|cell|cluster|workers?) [a-z]+)"', code)) == set(COMPUTING)


class Breaking(Held):
    """A pool that breaks at each task."""

    def submit(self, function, /, *args):
        future = super().submit(function, *args)
        self.asked.clear()
        future.set_exception(BrokenExecutor("again"))
        return future


def test_pools_that_break_without_end_are_given_up() -> None:
    async def test() -> None:
        made = []

        def make() -> Breaking:
            made.append(Breaking())
            return made[-1]

        running = Experiments(make, None, compute, in_fours, a_second_each)
        progress = await to_the_end(running, many(40))
        assert (progress.state, progress.message, dict(progress.values)) == ("failed", "workers gone", {})
        assert len(made) < 10
        await running.close()

    run(test())
