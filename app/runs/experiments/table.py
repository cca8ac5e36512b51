"""An experiment's results as a table: a row for each arm of each run that is done, with all that was measured of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import chain

from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.experiment import Experiment, Point

# cell: what its results are kept under, by which a table is taken up again; result: the measure at this value.
COLUMNS = ("experiment", "over", "value", "by", "panel", "arm", "seed", "run", "cell", "result")
NEVER = "never"  # a step that was not reached
DIVERGED = "diverged"


def text(experiment: Experiment, values: Mapping[Cell, Values]) -> str:
    """The table as CSV: the same for the same results, however they were computed."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows(experiment, values))
    return file.getvalue()


def rows(experiment: Experiment, values: Mapping[Cell, Values]) -> Iterator[tuple[str, ...]]:
    """Its columns, then its rows: panel by panel, value by value, seed by seed, dropout before its twin.

    Numbers have all their digits. A twin stands at each value that it is the twin of.
    """
    names = _names(experiment, values)
    yield (*COLUMNS, *names)
    link = f"/{experiment.room}/{experiment.name}?{experiment.query()}".rstrip("?")
    for panel in experiment.panels:
        for point in panel.points:
            said = (link, experiment.over, point.value, experiment.by, panel.value)
            for arm, seed, run, cell in _arms(experiment, point):
                if (found := values.get(cell)) is not None:
                    numbers = (_number(found, name) for name in (point.key, *names))
                    yield (*said, arm, str(seed), f"/?{run}".rstrip("?"), cell.key, *numbers)


def read(written: str) -> dict[str, Values]:
    """What a table has, by the key of each cell; a last line that was cut is none.

    Raises: ValueError where it is no such table.
    """
    reader = csv.reader(io.StringIO(written[: written.rfind("\n") + 1], newline=""))
    columns = next(reader, [])
    if tuple(columns[: len(COLUMNS)]) != COLUMNS:
        raise ValueError("no table of an experiment")
    names, key = columns[len(COLUMNS) :], COLUMNS.index("cell")
    found: dict[str, Values] = {}
    for row in reader:
        pairs = zip(names, row[len(COLUMNS) :], strict=True)
        found[row[key]] = {name: None if text == NEVER else float(text) for name, text in pairs if text}
    return found


def _arms(experiment: Experiment, point: Point) -> Iterator[tuple[str, int, str, Cell]]:
    """(arm, seed, link of the run, cell)."""
    for seed in experiment.seed_numbers:
        ours, twin = experiment.cell(point.ours, seed), experiment.cell(point.twin, seed)
        yield "dropout", seed, ours.arm, ours
        yield "twin", seed, ours.arm, twin


def _names(experiment: Experiment, values: Mapping[Cell, Values]) -> tuple[str, ...]:
    """Of all that was measured, in the order of the cells; a step at which an arm diverged last."""
    found = (values[cell] for cell in experiment.cells if cell in values)
    names = dict.fromkeys(chain.from_iterable(found))
    return tuple(sorted(names, key=lambda name: name == DIVERGED))


def _number(found: Values, name: str) -> str:
    if name not in found:
        return ""
    number = found[name]
    return NEVER if number is None else repr(float(number))
