"""Where every number in the sentences under the figure comes from: runs over seeds that no setting was chosen with.

    nice python benchmarks/claims.py [link ...]
    python benchmarks/claims.py --table

Each run that a claim (`app/web/explore/claims.py`) or a scene speaks of is trained with 200 seeds in the plane and on
the curve, 60 on digits, 24 where the network is no columns of neurons; a seed draws data, weights, batches and masks
anew. Wins are counted at the last step, dropout off, and a tie is no win. Of scenes the whole history is evaluated: the
best moment of an arm is found by looking at the test set. Writes `app/runs/scenes/claims.json`: medians with standard
errors, which the pages read, and what each claim says. With links, only those are measured anew.

Prints one table of all that was measured: claim, measure, result, direction held in how many; with what
`experiments.py` has found of the catalogue. With --table nothing is measured.

Reach, for moons and digits: the lower test loss in 90 % of the runs, the better test accuracy in 80 %.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

import experiments
import numpy as np
import over_masks
from measure import print_table
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from app.runs.data.tasks import TASKS
from app.runs.scenes.measured import FILE, settings
from app.runs.spec.run_spec import RunSpec
from app.runs.training.experiment import scores_over_time
from app.runs.training.rhythm import point_steps
from app.web.explore.claims import CLAIMS

FIRST = 20001
RUNS, RUNS_OF_DIGITS, RUNS_OF_NETS = 200, 60, 24
ARMS = ("dropout", "twin")
SCENE_RUNS = [settings(RunSpec.parse({"data": data})) for data in TASKS] + [
    "data=digits&method=dropblock",
    "data=digits&method=variational",
]
BOOTSTRAP = 1000


class Runs(NamedTuple):
    """What came of a link's runs, arm by arm (dropout, twin): scores (2, runs, moments, 3), as in
    `app.runs.training.evaluation.Score`, and the share of wrong labels that is said at the end, (2, runs); and of the
    arm with dropout what `over_masks` measures, (runs,) each."""

    moments: NDArray[np.int64]
    scores: NDArray[np.float64]
    wrong: NDArray[np.float64]
    measures: dict[str, NDArray[np.float64]]


def run(link: str) -> Runs:
    """Train all runs of a link."""
    spec = RunSpec.from_query(link)
    moments = history(spec.training.steps) if link in SCENE_RUNS else np.array([spec.training.steps])
    specs = [spec.but(seed=str(seed)) for seed in seeds(spec)]
    pairs = [scores_over_time(one.query(), moments) for one in specs]
    arms = list(zip(*pairs, strict=True))
    with np.errstate(all="ignore"):
        measured = [over_masks.measures(one, pair[0].row, pair[1].row) for one, pair in zip(specs, pairs, strict=True)]
    return Runs(
        moments,
        np.array([[one.scores for one in arm] for arm in arms]),
        np.array([[one.wrong for one in arm] for arm in arms]),
        {name: np.array([found[name] for found in measured]) for name in measured[0]},
    )


def seeds(spec: RunSpec) -> range:
    count = RUNS_OF_DIGITS if spec.data.name == "digits" else RUNS
    return range(FIRST, FIRST + (count if spec.plan.columns else RUNS_OF_NETS))


def summary(link: str, runs: Runs) -> dict[str, Any]:
    """All that is written down of the runs of one link."""
    spec, (dropout, twin) = RunSpec.from_query(link), runs.scores
    found: dict[str, Any] = {
        "settings": {name: text for name, text in spec.texts().items() if not name.startswith("seed")},
        "seeds": [seeds(spec)[0], seeds(spec)[-1]],
        "runs": len(seeds(spec)),
        "wins": wins(dropout[:, -1], twin[:, -1]),
        "dropout": last(dropout[:, -1], runs.wrong[0]),
        "twin": last(twin[:, -1], runs.wrong[1]),
    }
    if runs.measures:
        medians = {name: middle(values) for name, values in runs.measures.items()}
        found["masks"] = medians | over_masks.wins(runs.measures) | over_masks.CONSTANTS
    if len(runs.moments) > 1:
        add_history(found, runs.moments, dropout, twin)
    return found


def history(steps: int) -> NDArray[np.int64]:
    """When a scene is evaluated: when the page does it 40 times, where best moments lie, then every fourth time."""
    moments = point_steps(steps)
    return np.unique(np.concatenate([moments[:40], moments[40::4], moments[-1:], moments[[len(moments) // 5]]]))


def wins(dropout: NDArray[np.float64], twin: NDArray[np.float64]) -> dict[str, int]:
    """In how many runs dropout has the lower test loss and the better accuracy: (runs, 3) each."""
    return {"loss": int((dropout[:, 1] < twin[:, 1]).sum()), "accuracy": int((dropout[:, 2] > twin[:, 2]).sum())}


def last(scores: NDArray[np.float64], wrong: NDArray[np.float64]) -> dict[str, Any]:
    """Of one arm at its last step: scores (runs, 3). What a regression has not is left out."""
    values = dict(zip(("clean", "test", "accuracy", "wrong"), (*scores.T, wrong), strict=True))
    return {name: middle(of_runs) for name, of_runs in values.items() if not np.isnan(of_runs).any()}


def middle(values: NDArray[np.float64]) -> dict[str, float]:
    """Median, since a few runs have losses many times the others', and its standard error, by the bootstrap."""
    drawn = np.random.default_rng(0).integers(len(values), size=(BOOTSTRAP, len(values)))
    return {"median": rounded(np.median(values)), "se": rounded(np.median(values[drawn], axis=1).std())}


