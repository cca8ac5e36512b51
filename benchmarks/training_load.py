"""A hundred viewers of one link, first by themselves, then while eight other runs train.

    python benchmarks/training_load.py

The runs are digits with seeds from 1 on and so many steps that they train throughout; each has one viewer,
who waits for its curves. Server and load client have a core each; the process that trains goes where it finds
room.
Reach: the 99th percentile of the lateness at most twice that without training.
"""

from __future__ import annotations

import itertools
import os
import time
from contextlib import nullcontext
from pathlib import Path
from statistics import median

import numpy as np
from measure import print_table
from viewers import CORES, cpu_seconds, explorer, in_order, lateness, server, watching

VIEWERS, RUNS, SECONDS, ROUNDS = 100, 8, 8.0, 3
SETTLE = 1.5
LONG = "data=digits&n=2000&steps=20000&rate=0"
seeds = itertools.count(1)


def worker_of(process: int) -> int:
    """The server's one child."""
    return int(Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()[0])


def window(process: int, port: int, training: bool) -> tuple[np.ndarray, bool, float]:
    """How late the frames came, whether all came in order, and the cores that training took."""
    paths = [f"/stream?{LONG}&seed={next(seeds)}" for _ in range(RUNS)]
    busy = watching(port, RUNS, SETTLE + SECONDS + 1, *paths) if training else nullcontext()
    with busy, watching(port, VIEWERS, SETTLE + SECONDS, "/stream?rate=20") as found:
        time.sleep(VIEWERS * 0.001 + SETTLE)
        start, before = time.monotonic(), cpu_seconds(worker_of(process))
        time.sleep(SECONDS - 1.0)
        stop, after = time.monotonic(), cpu_seconds(worker_of(process))
    at = found[0]["at"]
    records = found[0][(at >= start) & (at < stop)]
    return lateness(records), in_order(found[0]), (after - before) / (stop - start)


def main() -> None:
    with server(*explorer()) as (process, port):
        os.sched_setaffinity(worker_of(process), CORES)
        time.sleep(2.0)  # the default run is trained by now
        rounds = [[window(process, port, training) for training in (False, True)] for _ in range(ROUNDS)]
    p99 = [[float(np.percentile(late, 99)) * 1e3 for late, _, _ in pair] for pair in rounds]
    alone, beside = (median(column) for column in zip(*p99, strict=True))
    ratio = median(b / a for a, b in p99)
    complete = "yes" if all(ordered for pair in rounds for _, ordered, _ in pair) else "NO"
    took = median(pair[1][2] for pair in rounds)
    print(f"{VIEWERS} viewers, 20 frames/s, {RUNS} runs train, {ROUNDS} rounds of {SECONDS:g} s each")
    head = ("all in order", "cores that training took", "p99 ms alone", "while 8 train", "ratio (2)")
    print_table(head, [(complete, f"{took:.2f}", f"{alone:.1f}", f"{beside:.1f}", f"{ratio:.2f}")])


if __name__ == "__main__":
    main()
