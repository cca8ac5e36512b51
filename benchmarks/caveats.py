"""What the default scene does not show, measured: where the sentences under the figure come from.

    python benchmarks/caveats.py

Seeds 3001 to 3050, as in `scenes.py`. It prints, for the default scene: dropout against the twin stopped at its best
moment (an oracle: it looks at the test set), against weight decay alone, with all labels right, and at step 300.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from statistics import mean, median

from measure import print_table
from scenes import SEEDS
from threadpoolctl import threadpool_limits

from app.runs.experiment import Pair, losses_over_time, over_seeds
from app.runs.spec import RunSpec

VARIANTS = ("", "steps=300", "steps=600", "flip=0", "flip=0.1", "n=1000", "p=0.5",
            "decay=0.001", "decay=0.003", "decay=0.01")  # fmt: skip


def row(name: str, pairs: list[Pair]) -> tuple[object, ...]:
    """Wins, medians of the test loss, means of the accuracy."""
    arms = ([pair.dropout for pair in pairs], [pair.twin for pair in pairs])
    losses = " / ".join(f"{median(score.test for score in arm):.3f}" for arm in arms)
    right = " / ".join(f"{100 * mean(score.accuracy for score in arm):.1f}" for arm in arms)
    wins = f"{sum(pair.wins_loss for pair in pairs)}, {sum(pair.wins_accuracy for pair in pairs)}"
    return name or "as it is", wins, losses, right


def main() -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, spawn, initializer=threadpool_limits, initargs=(1,)) as pool:
        rows = [row(name, over_seeds(RunSpec.from_query(name), SEEDS, pool)) for name in VARIANTS]
        print_table(
            ("default scene, but", "wins (loss, accuracy) of 50", "test loss dropout / twin", "accuracy %"),
            rows,
        )
        histories = list(pool.map(losses_over_time, [f"seed={seed}" for seed in SEEDS]))
    best = [(float(twin.min()), int(twin.argmin()) * 10, float(dropout[-1])) for dropout, twin in histories]
    wins = sum(last < least for least, _, last in best)
    print(f"\nThe twin's best moment is step {median(step for _, step, _ in best):.0f} (median), test loss "
          f"{median(least for least, _, _ in best):.3f}; dropout's last, {median(last for *_, last in best):.3f}, "
          f"is lower in {wins} of 50.")  # fmt: skip


if __name__ == "__main__":
    main()
