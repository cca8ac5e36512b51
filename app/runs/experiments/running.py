"""Experiments of a server: computed while somebody watches, kept when they are done, shared by all who ask for them."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

from app.runs.experiments import task as tasks_of_cells
from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.crew import Compute, Crew, Task, Told
from app.runs.experiments.kept import KeptCells
from app.runs.experiments.sweep import PART, Asked, Progress, Sweep

__all__ = ["Experiments", "Progress"]

SWEEPS = 16  # experiments held in memory besides those that run
GRACE_SECONDS = 4.0  # that an experiment goes on unwatched: a page is loaded again, a connection comes back
PATIENCE_SECONDS = 1.0  # that a process may go on with what nobody wants any more
PERIOD_SECONDS = 0.2  # between two reports to a watcher, at least
BEAT_SECONDS = 2.0  # and at most
FEW = 8  # tasks, below which more are made
CLOSE_SECONDS = 0.4  # that writing down the last cells may take


class Experiments:
    """executor: makes what computes, when it is first needed; kept: where values of cells are kept, if anywhere;
    expected: how many workers there will be. closed: the server goes down.

    All methods are for the server's event loop, which does little: training, files and connections are elsewhere.
    """

    def __init__(
        self,
        executor: Callable[[], Executor],
        kept: KeptCells | None,
        compute: Compute = tasks_of_cells.compute,
        tasks: Callable[[Sequence[Cell]], list[tuple[Cell, ...]]] = tasks_of_cells.tasks,
        seconds: Callable[[Iterable[Cell]], float] = tasks_of_cells.seconds,
        grace: float = GRACE_SECONDS,
        expected: int = 1,
    ) -> None:
        self._kept, self._tasks, self._seconds, self._grace = kept, tasks, seconds, grace
        self._crew = Crew(executor, compute, Told(self._found, self._failed, self._gone, self._fill))
        self._sweeps: OrderedDict[str, Sweep] = OrderedDict()
        self._turns: list[Sweep] = []  # those that run; who was served last is last
        self._asked: set[Cell] = set()  # cells in flight
        self._disk = ThreadPoolExecutor(1, "cells")
        self._background: set[asyncio.Task[None]] = set()
        self._expected = expected
        self.closed = False

    @property
    def workers(self) -> int:
        """How many compute, or will as soon as there is something to do."""
        return self._crew.workers or self._expected

    def warm(self) -> None:
        """Somebody looks at an experiment, and may start it soon."""
        self._crew.ready()

    async def found(self, experiment: Asked) -> Progress:
        """What is there of it now; nothing is started."""
        sweep = self._sweep(experiment)
        if not sweep.running:
            await self._look_up(sweep)
        return self._progress(sweep)

    async def watch(self, experiment: Asked) -> AsyncGenerator[Progress, None]:
        """Compute what is missing while somebody watches: how far it is, at once, then whenever cells are done, at most
        five times a second, to its end. Leave it by `aclose`."""
        loop, sweep = asyncio.get_running_loop(), self._sweep(experiment)
        sweep.watchers += 1
        if sweep.grace is not None:
            sweep.grace.cancel()
            sweep.grace = None
        try:
            await self._start(sweep)
            while True:
                changed, told, at = sweep.changed(), self._progress(sweep), loop.time()
                yield told
                if told.state != "running":
                    return
                await _either(changed, BEAT_SECONDS)
                await _either(sweep.ended, at + PERIOD_SECONDS - loop.time())
        finally:
            sweep.watchers -= 1
            if not sweep.watchers and sweep.running:
                sweep.grace = loop.call_later(self._grace, self._end, sweep)

    def stop(self, experiment: Asked) -> None:
        """One who watches wants no more: it stops at once, unless others watch it too. What is in work is kept where it
        is done within a second."""
        sweep = self._sweeps.get(_key(experiment))
        if sweep is not None and sweep.watchers <= 1:
            self._end(sweep)

    def end(self) -> None:
        """The server goes down: all who watch are told, and nothing more is started."""
        self.closed = True
        for sweep in list(self._turns):
            self._end(sweep)

    async def close(self) -> None:
        """The server is down: end all work, in less than a second."""
        self.end()
        for task in self._background:
            task.cancel()
        await self._crew.close()
        if self._kept is not None:
            with contextlib.suppress(TimeoutError):
                closed = asyncio.get_running_loop().run_in_executor(self._disk, self._kept.close)
                await asyncio.wait_for(closed, CLOSE_SECONDS)
        self._disk.shutdown(wait=False, cancel_futures=True)

    # Sweeps

    def _sweep(self, experiment: Asked) -> Sweep:
        key = _key(experiment)
        sweep = self._sweeps.get(key)
        if sweep is None:
            sweep = Sweep(experiment)
            idle = [key for key, other in self._sweeps.items() if not (other.watchers or other.running)]
            for old in idle[: max(0, len(self._sweeps) - SWEEPS)]:
                del self._sweeps[old]
            self._sweeps[key] = sweep
        self._sweeps.move_to_end(key)
        return sweep

    async def _start(self, sweep: Sweep) -> None:
        if sweep.running or self.closed:
            return
        self._crew.ready()
        await self._look_up(sweep)
        if sweep.running or self.closed:  # another watcher came meanwhile
            return
        sweep.begin()
        if sweep.running:
            self._turns.insert(0, sweep)
            self._fill()

    def _end(self, sweep: Sweep) -> None:
        self._retire(sweep)
        sweep.end("stopped")
        for task in self._crew.drop(lambda task: not self._wanted(task.cells)):
            self._asked.difference_update(task.cells)
        asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._shed)
        self._fill()

    def _shed(self) -> None:
        """Processes that are still busy with what nobody wants begin anew: it may take them minutes."""
        for task in [] if self.closed else self._crew.shed(lambda task: not self._wanted(task.cells)):
            self._asked.difference_update(task.cells)
            for sweep in [sweep for sweep in self._turns if any(cell in sweep.missing for cell in task.cells)][:1]:
                sweep.queue.appendleft(task.cells)
        self._fill()

    def _retire(self, sweep: Sweep) -> None:
        if sweep in self._turns:
            self._turns.remove(sweep)
        if sweep.grace is not None:
            sweep.grace.cancel()
            sweep.grace = None

    def _wanted(self, cells: Iterable[Cell]) -> bool:
        return any(cell in sweep.missing for sweep in self._turns for cell in cells)

    def _progress(self, sweep: Sweep) -> Progress:
        watched, workers = sum(other.watchers > 0 for other in self._turns), self._crew.workers
        told = sweep.progress((workers or 0) / max(1, watched))
        return told._replace(message="cluster empty") if sweep.running and workers == 0 else told

    # Tasks

    def _fill(self) -> None:
        """Hand out tasks while there is room: to those who are watched in turn, then to the others."""
        if not self._turns or self.closed:
            return
        for sweep in self._turns:
            self._supply(sweep)
        self._crew.ready()
        while self._crew.room and self._hand_one():
            pass

    def _hand_one(self) -> bool:
        for sweep in sorted(self._turns, key=lambda sweep: not sweep.watchers):
            cells = sweep.take(self._asked.__contains__)
            if cells:
                self._supply(sweep)
                self._turns.remove(sweep)
                self._turns.append(sweep)
                self._asked.update(cells)
                self._crew.hand(Task(cells))
                return True
        return False

    def _supply(self, sweep: Sweep) -> None:
        """Make the next part of its cells into tasks, in a thread."""
        if len(sweep.queue) < FEW and sweep.rest and not sweep.preparing:
            sweep.preparing = True
            self._do(self._make_tasks(sweep))

    async def _make_tasks(self, sweep: Sweep) -> None:
        part = sweep.rest.popleft()
        try:
            made = await asyncio.to_thread(self._tasks, part)
        except Exception:  # a cell that nobody can compute: the log has it
            self._retire(sweep)
            sweep.end("failed", "cell failed")
            raise
        finally:
            sweep.preparing = False
        sweep.queue.extend(made)
        self._fill()
        if len(sweep.cells) <= PART:
            sweep.weigh(made, await asyncio.to_thread(lambda: [self._seconds(task) for task in made]))

    def _found(self, task: Task, values: list[Values], took: float) -> None:
        found = dict(zip(task.cells, values, strict=True))
        self._asked.difference_update(task.cells)
        for sweep in list(self._turns):
            if any(cell in sweep.missing for cell in task.cells):
                sweep.pace(task.cells, took)
                sweep.receive(found)
                if not sweep.running:
                    self._retire(sweep)
        if self._kept is not None and not self.closed:
            kept = self._kept
            self._disk.submit(lambda: kept.put({cell.key: values for cell, values in found.items()}))

    def _failed(self, task: Task, message: str) -> None:
        self._asked.difference_update(task.cells)
        for sweep in list(self._turns):
            sweep.fail(task.cells, message)
            if not sweep.running:
                self._retire(sweep)

    def _gone(self, message: str) -> None:
        """Nobody is left who computes."""
        self._asked.clear()
        for sweep in list(self._turns):
            self._retire(sweep)
            sweep.end("failed", message)

    # What is kept

    async def _look_up(self, sweep: Sweep) -> None:
        if self._kept is None or not sweep.missing or self.closed:
            return
        keys = {cell.key: cell for cell in sweep.missing}
        found = await asyncio.get_running_loop().run_in_executor(self._disk, self._kept.get, keys)
        sweep.receive({keys[key]: values for key, values in found.items()})
        sweep.note = self._kept.news() or sweep.note

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _key(experiment: Asked) -> str:
    return f"{experiment.name}?{experiment.query()}"


async def _either(event: asyncio.Event, seconds: float) -> None:
    """Wait for one of the two."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), max(0.0, seconds))
