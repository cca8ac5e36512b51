"""What one frame of the default scene costs: its bytes, and the CPU time to make it.

    python benchmarks/frame.py

As `app/web/live/hub.py` sends them at 20 frames/s: the masks of the batch in each where they are small, weights in
every fourth. Reach: 1 kB and 50 µs.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable
from statistics import median, quantiles

from measure import print_table
from threadpoolctl import threadpool_limits

from app.runs.log.run import Run
from app.runs.serving.store import Store
from app.runs.serving.trainers import LoopTrainer
from app.runs.spec.run_spec import RunSpec
from app.web.frames import event, frame_json, outcome_json
from app.web.live.channel import Channel
from app.web.moment import Moment

WEIGHTS_EVERY = 4


def frames(run: Run, steps: Iterable[int]) -> tuple[list[int], list[float]]:
    """Bytes and CPU seconds of the frames of these steps."""
    channel = Channel(run)
    sizes, times = [], []
    for number, step in enumerate(steps):
        weights = number % WEIGHTS_EVERY == 0
        start = time.thread_time()
        body = event("frame", frame_json(Moment(run, step), weights or channel.sends_masks(step), weights), step)
        times.append(time.thread_time() - start)
        sizes.append(len(body))
    return sizes, times


def outcomes(run: Run, steps: Iterable[int]) -> tuple[list[int], list[float]]:
    """The same of the outcome events, of which there are four a second."""
    sizes, times = [], []
    for step in steps:
        start = time.thread_time()
        body = event("outcome", outcome_json(Moment(run, step)))
        times.append(time.thread_time() - start)
        sizes.append(len(body))
    return sizes, times


async def main() -> None:
    store = Store(256 << 20, 64)
    LoopTrainer(store)
    rows = []
    for data in ("moons", "digits"):
        async with store.open(RunSpec.parse({"data": data})) as run:
            await run.finish()
            anywhere = random.Random(1).choices(range(run.spec.training.steps), k=1000)
            reach = ("1000", "50") if data == "moons" else ("", "")
            for name, (sizes, times) in (
                ("frame, step by step", frames(run, range(run.spec.training.steps))),
                ("frame, any step", frames(run, anywhere)),
                ("outcome", outcomes(run, anywhere[:100])),
            ):
                micros = [seconds * 1e6 for seconds in times]
                spread = f"{quantiles(micros, n=10)[8]:.0f}"
                goal = reach if name.startswith("frame") else ("", "")
                rows.append(
                    (
                        data,
                        name,
                        f"{median(sizes):.0f}",
                        max(sizes),
                        goal[0],
                        f"{median(micros):.0f}",
                        spread,
                        goal[1],
                    )
                )
    print_table(("scene", "what", "bytes", "most", "reach", "µs", "90th %", "reach"), rows)


if __name__ == "__main__":
    with threadpool_limits(1):
        asyncio.run(main())