def mean(values: NDArray[np.float64]) -> dict[str, float]:
    """Mean and its standard error."""
    return {"mean": rounded(values.mean()), "se": rounded(values.std(ddof=1) / len(values) ** 0.5)}


def rounded(value: float) -> float:
    return float(f"{value:.4g}")


def add_history(
    found: dict[str, Any], steps: NDArray[np.int64], dropout: NDArray[np.float64], twin: NDArray[np.float64]
) -> None:
    """Best moments, what is lost after them, and who is ahead after a fifth of the run."""
    arms = dict(zip(ARMS, (dropout, twin), strict=True))
    best = {name: histories[:, :, 1].min(axis=1) for name, histories in arms.items()}
    for name, histories in arms.items():
        found[name] |= {
            "best": middle(best[name]),
            "at": int(median(steps[histories[:, :, 1].argmin(axis=1)])),
            "rise": middle(histories[:, -1, 1] - best[name]),
        }
    found["best"] = {
        "wins": int((best["dropout"] < best["twin"]).sum()),
        "gain": mean(best["twin"] - best["dropout"]),
        "last": int((dropout[:, -1, 1] < best["twin"]).sum()),
    }
    fifth = int(np.searchsorted(steps, steps[-1] // 5))
    found["fifth"] = {"step": int(steps[fifth]), **wins(dropout[:, fifth], twin[:, fifth])}


def links() -> list[str]:
    return list(dict.fromkeys([*SCENE_RUNS, *(run for claim in CLAIMS for run in claim.runs)]))


def rows(link: str, found: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Claim, measure, result with / without, direction, of a run's settings."""
    arms, claim = [found[arm] for arm in ARMS], link or "moons"
    losses = " / ".join(written(arm["test"], 1, 3) for arm in arms)
    lines = [(claim, "test loss", losses, f"lower in {found['wins']['loss']} of {found['runs']}")]
    if "accuracy" in arms[0]:
        right = " / ".join(written(arm["accuracy"], 100, 1) for arm in arms)
        lines.append((claim, "accuracy, %", right, f"better in {found['wins']['accuracy']} of {found['runs']}"))
    return lines


def of_experiments() -> list[tuple[str, str, str, str]]:
    """The same of each value of each experiment of the catalogue."""
    found = [line for name, of in experiments.table().items() for line in experiments.rows(name, of)]
    return [
        (" ".join((name, *([] if panel == "–" else [panel]), at)), measure, f"{ours} / {twin}, {between}", direction)
        for name, panel, at, measure, ours, twin, between, direction in found
    ]


def history_row(link: str, found: dict[str, Any]) -> tuple[object, ...]:
    arms = [found[arm] for arm in ARMS]
    best, rise = (" / ".join(written(arm[name], 1, 3) for arm in arms) for name in ("best", "rise"))
    between = found["best"]
    return (
        link or "moons",
        arms[1]["at"],
        best,
        rise,
        f"{between['wins']} of {found['runs']}",
        written(between["gain"], 1, 4),
    )


def written(found: dict[str, float], times: float, digits: int) -> str:
    return f"{times * found.get('median', found.get('mean')):.{digits}f} ± {times * found['se']:.{digits}f}"


def main(chosen: Sequence[str]) -> None:
    table = json.loads(FILE.read_text(encoding="utf-8"))["runs"] if FILE.exists() else {}
    if list(chosen) == ["--table"]:
        print_all(table)
        return
    with threadpool_limits(1):
        for link in chosen or links():
            table[link] = summary(link, run(link))
            print(f"measured {link or 'moons'}", file=sys.stderr, flush=True)
    table = {link: table[link] for link in links() if link in table}
    said = {
        claim.name: {"runs": claim.runs, "says": claim.text(table)}
        for claim in CLAIMS
        if all(run in table for run in claim.runs)
    }
    found = json.dumps({"runs": table, "claims": said}, indent=1, ensure_ascii=False)
    FILE.write_text(found + "\n", encoding="utf-8")
    print_all(table)
    head = ("run", "twin's best at", "best with / without", "rise after it with / without", "best is lower", "by")
    print_table(head, [history_row(link, found) for link, found in table.items() if "best" in found])


def print_all(table: dict[str, Any]) -> None:
    head = ("claim", "measure", "result with / without", "direction held")
    print_table(head, [*(line for link, found in table.items() for line in rows(link, found)), *of_experiments()])


if __name__ == "__main__":
    main(sys.argv[1:])
