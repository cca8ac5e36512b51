"""Who computes tasks, and what becomes of a task whose worker dies: it is done again, and no other is lost with it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.executor import Died, Gone, Pool

AHEAD = 2  # tasks a worker: one that it computes, one that waits for it
LONG_SECONDS = 1.0  # of a task, beyond which none waits: another experiment may come first
DEATHS = 2  # of workers, after which a task is given up
BREAKS = 6  # of pools without one result between them, after which all is given up

log = logging.getLogger(__name__)

Compute = Callable[[Sequence[Cell]], list[Values]]


@dataclass(eq=False)
class Task:
    """Cells that one worker computes together. deaths: of workers that had it."""

    cells: tuple[Cell, ...]
    deaths: int = 0


class Told(NamedTuple):
    """Whom the crew tells: what a task found and in how many seconds; that it failed; that nobody is left; that there
    is room."""

    found: Callable[[Task, list[Values], float], None]
    failed: Callable[[Task, str], None]
    gone: Callable[[str], None]
    free: Callable[[], None]


class Crew:
    """Tasks in flight on an executor, which is made when it is first needed, in a thread. For one event loop.

    A pool breaks with all its tasks when a worker dies, and nobody knows whose fault it was. So each is done again by
    itself; the one that kills its worker then is taken apart, cell by cell, and the cell that does it alone has failed.
    """

    def __init__(self, make: Callable[[], Executor], compute: Compute, told: Told) -> None:
        self._make, self._compute, self._told = make, compute, told
        self._executor: Executor | None = None
        self._making = False
        self._flight: dict[Task, Future[Any]] = {}
        self._again: deque[Task] = deque()
        self._breaks = 0
        self._ahead = AHEAD
        self._closed = False

    @property
    def workers(self) -> int | None:
        """How many there are; None where that is not known yet."""
        return None if self._executor is None else getattr(self._executor, "workers", 1)

    @property
    def room(self) -> int:
        """How many tasks it takes now."""
        if self.workers is None or self._again or any(task.deaths for task in self._flight):
            return 0
        return max(0, self._ahead * max(1, self.workers) - len(self._flight))  # a worker that comes finds something

    def ready(self) -> None:
        """Have an executor, soon; `free` is told."""
        if self._executor is not None and not getattr(self._executor, "alive", True):
            _thread(_end, self._executor)
            self._executor = None
        if self._executor is None and not self._making and not self._closed:
            self._making = True
            _thread(self._make_one, asyncio.get_running_loop())

    def hand(self, task: Task) -> None:
        """Compute this. There has to be room."""
        executor, loop = self._executor, asyncio.get_running_loop()
        assert executor is not None
        try:
            future = executor.submit(_timed, self._compute, task.cells)
        except Exception as error:  # it broke, or the cluster is gone, and nobody has told us yet
            future = Future()
            future.set_exception(error if isinstance(error, Gone) else BrokenExecutor(str(error)))
        self._flight[task] = future

        def done(future: Future[Any]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(self._done, task, executor, future)

        future.add_done_callback(done)

    def drop(self, unwanted: Callable[[Task], bool]) -> list[Task]:
        """Forget these tasks, where nobody has begun them yet."""
        waiting = [task for task in self._again if unwanted(task)]
        self._again = deque(task for task in self._again if task not in waiting)
        return waiting + [task for task, future in list(self._flight.items()) if unwanted(task) and future.cancel()]

    def shed(self, unwanted: Callable[[Task], bool]) -> list[Task]:
        """End the work on such tasks, where there is any and it can be ended: all that went with it, wanted or not."""
        executor = self._executor
        if not isinstance(executor, Pool) or not any(map(unwanted, self._flight)):
            return []
        tasks, self._flight, self._executor = list(self._flight), {}, None
        _thread(_end, executor)
        self._again.extend(task for task in tasks if task.deaths and not unwanted(task))
        return [task for task in tasks if task not in self._again]

    async def close(self) -> None:
        """End all work, quickly."""
        self._closed = True
        self._again.clear()
        for future in self._flight.values():
            future.cancel()
        executor, self._executor = self._executor, None
        if executor is not None:
            await asyncio.to_thread(_end, executor)

    def _make_one(self, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread: connecting to a cluster may take seconds."""
        made: Executor | Exception
        try:
            made = self._make()
            getattr(made, "warm", lambda: None)()
        except Exception as error:
            made = error
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(self._made, made)

    def _made(self, made: Executor | Exception) -> None:
        self._making = False
        if isinstance(made, Exception):
            gone = isinstance(made, Gone)
            self._give_up(str(made) if gone else "workers gone", None if gone else made)
        elif self._closed:
            _thread(_end, made)
        else:
            self._executor = made
        self._go_on()

    def _done(self, task: Task, executor: Executor, future: Future[Any]) -> None:
        if self._flight.get(task) is not future:  # given up
            return
        del self._flight[task]
        if self._closed:
            return
        error = None if future.cancelled() else future.exception()
        if future.cancelled():
            pass
        elif error is None:
            values, took = future.result()
            self._breaks, self._ahead = 0, 1 if took > LONG_SECONDS else AHEAD
            self._told.found(task, values, took)
        elif isinstance(error, Gone):
            self._leave(executor)
            self._give_up(str(error))
        elif isinstance(error, BrokenExecutor | Died):
            task.deaths += 1
            self._once_more(task, "worker died", error)
            if not isinstance(error, Died):
                self._leave(executor)
        else:
            task.deaths = DEATHS
            self._once_more(task, "cell failed", error)
        self._go_on()

    def _once_more(self, task: Task, message: str, error: BaseException) -> None:
        if task.deaths < DEATHS:
            self._again.append(task)
        elif len(task.cells) > 1:
            self._again.extend(Task((cell,), DEATHS - 1) for cell in task.cells)
        else:
            log.error("%s: %s", task.cells[0], message, exc_info=error)
            self._told.failed(task, message)

    def _go_on(self) -> None:
        if self._executor is None:
            if self._again:
                self.ready()
        elif self._again and not self._flight:
            self.hand(self._again.popleft())
        if not self._again:
            self._told.free()

    def _leave(self, executor: Executor) -> None:
        """It has broken: the next task gets another."""
        if executor is not self._executor:
            return
        self._executor = None
        _thread(_end, executor)
        self._breaks += 1
        if self._breaks > BREAKS:
            self._breaks = 0
            self._give_up("workers gone")

    def _give_up(self, message: str, error: Exception | None = None) -> None:
        log.warning("experiments stop: %s", message, exc_info=error)
        self._again.clear()
        for future in list(self._flight.values()):
            future.cancel()
        self._flight.clear()
        self._told.gone(message)


def _timed(compute: Compute, cells: Sequence[Cell]) -> tuple[list[Values], float]:
    """What is computed, and in how many seconds."""
    began = time.perf_counter()
    return compute(cells), time.perf_counter() - began


def _thread(deed: Callable[..., None], *arguments: Any) -> None:
    """Do it in a thread for which nobody waits."""
    threading.Thread(target=deed, args=arguments, daemon=True).start()


def _end(executor: Executor) -> None:
    end: Callable[[], None] = getattr(executor, "end", lambda: executor.shutdown(wait=False, cancel_futures=True))
    end()
