"""How far an experiment is, in words."""

import pytest

from app.runs.experiments.experiment import Experiment
from app.runs.experiments.sweep import Progress
from app.web.experiments.progress import estimate, said, time_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "a second"), (3.2, "4 s"), (61, "65 s"), (100, "2 min"), (4000, "67 min"), (9000, "3 h")],
)
def test_times_are_as_precise_as_an_estimate(seconds: float, text: str) -> None:
    assert time_text(seconds) == text


def test_progress_says_how_much_is_done_and_left_and_what_went_wrong() -> None:
    experiment = Experiment.parse("p", [("values", "0.5"), ("seeds", "2")])
    done = {experiment.cells[0]: {"test": 1.0}}
    assert said(Progress(done, 4, "running", None, "")) == "1 of 4 networks are trained."
    assert said(Progress(done, 4, "running", 7.5, "")) == "1 of 4 networks are trained; about 8 s left."
    gone = said(Progress(done, 4, "failed", None, "cluster gone"))
    assert gone.startswith("1 of 4 networks are trained. The cluster does not answer.")
    assert said(Progress(done, 4, "stopped", None, "")).startswith("Stopped: 1 of 4")


def test_an_estimate_counts_what_is_missing_and_who_computes() -> None:
    experiment = Experiment.parse("p", [("seeds", "40")])
    empty, half = ({}, {cell: {"test": 1.0} for cell in experiment.cells[:200]})
    assert len(experiment.cells) == 400
    two = estimate(experiment, Progress(empty, 400, "idle", None, ""), 2)
    assert two.startswith("400 networks to train: 10 values × both arms × 40 seeds")
    assert two != estimate(experiment, Progress(empty, 400, "idle", None, ""), 1)
    assert "200 of them are kept" in estimate(experiment, Progress(half, 400, "idle", None, ""), 2)
    whole = {cell: {"test": 1.0} for cell in experiment.cells}
    assert "All of them are kept" in estimate(experiment, Progress(whole, 400, "complete", None, ""), 2)
