"""The default sweep, 10 p by 10 seeds on the default scene: its first dots, all of it, and a run that plays beside it.

    python benchmarks/sweep.py

Asked for as a page does: the page itself, then its stream. "first" is a server's first sweep, which starts the
processes that compute; later ones find them there. Nothing is read from a cache: each sweep has seeds of its own.

Beside it: the frames of viewers of one run that plays, alone and while a sweep uses every core. Server, its processes
and the load client share all cores.
Reach: first dots in 1 s, all in 20 s on 2 cores; the 99th percentile of the lateness at most twice that alone.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import NamedTuple

import numpy as np
from measure import print_table
from neighbours import ask, head
from viewers import CORES, cpu_seconds, explorer, in_order, lateness, server, watching

SWEEPS, ROUNDS, SECONDS, SETTLE, VIEWERS = 6, 5, 8.0, 1.5, 20
LARGE = 200  # seeds of a sweep that lasts as long as a window
firsts = itertools.count(1_000_001, 1_000)


class Sweep(NamedTuple):
    """Seconds until the first dots, how many they were, and seconds until all."""

    first: float
    dots: int
    all: float


async def sweep(port: int, link: str) -> Sweep:
    """Ask for a page and watch what comes of it."""
    link = f"first={next(firsts)}{link}"
    reader, writer = await ask(port, f"/practice/p?{link}")
    assert (await head(reader))[0] == 200
    writer.close()
    began, first, dots = time.monotonic(), float("nan"), 0
    reader, writer = await ask(port, f"/experiments/stream?of=p&run=1&{link}")
    assert (await head(reader))[0] == 200
    try:
        while line := await reader.readline():
            if not line.startswith(b"data: "):
                continue
            progress = json.loads(line[6:])
            if progress["done"] and not dots:
                first, dots = time.monotonic() - began, progress["done"]
            if progress["state"] == "complete":
                return Sweep(first, dots, time.monotonic() - began)
    finally:
        writer.close()
    raise RuntimeError("the stream ended before the sweep")


@contextmanager
def sweeping(port: int) -> Iterator[None]:
    """While the block lasts, a large sweep uses every core; somebody else has it stopped afterwards."""
    loop = asyncio.new_event_loop()
    asked = loop.create_task(sweep(port, f"&seeds={LARGE}"))

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(asyncio.wait([asked]))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
        if asked.done():
            raise RuntimeError("the sweep ended before the window")
    finally:
        loop.call_soon_threadsafe(asked.cancel)
        thread.join()
        loop.close()


def window(port: int) -> tuple[np.ndarray, bool]:
    """How late frames came, and whether all came in order."""
    with watching(port, VIEWERS, SETTLE + SECONDS, "/stream?rate=20") as found:
        time.sleep(SETTLE)
        start = time.monotonic()
        time.sleep(SECONDS - 1.0)
        stop = time.monotonic()
    at = found[0]["at"]
    return lateness(found[0][(at >= start) & (at < stop)]), in_order(found[0])


def beside(process: int, port: int) -> tuple[tuple[np.ndarray, bool], tuple[np.ndarray, bool]]:
    """A window alone, and one beside a sweep."""
    time.sleep(6.0)  # the grace of the sweep before has run out
    alone = window(port)
    with sweeping(port):
        time.sleep(1.0)
        return alone, window(port)


def main() -> None:
    with server(*explorer(), "--cells", "none", cores=CORES) as (process, port):
        time.sleep(2.0)  # the default run is trained by now
        before = cpu_seconds(process)
        found = [asyncio.run(sweep(port, "")) for _ in range(SWEEPS)]
        own = (cpu_seconds(process) - before) / SWEEPS
        rounds = [beside(process, port) for _ in range(ROUNDS)]
    later = Sweep(*(median(column) for column in zip(*found[1:], strict=True)))
    times = [
        (name, f"{one.first:.2f}", int(one.dots), f"{one.all:.2f}")
        for name, one in (("first", found[0]), ("later", later))
    ]
    print_table(("sweep", "first dots s (1)", "dots", "all s (20)"), times)
    print(f"CPU of the server itself: {own:.2f} s a sweep")
    p99 = [[float(np.percentile(late, 99)) * 1e3 for late, _ in pair] for pair in rounds]
    ratio = median(busy / alone for alone, busy in p99)
    complete = "yes" if all(ordered for pair in rounds for _, ordered in pair) else "NO"
    columns = [f"{median(column):.1f}" for column in zip(*p99, strict=True)]
    print(f"{VIEWERS} viewers, 20 frames/s, {ROUNDS} rounds of {SECONDS:g} s each")
    print_table(("all in order", "p99 ms alone", "beside a sweep", "ratio (2)"), [(complete, *columns, f"{ratio:.2f}")])


if __name__ == "__main__":
    main()
