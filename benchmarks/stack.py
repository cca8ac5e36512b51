"""A step of many arms as a stack, for each of them, against a step of one arm at a time.

    python benchmarks/stack.py

The arms differ in all their seeds: data, weights, batches and masks of their own. One at a time is a run's own step
(`Training`); both make batches, coins and masks, and have their parameters on the float32 grid after each step.
Reach: 32 arms of 2-8-8-8-1 with at least 3 times the throughput.
"""

from __future__ import annotations

from measure import Chunk, calls, paired, print_table
from threadpoolctl import threadpool_limits

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training.loop import Training
from app.runs.training.stack import Stack

COUNTS = (1, 2, 8, 32, 128)
ROUNDS = 60
NETWORKS = {
    "2-8-8-8-1, batch 10, sgd, ReLU": "hidden=8,8,8&batch=10&p=0.5&optimizer=sgd",
    "the same, tanh": "hidden=8,8,8&batch=10&p=0.5&optimizer=sgd&activation=tanh",
    "default scene": "",
    "notebook's network": "data=notebook",
    "digits": "data=digits",
}
LARGE = 4000  # parameters, of which no more than 32 arms are stacked


def alone(spec: RunSpec) -> Chunk:
    """Steps of one arm after another."""
    training = Training(spec, load(spec.data, spec.seeds.data))
    return calls(lambda: training.advance(training.step + 1))


def together(spec: RunSpec, count: int) -> Chunk:
    """The same of a stack of so many; seconds are those of one arm."""
    stack = Stack([spec.but(seed=str(seed)) for seed in range(1, count + 1)])
    chunk = calls(lambda: stack.advance(stack.step + 1))
    return lambda times: chunk(times) / count


def main() -> None:
    rows = []
    for name, query in NETWORKS.items():
        spec = RunSpec.from_query(query)
        for count in COUNTS:
            if count <= 32 or spec.parameters < LARGE:
                found = paired(alone(spec), together(spec, count), ROUNDS)
                times = [f"{seconds * 1e6:.1f}" for seconds in found[1:]]
                reach = "3" if (count, query) == (32, NETWORKS["2-8-8-8-1, batch 10, sgd, ReLU"]) else ""
                rows.append((name, count, *times, f"{found.ratio:.2f}", reach))
    print_table(("network", "arms", "alone µs", "stacked µs an arm", "ratio", "reach"), rows)


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
