"""How long a whole run takes: a default scene with a fresh seed, both arms, to its last record.

    python benchmarks/run.py [link ...]

"served" goes the way of a request: the store asks the worker process, which trains, evaluates and sends the
log back in chunks. "bare" is the same training in this process, with no log and no evaluation.
Reach, served: 0.5 s for moons, 5 s for the convolutional network and the transformer, 2.5 s for the others.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from itertools import count
from statistics import median

from measure import print_table
from threadpoolctl import threadpool_limits

from app.runs.data.data_set import load
from app.runs.serving.store import Store
from app.runs.serving.trainers import WorkerTrainer
from app.runs.spec.run_spec import RunSpec
from app.runs.training.loop import Training

RUNS = 10
LINKS = ("", "data=digits&method=dropblock")
REACH = {"dense": 0.5, "conv": 5.0, "transformer": 5.0}  # by network; of the others 2.5
seeds = count(3001)


def fresh(link: str) -> RunSpec:
    return RunSpec.from_query(link).but(seed=str(next(seeds)))


async def served(store: Store, spec: RunSpec) -> float:
    """Seconds until the store has the last record of both arms."""
    start = time.perf_counter()
    async with store.open(spec) as run:
        await run.finish()
        assert run.state == "complete", run.cause
    return time.perf_counter() - start


def bare(spec: RunSpec) -> float:
    """Seconds for the training of both arms alone."""
    start = time.perf_counter()
    data = load(spec.data, spec.seeds.data)
    for arm in (spec, spec.twin()):
        Training(arm, data).advance(spec.training.steps)
    return time.perf_counter() - start


async def main(links: Sequence[str]) -> None:
    store = Store(256 << 20, 64)
    trainer = WorkerTrainer(store)
    await trainer.start()
    rows = []
    for link in links:
        await served(store, fresh(link))  # the worker process has to start
        times = [(await served(store, fresh(link)), bare(fresh(link))) for _ in range(RUNS)]
        reach = f"{REACH.get(fresh(link).net.name, 2.5):g}"
        for name, seconds, least in zip(("served", "bare"), zip(*times, strict=True), (reach, ""), strict=True):
            spread = (f"{of(seconds):.3f}" for of in (median, min, max))
            rows.append((link or "moons", fresh(link).training.steps, name, *spread, least))
    await trainer.stop()
    print_table(("link", "steps", "run", "median s", "min", "max", "reach"), rows)


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # of the worker process
    with threadpool_limits(1):
        asyncio.run(main(sys.argv[1:] or LINKS))
