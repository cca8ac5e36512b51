"""What a cell's values are: those of the run that it names."""

import pytest

from app.runs.experiments.cell import Cell
from app.runs.experiments.experiment import Experiment
from app.runs.experiments.probes.table import PROBES
from app.runs.experiments.task import TASK_SECONDS, compute, seconds, tasks
from app.runs.spec.run_spec import RunSpec
from app.runs.training.experiment import last_scores


@pytest.mark.parametrize("link", ["steps=60", "data=curve&steps=40", "data=digits&n=50&steps=5"])
def test_a_cell_has_the_scores_of_its_arm(link: str) -> None:
    spec = RunSpec.from_query(link)
    cells = [Cell("scores", spec.query()), Cell("scores", spec.twin().query())]
    for values, score in zip(compute(cells), last_scores(link), strict=True):
        assert (values["clean"], values["test"]) == (score.clean, score.test)
        assert values.get("accuracy", score.accuracy) == pytest.approx(score.accuracy, nan_ok=True)


def test_an_arm_that_diverges_says_so_and_no_more() -> None:
    (values,) = compute([Cell("scores", RunSpec.from_query("data=curve&steps=200&lr=10&optimizer=sgd").query())])
    assert list(values) == ["diverged"]


def test_steps_to_a_loss_are_where_it_is_first_below() -> None:
    (values,) = compute([Cell("speed", RunSpec.from_query("n=40&steps=300&place=none").query())])
    reached = [values[f"steps to {level}"] for level in (0.6, 0.5, 0.4)]
    assert reached == sorted(reached)
    assert 0 < reached[0] < 300
    assert values["steps to 0.1"] is None


def test_tasks_hold_every_cell_once_and_in_order() -> None:
    cells = [Cell("scores", RunSpec.from_query(f"seed={seed}").query()) for seed in range(2, 60)]
    assert [cell for task in tasks(cells) for cell in task] == cells


def test_cells_of_one_shape_have_the_same_values_together_as_alone() -> None:
    links = [f"hidden=6&steps=60&{more}" for more in ("p=0.5", "place=none", "seed=2", "lr=0.1", "n=40", "clip=1")]
    cells = [Cell(probe, RunSpec.from_query(link).query()) for link in links for probe in ("scores", "speed")]
    assert compute(cells) == [compute([cell])[0] for cell in cells]


def test_one_arm_of_a_stack_that_diverges_is_one_cell_that_says_so() -> None:
    base = RunSpec.from_query("data=curve&hidden=8&activation=relu&optimizer=sgd&lr=0.01&steps=200")
    cells = [Cell("scores", base.but(lr=lr).query()) for lr in ("0.01", "10", "0.02", "0.001", "0.03")]
    values = compute(cells)
    assert ["diverged" in of for of in values] == [False, True, False, False, False]
    assert values[1] == compute(cells[1:2])[0]


def test_the_first_tasks_of_a_sweep_are_small_and_the_others_worth_a_stack() -> None:
    found = tasks(Experiment.parse("p", []).cells)
    assert len(found[0]) <= 2
    assert max(map(len, found)) >= 12
    assert all(seconds(task) < 2 * TASK_SECONDS for task in found)


def test_arms_of_one_shape_wait_for_each_other_and_no_cell_is_lost() -> None:
    cells = Experiment.parse("p", [("over", "units"), ("values", "4;8;12"), ("seeds", "20")]).cells
    found = tasks(cells)
    assert sorted(cell.key for task in found for cell in task) == sorted(cell.key for cell in cells)
    assert all(len({RunSpec.from_query(cell.arm).sizes for cell in task}) == 1 for task in found)
    assert len(found) < len(cells) / 4


def test_what_takes_long_is_a_task_of_its_own() -> None:
    cells = [Cell("scores", RunSpec.from_query(f"data=digits&net=conv&seed={seed}").query()) for seed in range(2, 8)]
    assert [len(task) for task in tasks(cells)] == [1] * 6
    assert seconds(cells) == pytest.approx(6 * seconds(cells[:1]))


@pytest.mark.parametrize(
    ("link", "probe", "milliseconds"),
    [
        ("data=curve", "scores", 0.4),
        ("data=curve", "speed", 6.5),
        ("data=curve", "neurons", 27),
        ("data=curve", "width", 11),
        ("data=curve", "training mode", 9),
        ("data=curve", "doubt", 52),
        ("data=curve", "removal", 23),
        ("", "speed", 11),
        ("", "neurons", 66),
        ("", "training mode", 14),
        ("", "doubt", 52),
        ("data=digits", "neurons", 153),
    ],
)
def test_what_a_probe_takes_is_estimated_within_twice_of_what_was_measured(
    link: str, probe: str, milliseconds: float
) -> None:
    """Measured on two busy cores. A pass of few samples takes as long as a pass."""
    assert milliseconds / 2 < 1e3 * PROBES[probe].seconds(RunSpec.from_query(link)) < 2 * milliseconds
