"""What a cell's values are: those of the run that it names."""

import pytest

from app.runs.experiments.cell import Cell
from app.runs.experiments.task import compute, tasks
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
