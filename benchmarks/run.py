"""How long a whole run takes: the default scene with a fresh seed, both arms, to its last record.

    python benchmarks/run.py

"served" goes the way of a request: the store asks the worker process, which trains, evaluates and sends the
log back in chunks. "bare" is the same training in this process, with no log and no evaluation.
Reach: 0.5 s served.
"""

from __future__ import annotations

import asyncio
import os
import time
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
seeds = count(3001)


def fresh() -> RunSpec:
    return RunSpec.parse({"seed": str(next(seeds))})


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


async def main() -> None:
    store = Store(256 << 20, 64)
    trainer = WorkerTrainer(store)
    await trainer.start()
    await served(store, fresh())  # the worker process has to start
    times = [(await served(store, fresh()), bare(fresh())) for _ in range(RUNS)]
    await trainer.stop()
    rows = []
    for name, seconds, reach in zip(("served", "bare"), zip(*times, strict=True), ("0.5", ""), strict=True):
        rows.append((name, f"{median(seconds):.3f}", f"{min(seconds):.3f}", f"{max(seconds):.3f}", reach))
    spec = fresh()
    how = spec.training
    print(f"{how.steps} steps of {'-'.join(map(str, spec.sizes))}, batch {how.batch}, {how.optimizer}")
    print_table(("run", "median s", "min", "max", "reach"), rows)


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # of the worker process
    with threadpool_limits(1):
        asyncio.run(main())
