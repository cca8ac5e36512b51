"""Processes that compute experiments: out of the way of runs that play, gone with their server, begun again."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.runs.experiments import running as running_module
from app.runs.experiments.executor import Pool, make_executor, missing_extra
from app.runs.experiments.running import Experiments
from tests.conftest import ROOT
from tests.runs.experiments.fakes import a_second_each, compute, fake, in_fours, manners, one_by_one, to_the_end, until

MAKES_A_POOL = """
import sys, time
from app.runs.experiments.executor import Pool
from tests.runs.experiments.fakes import who
pool = Pool(2)
for future in [pool.submit(who), pool.submit(who)]:  # a process each, whichever is ready first
    future.result()
print(*pool._processes, flush=True)
time.sleep(60)
"""


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = make_executor(1)
    assert isinstance(made, Pool)
    yield made
    made.end()


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def test_its_processes_make_way_and_know_no_web(pool: Pool) -> None:
    nice, threads, ignored, loaded = pool.submit(manners).result(60)
    assert nice == min(19, os.nice(0) + 10)
    assert threads == {1}
    assert ignored
    assert loaded == []


def test_a_killed_server_leaves_no_process_behind() -> None:
    server = subprocess.Popen([sys.executable, "-c", MAKES_A_POOL], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")
    assert server.stdout is not None
    workers = [int(word) for word in server.stdout.readline().split()]
    assert len(workers) == 2
    server.kill()
    server.wait()
    server.stdout.close()

    asyncio.run(until(lambda: not any(alive(worker) for worker in workers)))


def test_a_worker_that_is_killed_loses_nothing_and_a_cell_that_kills_fails_alone(tmp_path: Path) -> None:
    pools: list[Pool] = []

    def make() -> Pool:
        pools.append(Pool(1))
        return pools[-1]

    async def test() -> None:
        running = Experiments(make, None, compute, in_fours, a_second_each)
        experiment = fake(
            *(f"a{number}" for number in range(8)), f"once {tmp_path / 'it'}", "b", "kills", "c", "d", "e"
        )
        progress = await to_the_end(running, experiment)
        assert {cell.arm for cell in experiment.cells} - {cell.arm for cell in progress.values} == {"kills"}
        assert (progress.state, progress.message) == ("failed", "worker died")
        await running.close()

    asyncio.run(test())
    assert len(pools) == 4  # the first; after `once`; after `kills` among others; and after it alone


def test_what_takes_long_and_nobody_wants_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_module, "PATIENCE_SECONDS", 0.0)

    async def test() -> None:
        running = Experiments(lambda: Pool(1), None, compute, one_by_one, a_second_each)
        long = running.watch(fake("forever1", "forever2"))
        other = asyncio.create_task(to_the_end(running, fake("a", "b")))
        await anext(long)
        await until(lambda: len(running._crew._flight) == 2)
        running.stop(fake("forever1", "forever2"))
        assert (await anext(long)).state == "stopped"
        assert (await other).state == "complete"
        await running.close()

    asyncio.run(test())


def test_what_is_missing_for_a_cluster_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert missing_extra("tcp://127.0.0.1:8786") == "dropout-explorer[cluster]"
    assert missing_extra("") == ""
