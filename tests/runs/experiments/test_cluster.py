"""A real cluster of dask: a scheduler and two workers, each a process. They die, and no result is lost."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from app.runs.experiments import cluster
from app.runs.experiments.executor import Gone, make_executor
from app.runs.experiments.kept import MEMORY, KeptCells
from app.runs.experiments.running import Experiments
from tests.conftest import ROOT
from tests.runs.experiments.fakes import a_second_each, compute, manners, many, one_by_one, to_the_end

pytest.importorskip("distributed", reason="distributed is not installed; pip install 'dropout-explorer[cluster]'")

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
LISTENS = re.compile(r"Scheduler at:\s+(tcp://\S+)")


def process(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *words], cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.PIPE, encoding="utf-8"
    )


class Machines:
    """A scheduler and two workers. address: the scheduler's."""

    def __init__(self) -> None:
        here = ("--host", "127.0.0.1", "--no-dashboard")
        self.scheduler = process("distributed.cli.dask_scheduler", "--port", "0", *here)
        assert self.scheduler.stderr is not None
        self.address = next(filter(None, map(LISTENS.search, self.scheduler.stderr)))[1]
        self.workers = [
            process("distributed.cli.dask_worker", self.address, "--nthreads", "1", "--no-nanny", *here)
            for _ in range(2)
        ]

    def end(self) -> None:
        for started in (*self.workers, self.scheduler):
            started.kill()
            started.communicate()


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    made = Machines()
    yield made
    made.end()


def test_workers_have_one_blas_thread_and_the_version_of_the_server(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    executor = cluster.Cluster(machines.address)
    _, threads, _, loaded = executor.submit(manners).result(30)
    assert threads == {1}
    assert loaded == []
    monkeypatch.setattr(cluster, "VERSION", 0)
    with pytest.raises(Gone, match="cluster differs"):
        executor.submit(manners).result(30)
    executor.end()
    with pytest.raises(Gone, match="cluster gone"):
        executor.submit(manners)


def test_workers_and_the_scheduler_die_and_no_result_is_lost(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)  # when nobody is there any more
    kept = KeptCells(MEMORY)

    async def test() -> None:
        running = Experiments(lambda: make_executor(cluster=machines.address), kept, compute, one_by_one, a_second_each)
        experiment = many(30, kind="slow")
        async for progress in running.watch(experiment):
            if len(progress.values) > 5:
                machines.workers[0].kill()
        assert (progress.state, len(progress.values)) == ("complete", 30)

        longer = many(400, kind="slow")
        async for progress in running.watch(longer):
            if len(progress.values) > 35:
                machines.scheduler.kill()
        assert (progress.state, progress.message) == ("failed", "cluster gone")
        done = len(progress.values)
        assert 35 < done < 400
        assert len((await running.found(longer)).values) == done
        again = await to_the_end(running, longer)  # nobody is there, and that is said again
        assert (again.state, again.message) == ("failed", "cluster gone")
        await running.close()

    asyncio.run(test())
