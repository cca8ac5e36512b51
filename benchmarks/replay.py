"""Replays: how large a file is, how long it takes to make, and how long others wait for the server's loop meanwhile.

    python benchmarks/replay.py

Each is made as a server makes it, in a process of its own, after its run is trained. CPU time is the process's. A task
that only wants its turn on the same event loop looks every 2 ms how late it comes; 99 times of 100 not later than this.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from statistics import quantiles

from measure import print_table
from threadpoolctl import threadpool_limits

from app.runs.serving.store import Store
from app.runs.serving.trainers import LoopTrainer
from app.web.embed.allowed import read_asked
from app.web.embed.catalogue import EMBEDS
from app.web.embed.replay import SIZE_MAX, silent
from app.web.site.received import mended

REACH = "1,000,000"
EVERY = 0.002  # seconds between looks at the loop
CASES = (
    ("default run", "network", ""),
    ("the same, backward", "network", "view=backward"),
    ("digits", "network", "data=digits"),
    ("curve", "network", "data=curve"),
    ("20,000 steps", "network", "steps=20000"),
    ("One layer, 4 x 5", "layer", ""),
    ("One layer, 8 x 8", "layer", "batch=8&units=8"),
)


async def measured(name: str, link: str) -> tuple[int, str, float, float]:
    """(bytes, what is recorded, CPU seconds, seconds that others wait)."""
    store = Store(512 << 20, 4)
    trainer = LoopTrainer(store)
    waits = [0.0]

    async def wait() -> None:
        while True:
            due = time.perf_counter() + EVERY
            await asyncio.sleep(EVERY)
            waits.append(time.perf_counter() - due)

    replay = EMBEDS[name].replay(read_asked(mended(link)), "")
    if name != "layer":
        await replay.make(store, silent)  # trained, and all that is made once
    waiting, began = asyncio.create_task(wait()), time.process_time()
    page = await replay.make(store, silent)
    spent = time.process_time() - began
    waiting.cancel()
    await trainer.stop()
    said = page.text.split('<footer class="recorded">')[1].split("Link of")[0].split("anything. ")[1]
    return len(page.text.encode()), said.strip(), spent, quantiles(waits, n=100)[-1]


def main() -> None:
    """One case in this process, or each in its own."""
    if len(sys.argv) > 1:
        name, link = sys.argv[1:]
        with threadpool_limits(1):
            size, said, spent, wait = asyncio.run(measured(name, link))
        print(f"{size}\t{said}\t{spent}\t{wait}")
        return
    rows = []
    for what, name, link in CASES:
        line = [sys.executable, Path(__file__), name, link]
        done = subprocess.run(line, capture_output=True, encoding="utf-8", check=True)
        size, said, spent, wait = done.stdout.split("\t")
        reach = REACH if int(size) <= SIZE_MAX else f"{REACH}: not reached"
        rows.append((what, f"{int(size):,}", reach, f"{float(spent):.1f} s", f"{1000 * float(wait):.0f} ms", said))
    print_table(("replay", "bytes", "reach", "CPU time", "others wait", "what it has"), rows)


if __name__ == "__main__":
    main()
