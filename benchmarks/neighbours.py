"""Bad neighbours: 200 viewers who each ask for another of the heaviest runs, a third of whom never read.

    python benchmarks/neighbours.py

The runs are digits with six layers of 256, and as many samples as a link may ask for with that. Who is refused asks
again when `Retry-After` says. Beside them: one who plays a light run that nobody has asked for before, and one who
asks for /healthz ten times a second. All ends after SECONDS.
Reach: /healthz 99 % under 200 ms; the light run's frames 99 % at most 100 ms late; server and worker together under
`--memory-mb` plus 500 MB; who is refused gets 503 and a Retry-After; some heavy viewers get frames.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from measure import print_table
from viewers import CORES, explorer, server

NEIGHBOURS, SECONDS, MEMORY_MB = 200, 60.0, 512
HEAVY = "data=digits&hidden=256,256,256,256,256,256&steps=300&n=4000&batch=90"
LIGHT = "/stream?seed=77&rate=20"  # the first scene, 1,500 steps
FPS = 20.0


def family(process: int) -> list[int]:
    """The server and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    return [process, *map(int, children)]


def resident(process: int) -> float:
    """MB of memory that a process and its children hold."""
    pages = 0
    for one in family(process):
        pages += int(Path(f"/proc/{one}/statm").read_text(encoding="utf-8").split()[1])
    return pages * 4096 / 2**20


async def head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    return int(lines[0].split()[1]), {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:] if line)}


async def ask(port: int, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    return reader, writer


async def neighbour(port: int, number: int, seen: Counter[str]) -> None:
    """Ask for a run of her own until it comes, then read it, or, one in three, do not."""
    while True:
        reader, writer = await ask(port, f"/stream?{HEAVY}&seed={number + 1}&rate=20")
        try:
            if number % 3 == 0:
                seen["never read"] += 1
                await asyncio.sleep(SECONDS)
            status, headers = await head(reader)
            if status == 200:
                seen["let in"] += 1
                while line := await reader.readline():
                    seen["frames"] += line.startswith(b"event: frame")
                return
            seen["refused"] += status == 503 and int(headers.get("retry-after", 0)) > 0
            seen["otherwise"] += not (status == 503 and "retry-after" in headers)
        finally:
            writer.close()
        await asyncio.sleep(float(headers.get("retry-after", 1)))


async def light(port: int, at: list[tuple[int, float]]) -> None:
    """Note when each frame of the light run came."""
    reader, writer = await ask(port, LIGHT)
    try:
        await head(reader)
        while line := await reader.readline():
            if line.startswith(b"id: "):
                at.append((int(line[4:]), time.monotonic()))
    finally:
        writer.close()


async def healthy(port: int, took: list[float]) -> None:
    """Ask for /healthz ten times a second, each on a connection of its own."""
    while True:
        started = time.monotonic()
        reader, writer = await ask(port, "/healthz")
        await head(reader)
        took.append(time.monotonic() - started)
        writer.close()
        await asyncio.sleep(0.1)


async def watch_memory(process: int, most: list[float]) -> None:
    while True:
        most.append(resident(process))
        await asyncio.sleep(0.25)


async def crowd(process: int, port: int) -> tuple[list[float], list[tuple[int, float]], list[float], Counter[str]]:
    took: list[float] = []
    at: list[tuple[int, float]] = []
    memory: list[float] = []
    seen: Counter[str] = Counter()
    beside = [healthy(port, took), light(port, at), watch_memory(process, memory)]
    await together([*beside, *(neighbour(port, k, seen) for k in range(NEIGHBOURS))], SECONDS, seen)
    return took, at, memory, seen


async def together(viewers: Iterable[Coroutine[Any, Any, None]], seconds: float, seen: Counter[str]) -> None:
    """Let all of them watch for so long, and count who met an exception, by its name."""
    tasks = [asyncio.create_task(one) for one in viewers]
    await asyncio.wait(tasks, timeout=seconds)
    for task in tasks:
        task.cancel()
    for fault in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(fault, Exception):
            seen[type(fault).__name__] += 1


def late(at: list[tuple[int, float]], ended: float) -> np.ndarray:
    """How late each frame came, in seconds, by the pace of the first after step 0, which is sent at once.

    One that never came is as late as the end.
    """
    came = dict(at)
    first = came.get(1, ended)
    due = np.arange(1, max(2, int((ended - first) * FPS)))
    return np.array([came.get(int(step), ended) for step in due]) - (first + (due - 1) / FPS)


def main() -> None:
    with server(*explorer(), "--memory-mb", str(MEMORY_MB), cores=CORES) as (process, port):
        time.sleep(2.0)  # the default run is trained by now
        began = time.monotonic()
        took, at, memory, seen = asyncio.run(crowd(process, port))
    came, lateness = dict(at), late(at, began + SECONDS)
    print(f"{NEIGHBOURS} viewers of as many of the heaviest runs, {SECONDS:g} s: {dict(seen)}")
    waits = f"{np.percentile(took, 99) * 1e3:.0f} ms (most {max(took) * 1e3:.0f})"
    lates = f"{np.percentile(lateness, 99) * 1e3:.0f} ms (most {lateness.max() * 1e3:.0f})"
    firsts = ", ".join(f"{came[step] - began:.2f} s" if step in came else "never" for step in (0, 1))
    rows = [
        ("/healthz, 99 %", "200 ms", waits),
        ("a light run's frames late, 99 %", "100 ms", lates),
        ("its first and second frame came after", "", firsts),
        ("memory of server and worker", f"{MEMORY_MB + 500} MB", f"{max(memory):.0f} MB"),
    ]
    print_table(("", "reach", "measured"), rows)
    sys.exit(seen["otherwise"] > 0)


if __name__ == "__main__":
    main()
