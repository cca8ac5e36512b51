"""What each experiment of the catalogue finds over fresh seeds that no setting of it was chosen with.

    nice python benchmarks/experiments.py [--contrasts] [name ...]

Every row of `app/runs/experiments/catalogue.py`, or those named, over SEEDS seeds from FIRST on, each drawing data,
weights, batches and masks anew; and every other measure that its cells have. Writes `app/runs/scenes/experiments.json`:
at each value of each panel the mean and the spread of both arms, their paired differences with the 95 % bootstrap
interval of the mean, and in how many seeds the arm with dropout is the better one; then the contrasts of the row, and
how sure it is which p is best (`contrasts.py`, `tops.py`). Rows that are not named stay as they are. Cells that are
done are kept in `build/`, so that a run that was stopped goes on.

With --contrasts only what contrasts and best values need is trained: they are put beside what stands there, which has
to come out as it is.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import as_completed
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from measure import print_table

from app.runs.experiments.catalogue import ROWS
from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.compared import compared
from app.runs.experiments.contrasts import CONTRASTS, MEASURE, Spot, contrasted, point
from app.runs.experiments.executor import Pool, cores
from app.runs.experiments.experiment import Experiment, Point
from app.runs.experiments.kept import KeptCells
from app.runs.experiments.measures import MEASURES, Measure
from app.runs.experiments.pairs import Summary
from app.runs.experiments.task import compute, seconds, tasks
from app.runs.experiments.tops import FALLS, share_that_falls, shares
from app.runs.scenes.measured import EXPERIMENTS, at
from app.runs.spec.link import SpecError

FIRST, SEEDS = 20001, 24
KEPT = Path(__file__).parents[1] / "build" / "cells.sqlite3"
DIGITS = 4


def asked(name: str, measure: str = "") -> Experiment:
    """A row of the catalogue over these seeds, perhaps with another measure."""
    pairs = [("seeds", str(SEEDS)), ("first", str(FIRST)), *([("shows", measure)] if measure else [])]
    return Experiment.parse(name, pairs, None)


def shown(name: str) -> dict[str, Experiment]:
    """An experiment, and the same with each other measure that its cells have, by measure."""
    own = asked(name)
    found = {own.measure.name: own}
    for other in ROWS[name].also:
        try:
            there = asked(name, other)
        except SpecError:  # it lies along something else
            continue
        if there.probe == own.probe:
            found[other] = there
    return found


def values_of(cells: Sequence[Cell], pool: Pool, kept: KeptCells) -> dict[Cell, Values]:
    """Compute what is not kept."""
    keys = {cell.key: cell for cell in cells}
    found = {keys[key]: values for key, values in kept.get(keys).items()}
    futures = {pool.submit(compute, task): task for task in tasks(cell for cell in cells if cell not in found)}
    for future in as_completed(futures):
        new = dict(zip(futures[future], future.result(), strict=True))
        kept.put({cell.key: values for cell, values in new.items()})
        found |= new
    return found


def written(experiment: Experiment, values: Mapping[Cell, Values]) -> list[dict[str, Any]]:
    """All that is written down of one measure, panel by panel."""
    return [
        {"value": panel.value, "points": [point_of(experiment, point, values) for point in panel.points]}
        for panel in experiment.panels
    ]


def point_of(experiment: Experiment, point: Point, values: Mapping[Cell, Values]) -> dict[str, Any]:
    """What was found at one value. Where nothing is dropped both arms are one."""
    both = compared(experiment, point, values)
    found: dict[str, Any] = {"value": point.value, "n": len(both.pairs), "twin": arm(both.twin.values())}
    if point.ours == point.twin:
        return found
    return found | {"ours": arm(both.ours.values()), **differs(both.summary)}


def differs(of: Summary) -> dict[str, Any]:
    """Paired differences."""
    return {
        "difference": {"mean": rounded(of.mean), "low": rounded(of.low), "high": rounded(of.high), "n": of.sized},
        "lower": of.lower,
        "higher": of.higher,
        "never": of.never,
        "diverged": of.diverged,
    }


def beside(experiment: Experiment, values: Mapping[Cell, Values]) -> dict[str, Any]:
    """The contrasts of the row, and how sure it is which p is the best."""
    found: dict[str, Any] = {}
    if experiment.name in CONTRASTS:
        found["contrasts"] = [
            {"of": of.of, "here": of.here, "there": of.there, "n": told.pairs, **differs(told)}
            for of in CONTRASTS[experiment.name]
            for told in [contrasted(experiment, of, values)]
        ]
    if has_top(experiment):
        found["tops"] = shares(experiment, experiment.panels[0], values)
    if experiment.name in FALLS:
        found["falls"] = share_that_falls(experiment, values)
    return found


def has_top(experiment: Experiment) -> bool:
    """Whether there is one best p."""
    return experiment.over == "p" and not experiment.by


def spots(experiment: Experiment) -> set[Spot]:
    """What these are made of."""
    named = {spot for of in CONTRASTS.get(experiment.name, ()) for spot in (of.here, of.there)}
    panels = ("",) if has_top(experiment) else FALLS.get(experiment.name, ())
    return named | {Spot(value, panel) for panel in panels for value in experiment.values}


def arm(readings: Iterable[float]) -> dict[str, Any]:
    """Mean and standard deviation over the seeds that have a number, and how many have."""
    numbers = [reading for reading in readings if math.isfinite(reading)]
    spread = stdev(numbers) if len(numbers) > 1 else math.nan
    return {"mean": rounded(mean(numbers) if numbers else math.nan), "sd": rounded(spread), "n": len(numbers)}


def rounded(value: float) -> float | None:
    """JSON has no NaN."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def measured(name: str, pool: Pool, kept: KeptCells) -> dict[str, Any]:
    """Run one experiment, and write down every measure of it."""
    by_measure = shown(name)
    first = next(iter(by_measure.values()))
    began = time.monotonic()
    print(
        f"{name}: {len(first.cells)} cells, about {seconds(first.cells) / cores():.0f} s", file=sys.stderr, flush=True
    )
    values = values_of(first.cells, pool, kept)
    print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    found = {measure: written(experiment, values) for measure, experiment in by_measure.items()}
    of_row = {"link": first.query(), "over": first.over, "by": first.by, "shows": first.measure.name, "measures": found}
    return of_row | (beside(by_measure[MEASURE], values) if MEASURE in by_measure else {})


