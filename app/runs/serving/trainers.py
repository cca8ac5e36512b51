"""Who trains: a process of its own, or, for one person, slices between the server's own work.

A busy thread in the server's process would make every write to a viewer wait for the interpreter; so there is none.
"""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import sys
import time
from collections.abc import Callable
from functools import cache

from app.runs.serving.fair import Fair
from app.runs.serving.messages import HEADER, SLICE_SECONDS, failed, frame
from app.runs.serving.store import Store
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Chunk, State
from app.runs.training.job import Job

STOP_SECONDS = 0.5  # that the process has to end by itself
RESTART_SECONDS = 0.2  # before a process that died is started again


class LoopTrainer:
    """Trains in slices of 5 ms on the server's own event loop."""

    def __init__(self, store: Store) -> None:
        self.store = store
        store.trainer = self
        self._jobs: Fair[Callable[[], Job]] = Fair()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Stop training."""
        self._jobs = Fair()
        if self._task is not None:
            self._task.cancel()

    def submit(self, number: int, spec: RunSpec, state: State | None) -> None:
        self._jobs.add(number, cache(lambda: Job(spec, state)))
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._train())

    def cancel(self, number: int) -> None:
        self._jobs.remove(number)

    async def _train(self) -> None:
        while self._jobs:
            number, job = self._jobs.next()
            began = time.process_time()  # what neighbours on the machine take is not a job's
            try:
                chunk = job().slice(time.perf_counter, SLICE_SECONDS)
            except Exception as error:  # as in the worker: the log must hear of it, whatever it is
                chunk = failed(error)
            self._jobs.charge(number, time.process_time() - began)
            if chunk.ended:
                self._jobs.remove(number)
            if len(chunk.losses) or chunk.ended:  # a slice within an evaluation records nothing
                self.store.receive(number, chunk)
            await asyncio.sleep(0)


class WorkerTrainer:
    """Trains in a process of its own (`app.runs.serving.worker`), which ends when the server does."""

    def __init__(self, store: Store) -> None:
        self.store = store
        store.trainer = self
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._unsent: list[bytes] = []

    async def start(self) -> None:
        """Start the process, and read from it until it ends; start it again if it dies."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.runs.serving.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 22,
        )
        self._task = asyncio.get_running_loop().create_task(self._read(self._process))
        for message in self._unsent:
            self._send(message)
        self._unsent.clear()

    async def stop(self) -> None:
        """Close the process's input, at which it ends."""
        self._stopping = True
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            try:
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):  # it has ended meanwhile
                    self._process.kill()
                await self._process.wait()
        if self._task is not None:
            self._task.cancel()

    def submit(self, number: int, spec: RunSpec, state: State | None) -> None:
        self._send(frame(("train", number, spec, state)))

    def cancel(self, number: int) -> None:
        self._send(frame(("cancel", number)))

    def _send(self, message: bytes) -> None:
        if self._process is None or self._process.stdin is None or self._process.returncode is not None:
            self._unsent.append(message)
        else:
            self._process.stdin.write(message)

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        try:
            while True:
                (length,) = HEADER.unpack(await process.stdout.readexactly(HEADER.size))
                number, chunk = pickle.loads(await process.stdout.readexactly(length))
                assert isinstance(chunk, Chunk)
                self.store.receive(number, chunk)
        except asyncio.IncompleteReadError:
            await process.wait()
        if not self._stopping:
            self._process = None
            self._unsent.clear()
            self.store.fail_all("trainer gone")
            await asyncio.sleep(RESTART_SECONDS)
            await self.start()
