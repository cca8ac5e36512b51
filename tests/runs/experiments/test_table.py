"""A table has a row for each arm that is done, with its links and all its digits, and can be taken up again."""

import csv

import pytest

from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.experiment import Experiment
from app.runs.experiments.table import COLUMNS, read, text
from app.runs.spec.run_spec import RunSpec


def experiment() -> Experiment:
    return Experiment.parse("p", [("values", "0;0.3"), ("seeds", "2"), ("by", "batch"), ("panels", "5;10")])


def found() -> dict[Cell, Values]:
    """Of all cells but the last: the first diverged, the second never got there."""
    first, second, *others = experiment().cells[:-1]
    numbers = {cell: {"test": 0.1 + number / 3, "steps": float(number)} for number, cell in enumerate(others)}
    return {first: {"diverged": 12.0}, second: {"test": 0.1, "steps": None}, **numbers}


def test_each_arm_of_each_run_has_a_row_with_its_links() -> None:
    table = list(csv.DictReader(text(experiment(), found()).splitlines()))
    last = experiment().cells[-1]
    assert len(table) == 2 * 2 * 2 * 2 - sum(row["cell"] == last.key for row in csv.DictReader(whole())) == 15
    for row in table:
        assert row["experiment"] == "/practice/p?values=0;0.3&by=batch&panels=5;10&seeds=2"
        assert (row["over"], row["by"]) == ("p", "batch")
        run = RunSpec.from_query(row["run"].removeprefix("/").removeprefix("?"))
        spec = run.twin() if row["arm"] == "twin" else run
        assert Cell("scores", spec.query()).key == row["cell"]
        assert str(run.seeds.data) == row["seed"]
        assert str(run.training.batch) == row["panel"]
        assert run.p == ((float(row["value"]),) * len(run.p))


def whole() -> list[str]:
    return text(experiment(), {cell: {"test": 1.0} for cell in experiment().cells}).splitlines()


def test_it_is_read_as_it_was_written() -> None:
    assert read(text(experiment(), found())) == {cell.key: values for cell, values in found().items()}


def test_a_row_that_was_cut_is_no_row() -> None:
    header, *lines = text(experiment(), found()).splitlines()
    first, second = (line for line in lines if ",0.3,batch,5,dropout," in line)
    assert len(read(f"{header}\n{first}\n{second}\n")) == 2
    assert len(read(f"{header}\n{first}\n{second[:-1]}")) == 1  # one digit less is another number


@pytest.mark.parametrize("written", ["", "a,b\n1,2\n", ",".join(COLUMNS[1:])])
def test_another_table_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no table of an experiment"):
        read(written)


def test_what_is_not_done_has_no_row() -> None:
    assert text(experiment(), {}).splitlines() == [",".join(COLUMNS)]
