"""The process that trains: reads jobs from its input, writes chunks of log to its output, ends at end of input.

All jobs share its time, and a new one comes first, so that a change is seen at once however many runs train.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from queue import SimpleQueue
from typing import Any, BinaryIO

from threadpoolctl import threadpool_limits

from app.runs.serving.fair import Fair
from app.runs.serving.messages import HEADER, SLICE_SECONDS, failed, frame
from app.runs.training.chunk import Chunk
from app.runs.training.job import Job


class Worker:
    """The loop of the process: messages first, then one slice of the next job.

    A thread of its own waits for messages, since Windows cannot select pipes; it sleeps while none comes.
    """

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self.sink = sink
        self.jobs: Fair[Job] = Fair()
        self._messages: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
        threading.Thread(target=_read, args=(source, self._messages), daemon=True).start()

    def serve(self) -> None:
        """Work until the input ends."""
        while self._listen():
            if not self.jobs:
                continue
            number, job = self.jobs.next()
            began = time.process_time()  # what neighbours on the machine take is not a job's
            try:
                chunk = job.slice(time.perf_counter, SLICE_SECONDS)
            except Exception as error:  # one run's fault must not end the others
                chunk = failed(error)
            self.jobs.charge(number, time.process_time() - began)
            if chunk.ended:
                self.jobs.remove(number)
            if len(chunk.losses) or chunk.ended:  # a slice within an evaluation records nothing
                self._write(number, chunk)

    def _listen(self) -> bool:
        """Take all messages that are there; wait for one if there is nothing to do. False at the end of input."""
        while not self.jobs or not self._messages.empty():
            message = self._messages.get()
            if message is None:
                return False
            self._take(message)
        return True

    def _take(self, message: tuple[Any, ...]) -> None:
        kind, number, *rest = message
        if kind == "cancel":
            self.jobs.remove(number)
            return
        try:
            self.jobs.add(number, Job(*rest))
        except Exception as error:  # the server must hear of it, whatever it is
            self._write(number, failed(error))

    def _write(self, number: int, chunk: Chunk) -> None:
        self.sink.write(frame((number, chunk)))
        self.sink.flush()


def _read(source: BinaryIO, messages: SimpleQueue[tuple[Any, ...] | None]) -> None:
    """Hand on message by message, and None at the end of input."""
    try:
        while len(head := source.read(HEADER.size)) == HEADER.size:
            (length,) = HEADER.unpack(head)
            body = source.read(length)
            if len(body) == length:  # the server may have been killed while it wrote
                messages.put(pickle.loads(body))
    finally:
        messages.put(None)


def main() -> None:
    if hasattr(os, "nice"):  # not on Windows
        os.nice(5)  # where there is one core for both, who watches comes before what trains
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle: it closes our input
    with threadpool_limits(1):
        try:
            Worker(sys.stdin.buffer, sys.stdout.buffer).serve()
        except BrokenPipeError:
            os._exit(0)


if __name__ == "__main__":
    main()
