"""The process that trains, its loop run in a thread: jobs in turn, and one job's fault is that job's alone."""

import os
import pickle
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.runs.serving import worker
from app.runs.serving.messages import HEADER, frame
from app.runs.serving.worker import Worker
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Chunk


class Faulty:
    """A job that does three slices, or breaks in the second, if its seed is 13."""

    def __init__(self, spec: RunSpec, state: Any) -> None:
        self.breaks = spec.seeds.data == 13
        self.slices = 0

    def slice(self, time: Callable[[], float], seconds: float) -> Chunk:
        self.slices += 1
        if self.breaks and self.slices == 2:
            raise ZeroDivisionError("a fault")
        ended = "complete" if self.slices == 3 else ""
        return Chunk(self.slices, np.zeros(1, np.float32), None, [], [], ended)


def test_a_job_that_breaks_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "Job", Faulty)
    jobs_out, jobs_in = os.pipe()
    chunks_out, chunks_in = os.pipe()

    def serve() -> None:
        with os.fdopen(jobs_out, "rb") as source, os.fdopen(chunks_in, "wb") as sink:
            Worker(source, sink).serve()

    thread = threading.Thread(target=serve)
    thread.start()
    with os.fdopen(chunks_out, "rb") as chunks:
        for number, seed in enumerate((13, 1)):
            os.write(jobs_in, frame(("train", number, RunSpec.parse({"seed": str(seed)}), None)))
        ends: dict[int, Chunk] = {}
        while len(ends) < 2:
            (length,) = HEADER.unpack(chunks.read(HEADER.size))
            number, chunk = pickle.loads(chunks.read(length))
            if chunk.ended:
                ends[number] = chunk
        os.close(jobs_in)
        thread.join(5)
    assert not thread.is_alive()
    assert (ends[0].ended, ends[0].cause) == ("failed", "ZeroDivisionError: a fault")
    assert ends[1].ended == "complete"
