"""The default run of each method's page: to its last record, to its first frame, to the first frame of a moved p.

    python benchmarks/scenes.py [page ...]

As it is served: the store asks the worker process for both arms of a fresh seed. The first frame is that of step 0,
from a link that nobody has opened; a moved p is a branch at step 50, from the request to the bytes of its first frame.
Bytes are of frames as they come (masks alone), and of those with maps, words and outlines, five a second.
Reach: 5 s for convolutions and transformer, 2.5 s for all others; 300 ms; 80 ms, with the browser's paint; 1 kB.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from itertools import count
from statistics import median
from urllib.parse import parse_qsl

from measure import print_table
from threadpoolctl import threadpool_limits

from app.runs.serving.store import Store
from app.runs.serving.trainers import WorkerTrainer
from app.runs.spec.run_spec import RunSpec
from app.web.address.query import read_query
from app.web.frames import event, frame_json
from app.web.live.channel import Channel
from app.web.methods.catalogue import PAGES
from app.web.moment import Moment

RUNS, AT = 3, 50
SLOW = {"conv": 5.0, "transformer": 5.0}
seeds = count(4001)


def fresh(link: str) -> RunSpec:
    """A page's run with a seed of its own."""
    spec, _ = read_query(parse_qsl(link, keep_blank_values=True))
    return spec.but(seed=str(next(seeds)))


async def first_frame(store: Store, spec: RunSpec, step: int = 0) -> float:
    """Seconds until there are the bytes of a step's frame."""
    start = time.perf_counter()
    async with store.open(spec) as run:
        await run.reach(step)
        async with run.hold(step):
            event("frame", frame_json(Moment(run, step)), step)
        return time.perf_counter() - start


async def moved(store: Store, spec: RunSpec) -> float:
    """The same of a branch of a run that somebody watches at this step."""
    async with store.open(spec) as run:
        await run.finish()
        async with run.hold(AT):
            frame_json(Moment(run, AT))
        ps = [p + 0.05 for p in spec.p]
        return await first_frame(store, spec.with_change(AT, "p", tuple(ps)), AT)


async def whole(store: Store, spec: RunSpec) -> tuple[float, int, int]:
    """Seconds to the last record of both arms, and bytes of the largest frame, without and with its details."""
    start = time.perf_counter()
    async with store.open(spec) as run:
        await run.finish()
        assert run.state == "complete", run.cause
        seconds = time.perf_counter() - start
        channel, sizes = Channel(run), []
        for step in range(0, run.ended_at, 20):
            async with run.hold(step):
                moment = Moment(run, step)
                own = frame_json(moment, masks=channel.sends_masks(step), details=False)
                sizes.append((len(event("frame", own, step)), len(event("frame", frame_json(moment), step))))
        return seconds, max(own for own, _ in sizes), max(all_of for _, all_of in sizes)


async def main() -> None:
    store = Store(512 << 20, 64)
    trainer = WorkerTrainer(store)
    await trainer.start()
    await whole(store, fresh(""))  # the worker process has to start
    rows = []
    for name, page in PAGES.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        firsts = [1000 * await first_frame(store, fresh(page.link)) for _ in range(RUNS)]
        wholes = [await whole(store, fresh(page.link)) for _ in range(RUNS)]
        spec = fresh(page.link)
        hands = [] if spec.plan.learns_p else [1000 * await moved(store, fresh(page.link)) for _ in range(RUNS)]
        seconds, plain, detailed = (median(values) for values in zip(*wholes, strict=True))
        reach = f"{SLOW.get(page.net, 2.5):g}"
        hand = f"{median(hands):.0f}" if hands else "learned"
        rows.append((name, f"{seconds:.2f}", reach, f"{median(firsts):.0f}", hand, f"{plain:.0f}", f"{detailed:.0f}"))
    await trainer.stop()
    print_table(("page", "whole s", "reach", "first frame ms", "p moved ms", "bytes", "with details"), rows)


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # of the worker process
    with threadpool_limits(1):
        asyncio.run(main())
