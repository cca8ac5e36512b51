"""What a training step of each method costs, beside one of plain dropout on the same network.

    python benchmarks/methods.py

The network of the default scene, and that of the digits; a step is a run's own (`Training`), its masks' coins with it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from measure import calls, paired, print_table
from threadpoolctl import threadpool_limits

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training.loop import Training

METHODS = (
    "method=classic",
    "method=gaussian",
    "method=concrete",
    "method=dropconnect",
    "method=dropconnect&each=batch",
)


def step(query: str) -> Callable[[], None]:
    """One step of this run after another, a function to call again and again."""
    spec = RunSpec.from_query(query)
    training = Training(spec, load(spec.data, spec.seeds.data))
    return lambda: training.advance(training.step + 1)


def main() -> None:
    rows = []
    for data in ("moons", "digits"):
        for method in METHODS:
            found = paired(calls(step(f"data={data}&{method}")), calls(step(f"data={data}")))
            times = [f"{seconds * 1e6:.0f}" for seconds in found[1:]]
            rows.append((data, method, *times, f"{found.ratio:.2f}"))
    print_table(("data", "method", "step µs", "dropout µs", "ratio"), rows)


if __name__ == "__main__":
    with threadpool_limits(1), np.errstate(over="ignore"):
        main()
