"""Who computes experiments: processes of this machine, or a cluster. Each is a `concurrent.futures.Executor`.

They never slow a run that plays: processes of their own, nice 10, one BLAS thread each.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType

from threadpoolctl import threadpool_limits

NICE = 10
BLAS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
EXTRA = "dropout-explorer[cluster]"


class Gone(RuntimeError):
    """Nobody is there who could compute. Its text is the key of a message."""


class Died(RuntimeError):
    """A task ended those who computed it, again and again."""


def make_executor(workers: int = 0, cluster: str = "") -> Executor:
    """The cluster at this address, or else a pool of so many processes; 0 are as many as there are cores.

    Raises: Gone where nobody answers there.
    """
    if not cluster:
        return Pool(workers or cores())
    from app.runs.experiments.cluster import Cluster  # it needs an extra

    return Cluster(cluster)


def missing_extra(cluster: str) -> str:
    """What to install before this cluster can be used; "" where nothing is missing."""
    return EXTRA if cluster and importlib.util.find_spec("distributed") is None else ""


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Process(SpawnProcess):
    """A process that starts with what it is for alone: not with the server's main module, web and all, and with Ctrl-C
    held off from the first moment."""

    def start(self) -> None:
        main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            with _interrupts_held():
                super().start()
        finally:
            sys.modules["__main__"] = main


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """What is started meanwhile holds them for good."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Context(SpawnContext):
    Process = _Process


class Pool(ProcessPoolExecutor):
    """Processes of this machine, which end with this one, however it ends: each waits for the end of a pipe that only
    this one can write to."""

    def __init__(self, workers: int) -> None:
        context = _Context()
        self.workers = workers
        self._end, self._alive = context.Pipe(duplex=False)
        super().__init__(workers, context, _begin, (self._end,))

    def warm(self) -> None:
        """Start every process now, so that the first task finds it ready."""
        for _ in range(self.workers):
            self.submit(_ready)

    def end(self) -> None:
        """End them at once, whatever they compute."""
        self.shutdown(wait=False, cancel_futures=True)
        self._alive.close()


def _begin(end: Connection) -> None:
    """The first thing that a process does."""
    threading.Thread(target=_end_with, args=(end,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is this machine's server that ends them
    if hasattr(os, "nice"):  # not on Windows
        os.nice(NICE)
    os.environ.update(dict.fromkeys(BLAS, "1"))  # before NumPy is loaded
    import app.runs.experiments.task  # noqa: F401  (so that it is there when the first task comes)

    threadpool_limits(1)


def _end_with(end: Connection) -> None:
    end.poll(None)  # until the other end is closed
    os._exit(0)


def _ready() -> None:
    """A task that does nothing."""
