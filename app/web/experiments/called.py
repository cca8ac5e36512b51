"""What an experiment is called and asks, what may be predicted, how it is read: of the row's own settings alone.

With other settings of its run, or another axis, it is called by what it shows, and nothing is said of what comes.
"""

from __future__ import annotations

from functools import lru_cache

from app.runs.experiments.experiment import Experiment
from app.web.words.names import within
from app.web.words.results import axis_title, measure_title
from app.web.words.say import has, say


def title(experiment: Experiment) -> str:
    return _said(experiment, "title")


def asks(experiment: Experiment) -> str:
    return _said(experiment, "asks")


def reads(experiment: Experiment) -> str:
    """How it is read; "" where it shows something else than its question is about."""
    return say(f"experiment.{experiment.name}.reads") if asks_its_own(experiment) else ""


def choices(experiment: Experiment) -> tuple[str, ...]:
    """What a reader may predict."""
    keys = (f"experiment.{experiment.name}.choice {number}" for number in range(1, 10))
    return tuple(say(key) for key in keys if has(key)) if asks_its_own(experiment) else ()


def asks_its_own(experiment: Experiment) -> bool:
    """Whether it is its row's, and shows what that is about; values and seeds may be others."""
    return is_own(experiment) and experiment.measure.name == experiment.row.shows


@lru_cache(256)
def is_own(experiment: Experiment) -> bool:
    """Whether it is its row's, with whatever values and seeds."""
    usual = Experiment.parse(experiment.name, [("shows", experiment.measure.name)])
    return (experiment.base, experiment.over, experiment.by) == (usual.base, usual.over, usual.by)


def _said(experiment: Experiment, what: str) -> str:
    if is_own(experiment):
        return say(f"experiment.{experiment.name}.{what}")
    facts = {"measure": measure_title(experiment.measure), "axis": within(axis_title(experiment.over))}
    return say(f"experiment.other.{what}", **facts)
