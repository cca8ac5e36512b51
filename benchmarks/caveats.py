"""What the scenes do not show, measured: where the numbers in the sentences under the figure come from.

    python benchmarks/caveats.py

Seeds 3001 to 3050, as in `scenes.py`. For each scene dropout at its last step is set against the twin stopped at its
best moment (an oracle: it looks at the test set). Then runs with other settings: earlier, with all labels right, with
weight decay, in narrow layers. And how many steps longer dropout takes to learn its training set. Writes
`caveats.json`, to which a test holds the sentences (`app/runs/scenes.py`, `app/runs/caveats.py`).
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from measure import print_table
from scenes import SEEDS, row, summary
from threadpoolctl import threadpool_limits

from app.runs.arm_log import point_steps
from app.runs.experiment import over_seeds, scores_over_time
from app.runs.scenes import SCENES
from app.runs.spec import RunSpec

RESULT = Path(__file__).with_name("caveats.json")
VARIANTS = (
    "steps=300", "flip=0", "n=1000", "n=200&steps=600", "p=0.5&hidden=5,5,5", "decay=0.003", "decay=0.01",
    "data=digits&n=1000&flip=0", "data=digits&p=0.8", "data=digits&p=0.9",
)  # fmt: skip
LEARNED = "data=digits&n=1000&flip=0&steps=1500"
THRESHOLD = 0.01  # of the clean training loss


def seeded(query: str) -> list[str]:
    spec = RunSpec.from_query(query)
    return [spec.but(seed=str(seed)).query() for seed in SEEDS]


def early(data: str, pool: Executor) -> dict[str, Any]:
    """The twin's best moment (median step and test loss), dropout's last loss, and how often that is lower."""
    steps = point_steps(RunSpec.parse({"data": data}).steps)
    histories = list(pool.map(scores_over_time, seeded(f"data={data}")))
    best = [float(twin[:, 1].min()) for _, twin in histories]
    last = [float(dropout[-1, 1]) for dropout, _ in histories]
    return {
        "at": int(median(int(steps[twin[:, 1].argmin()]) for _, twin in histories)),
        "best": round(median(best), 3),
        "last": round(median(last), 3),
        "wins": sum(a < b for a, b in zip(last, best, strict=True)),
    }


def slower(pool: Executor) -> dict[str, Any]:
    """The first evaluation at which the clean training loss is below the threshold, for each arm; null for never."""
    steps = point_steps(RunSpec.from_query(LEARNED).steps)
    arms: Iterable[tuple[np.ndarray, ...]] = zip(*pool.map(scores_over_time, seeded(LEARNED)), strict=True)
    found: dict[str, Any] = {"query": LEARNED, "threshold": THRESHOLD}
    for name, histories in zip(("dropout", "twin"), arms, strict=True):
        first = [steps[below[0]] if len(below := np.flatnonzero(h[:, 0] < THRESHOLD)) else np.inf for h in histories]
        found[name] = int(middle) if np.isfinite(middle := median(first)) else None
    return found


def main() -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, spawn, initializer=threadpool_limits, initargs=(1,)) as pool:
        stopped = {data: early(data, pool) for data in SCENES}
        variants = {}
        for query in VARIANTS:
            spec = RunSpec.from_query(query)
            variants[query] = summary(spec, over_seeds(spec, SEEDS, pool))
        longer = slower(pool)
    found = {"early": stopped, "variants": variants, "slower": longer}
    RESULT.write_text(json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    head = ("scene", "twin's best at step", "its test loss", "dropout's last", "lower in, of 50")
    print_table(head, [(data, *(row[key] for key in ("at", "best", "last", "wins"))) for data, row in stopped.items()])
    head = ("settings", "seeds", "lower loss", "better accuracy", "test loss dropout / twin", "test accuracy")
    print_table(head, [row(query, values) for query, values in variants.items()])
    print(f"Steps to a clean training loss of {THRESHOLD:g}, {LEARNED}: "
          f"{longer['dropout']} with dropout, {longer['twin']} without.")  # fmt: skip


if __name__ == "__main__":
    main()
