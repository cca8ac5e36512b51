"""A cluster of dask.distributed as an `Executor`. Its workers need this very package."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, InvalidStateError
from functools import cache, partial
from typing import Any

from threadpoolctl import threadpool_limits

from app.runs.experiments.cell import VERSION
from app.runs.experiments.executor import Died, Gone

CONNECT_SECONDS = 5.0
CLOSE_SECONDS = 0.5
COUNT_SECONDS = 2.0  # between looks at how many workers there are
RETRIES = 2  # of a task whose computing failed, by the cluster itself
# glibc's mallopt: what is free stays with the process. With dask's own setting each large array is mapped afresh.
TRIM, TRIM_BYTES = -1, 256 << 20
MMAP, MMAP_BYTES = -3, 32 << 20

log = logging.getLogger(__name__)


class OtherVersion(RuntimeError):
    """A worker's package computes other numbers."""


class Cluster(Executor):
    """workers: how many threads of the cluster compute, at the last look.

    A task is lost with the scheduler, never with a worker: another one gets it.
    Raises: Gone where nobody answers at the address.
    """

    def __init__(self, address: str) -> None:
        from distributed import Client

        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # many tracebacks for one lost connection
        client: Any = Client
        try:
            self._client: Any = client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise Gone("cluster gone") from error
        self._closed = threading.Event()
        self.workers = self._count()
        threading.Thread(target=self._watch, name="cluster", daemon=True).start()

    @property
    def alive(self) -> bool:
        return bool(self._client.status == "running")

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if not self.alive:
            raise Gone("cluster gone")
        future: Future[Any] = Future()
        call = partial(function, *args, **kwargs)  # one thing: it would look into tuples
        there = self._client.submit(_work, VERSION, call, pure=False, retries=RETRIES)
        there.add_done_callback(lambda _: _hand_over(there, future))
        future.add_done_callback(lambda _: there.cancel() if future.cancelled() else None)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster. Whatever we asked for and nobody has computed yet is forgotten there."""
        self._closed.set()
        with contextlib.suppress(Exception):  # it may be gone already
            self._client.close(timeout=CLOSE_SECONDS)

    def end(self) -> None:
        self.shutdown(wait=False)

    def _watch(self) -> None:
        while not self._closed.wait(COUNT_SECONDS):
            self.workers = self._count()

    def _count(self) -> int:
        try:
            return int(self._client.scheduler_info(n_workers=0).get("total_threads", 0))
        except Exception:  # nobody answers, in one of many ways
            return 0


def _hand_over(there: Any, future: Future[Any]) -> None:
    """What became of a task, in a thread of the client's."""
    from distributed import KilledWorker

    with contextlib.suppress(InvalidStateError):  # it was cancelled meanwhile
        if there.status in ("cancelled", "lost"):
            future.set_exception(Gone("cluster gone"))
            return
        try:
            future.set_result(there.result())
        except InvalidStateError:
            raise
        except KilledWorker as error:
            future.set_exception(Died(str(error)))
        except (ImportError, OtherVersion) as error:
            log.error("cluster differs: %s", error)
            future.set_exception(Gone("cluster differs"))
        except BaseException as error:
            future.set_exception(Gone("cluster gone") if there.status in ("cancelled", "lost") else error)


def _work(version: int, call: Callable[[], Any]) -> Any:
    """On a worker. Raises: OtherVersion where its package would compute other numbers."""
    if version != VERSION:
        raise OtherVersion(f"version {VERSION}, asked for {version}")
    _settle()
    return call()


@cache
def _settle() -> None:
    """Once in a worker: one BLAS thread, and memory that is free stays with the process."""
    import app.runs.experiments.task  # noqa: F401  (NumPy's BLAS has to be there to be told)

    threadpool_limits(1)
    with contextlib.suppress(OSError, AttributeError):  # where there is no glibc
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(TRIM, TRIM_BYTES)
        mallopt(MMAP, MMAP_BYTES)