def contrasts(name: str, found: dict[str, Any], pool: Pool, kept: KeptCells) -> dict[str, Any]:
    """The same with its contrasts, whose cells alone are computed."""
    experiment = asked(name, MEASURE)
    points = {spot: point(experiment, spot) for spot in sorted(spots(experiment))}
    links = dict.fromkeys(link for of in points.values() for link in (of.ours, of.twin))
    values = values_of([experiment.cell(link, seed) for seed in experiment.seed_numbers for link in links], pool, kept)
    for spot, of in points.items():
        if point_of(experiment, of, values) != at(name, spot.value, MEASURE, spot.panel):
            raise SystemExit(f"{name}: what is written down of {spot} comes out otherwise")
    return found | beside(experiment, values)


def rows(name: str, found: Mapping[str, Any]) -> list[tuple[object, ...]]:
    """Of the measure that it shows."""
    measure = MEASURES[found["shows"]]
    return [
        (name, panel["value"] or "–", f"{found['over']} {point['value']}", measure.name, *result(point, measure))
        for panel in found["measures"][measure.name]
        for point in panel["points"]
    ]


def result(point: Mapping[str, Any], measure: Measure) -> tuple[str, str, str, str]:
    """Both arms, the difference with its interval, and where dropout is the better one."""
    twin = text(point["twin"])
    if "ours" not in point:
        return "–", twin, "–", "–"
    of = point["difference"]
    between = "–" if of["low"] is None else f"{of['mean']:+.4g} ({of['low']:+.4g} to {of['high']:+.4g})"
    held = point["higher"] if measure.better == "higher" else point["lower"]
    return text(point["ours"]), twin, between, f"{'better' if measure.better else 'lower'} {held} of {point['n']}"


def text(of: Mapping[str, Any]) -> str:
    return "never" if of["mean"] is None else f"{of['mean']:.4g} ± {of['sd'] or 0:.2g}"


def write(there: Mapping[str, Any]) -> None:
    """An experiment a line."""
    lines = (f"{json.dumps(name)}: {json.dumps(found, separators=(',', ':'))}" for name, found in there.items())
    head = f'{{"seeds": [{FIRST}, {FIRST + SEEDS - 1}], "experiments": {{'
    EXPERIMENTS.write_text(head + "\n" + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


def table() -> dict[str, Any]:
    """What is written down of each experiment."""
    return json.loads(EXPERIMENTS.read_text(encoding="utf-8"))["experiments"] if EXPERIMENTS.exists() else {}


def main(chosen: Sequence[str]) -> None:
    found = table()
    KEPT.parent.mkdir(exist_ok=True)
    pool, kept = Pool(cores()), KeptCells(KEPT)
    few, names = "--contrasts" in chosen, [name for name in chosen if name != "--contrasts"]
    try:
        if few and not names:
            names = [name for name in ROWS if MEASURE in shown(name) and spots(asked(name))]
        for name in names or ROWS:
            found[name] = contrasts(name, found[name], pool, kept) if few else measured(name, pool, kept)
            there = {known: found[known] for known in ROWS if known in found}
            write(there)
    finally:
        pool.end()
    head = ("experiment", "panel", "at", "measure", "dropout", "twin", "difference (95 %)", "direction")
    print_table(head, [line for name in there for line in rows(name, found[name])])


if __name__ == "__main__":
    main(sys.argv[1:])
