"""Experiments whose numbers are known: what a cell finds is the length of its name, unless its name says otherwise.

The functions are for pools and clusters too: these import this module by its name.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import NamedTuple

from threadpoolctl import threadpool_info

from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.running import Experiments, Progress

PATIENCE = 30


class Fake(NamedTuple):
    """An experiment of these cells, in this order."""

    arms: tuple[str, ...]
    name: str = "fake"

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(Cell("fake", arm) for arm in self.arms)

    def query(self) -> str:
        return ";".join(self.arms)


def fake(*arms: str) -> Fake:
    return Fake(arms)


def many(count: int, first: int = 0, kind: str = "arm") -> Fake:
    return Fake(tuple(f"{kind}{number}" for number in range(first, first + count)))


def value(cell: Cell) -> Values:
    return {"length": float(len(cell.arm))}


def compute(cells: Sequence[Cell]) -> list[Values]:
    """`slow`: takes a moment; `forever`: very long; `fails`: raises; `kills`: ends its process; `once PATH`: does so if
    PATH is not there."""
    for cell in cells:
        kind, _, path = cell.arm.partition(" ")
        if kind.startswith("slow"):
            time.sleep(0.05)
        elif kind.startswith("forever"):
            time.sleep(10 * PATIENCE)
        elif kind.startswith("fails"):
            raise ValueError(cell.arm)
        elif kind.startswith("kills") or (kind == "once" and not Path(path).exists()):
            if path:
                Path(path).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return [value(cell) for cell in cells]


def who(seconds: float = 0.0) -> int:
    time.sleep(seconds)  # so that every process gets one
    return os.getpid()


def manners() -> tuple[int, set[int], bool, list[str]]:
    """nice; BLAS threads; whether Ctrl-C is ignored; modules of the web that are loaded."""
    threads = {pool["num_threads"] for pool in threadpool_info()}
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    return os.nice(0), threads, ignored, [name for name in ("app.main", "app.web", "fastapi") if name in sys.modules]


def one_by_one(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    return [(cell,) for cell in cells]


def in_fours(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    return [tuple(cells[start : start + 4]) for start in range(0, len(cells), 4)]


def a_second_each(cells: Iterable[Cell]) -> float:
    return float(len(list(cells)))


class Held(Executor):
    """Computes a task when it is told to. `asked`: those that wait; `order`: arms in the order they were handed out."""

    def __init__(self, workers: int = 2) -> None:
        self.workers = workers
        self.asked: list[tuple[Future[object], object, tuple[object, ...]]] = []
        self.order: list[str] = []
        self.ended = False

    def submit(self, function, /, *args):
        future: Future[object] = Future()
        self.asked.append((future, function, args))
        self.order += [cell.arm for cell in args[1]]
        return future

    def finish(self, count: int = 1) -> None:
        for _ in range(count):
            future, function, args = self.asked.pop(0)
            if future.set_running_or_notify_cancel():
                future.set_result(function(*args))

    def end(self) -> None:
        self.ended = True


class Now(Executor):
    """Computes each task at once, in a thread of its own."""

    workers = 2

    def submit(self, function, /, *args):
        future: Future[object] = Future()

        future.set_running_or_notify_cancel()

        def work() -> None:
            try:
                future.set_result(function(*args))
            except BaseException as error:
                future.set_exception(error)

        threading.Thread(target=work, daemon=True).start()
        return future


def experiments(executor: Executor, kept=None, tasks=one_by_one, grace: float = 0.0) -> Experiments:
    return Experiments(lambda: executor, kept, compute, tasks, a_second_each, grace)


async def to_the_end(running: Experiments, experiment: Fake) -> Progress:
    """Watch it until it ends: the last of what was told."""
    async with asyncio.timeout(PATIENCE):
        async for progress in running.watch(experiment):
            last = progress
    return last


async def until(seen) -> None:
    """Give way until this is so."""
    async with asyncio.timeout(PATIENCE):
        while not seen():
            await asyncio.sleep(0.001)
