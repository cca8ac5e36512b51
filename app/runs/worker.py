"""The process that trains: reads jobs from its input, writes chunks of log to its output, ends at end of input.

Every job gets a slice in turn, the newest first, so that a change is seen at once however many runs train.
"""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import sys
import time
from collections import deque
from typing import BinaryIO

from threadpoolctl import threadpool_limits

from app.runs.arm_log import Chunk
from app.runs.job import Job
from app.runs.trainers import HEADER, SLICE_SECONDS, failed, frame


class Worker:
    """The loop of the process: messages first, then one slice of the next job."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self.source = source
        self.sink = sink
        self.jobs: deque[tuple[int, Job]] = deque()
        self._selector = selectors.DefaultSelector()
        self._selector.register(source, selectors.EVENT_READ)
        self._buffer = bytearray()

    def serve(self) -> None:
        """Work until the input ends."""
        while self._read():
            if not self.jobs:
                continue
            number, job = self.jobs.popleft()
            try:
                chunk = job.slice(time.perf_counter, SLICE_SECONDS)
            except Exception as error:  # one run's fault must not end the others
                chunk = failed(error)
            if not chunk.ended:
                self.jobs.append((number, job))
            self._write(number, chunk)

    def _read(self) -> bool:
        """Take all messages that are there; wait for one if there is nothing to do. False at the end of input."""
        while self._selector.select(0 if self.jobs else None):
            data = os.read(self.source.fileno(), 1 << 20)
            if not data:
                return False
            self._buffer += data
            while len(self._buffer) >= HEADER.size:
                (length,) = HEADER.unpack_from(self._buffer)
                if len(self._buffer) < HEADER.size + length:
                    break
                body = bytes(self._buffer[HEADER.size : HEADER.size + length])
                del self._buffer[: HEADER.size + length]
                self._take(pickle.loads(body))
        return True

    def _take(self, message: tuple) -> None:  # type: ignore[type-arg]
        kind, number, *rest = message
        if kind == "cancel":
            self.jobs = deque(entry for entry in self.jobs if entry[0] != number)
            return
        try:
            self.jobs.appendleft((number, Job(*rest)))
        except Exception as error:  # the server must hear of it, whatever it is
            self._write(number, failed(error))

    def _write(self, number: int, chunk: Chunk) -> None:
        self.sink.write(frame((number, chunk)))
        self.sink.flush()


def main() -> None:
    os.nice(5)  # where there is one core for both, who watches comes before what trains
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle: it closes our input
    with threadpool_limits(1):
        try:
            Worker(sys.stdin.buffer, sys.stdout.buffer).serve()
        except BrokenPipeError:
            os._exit(0)


if __name__ == "__main__":
    main()
