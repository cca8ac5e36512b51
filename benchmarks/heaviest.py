"""The heaviest run of each kind that the limits allow, watched by four, beside one who watches a light run.

    python benchmarks/heaviest.py

One who plays a light run that nobody has asked for before and one who asks for /healthz ten times a second, while four
watch one heavy run, all at 20 steps a second, for SECONDS.
Reach: /healthz 99 % under 50 ms; the light run's frames 99 % at most 50 ms late; each of the four gets frames.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import numpy as np
from measure import print_table
from neighbours import HEAVY, ask, healthy, late, light, together
from viewers import CORES, explorer, server

WATCHING, SECONDS = 4, 20.0
RUNS = {
    "six layers of 256, digits": HEAVY,
    "DropConnect, a mask a sample": "data=digits&method=dropconnect&place=0,1&hidden=64,64&batch=60&steps=300&n=1000",
    "DropConnect, evaluated by moments": "method=dropconnect&inference=moments&place=0,1,2,3&p=0.3",
    "Monte-Carlo, 200 passes of six layers": "hidden=32,32,32,32,32,32&place=1,2,3,4,5,6&passes=200",
    "Concrete, six layers": "data=digits&method=concrete&place=0,1,2,3&hidden=256,256,256&steps=600&batch=100",
}


async def watch(port: int, link: str, seen: Counter[str]) -> None:
    """Read a run's stream, and ask again where there is no room yet."""
    while True:
        reader, writer = await ask(port, f"/stream?{link}&rate=20")
        try:
            status = int((await reader.readuntil(b"\r\n\r\n")).split()[1])
            seen[str(status)] += 1
            while status == 200 and (line := await reader.readline()):
                seen["frames"] += line.startswith(b"event: frame")
        finally:
            writer.close()
        await asyncio.sleep(1.0)


async def crowd(port: int, link: str) -> tuple[list[float], list[tuple[int, float]], Counter[str]]:
    took: list[float] = []
    at: list[tuple[int, float]] = []
    seen: Counter[str] = Counter()
    beside = [healthy(port, took), light(port, at), *(watch(port, link, seen) for _ in range(WATCHING))]
    await together(beside, SECONDS, seen)
    return took, at, seen


def main() -> None:
    rows = []
    for name, link in RUNS.items():
        with server(*explorer(), cores=CORES) as (_, port):
            time.sleep(2.0)  # the default run is trained by now
            began = time.monotonic()
            took, at, seen = asyncio.run(crowd(port, link))
        lateness = late(at, began + SECONDS)
        waits, lates = (
            f"{np.percentile(times, 99) * 1e3:.0f} ({np.max(times) * 1e3:.0f})" for times in (took, lateness)
        )
        rows.append((name, waits, lates, "50", str(dict(seen))))
    print("ms, 99 % (most)")
    print_table(("watched by four", "/healthz", "light run's frames late", "reach", "the four"), rows)


if __name__ == "__main__":
    main()
