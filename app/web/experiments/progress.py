"""How far an experiment is, in words, and about how long it takes."""

from __future__ import annotations

import math
from functools import lru_cache

from app.runs.experiments.experiment import Experiment
from app.runs.experiments.sweep import Progress
from app.runs.experiments.task import seconds
from app.web.words.results import seeds_text
from app.web.words.say import say


def said(progress: Progress) -> str:
    """In a sentence, with what is to know besides."""
    done, left = len(progress.values), progress.seconds_left
    kind = progress.state if left is not None or progress.state != "running" else "starting"
    text = say(f"experiment page.{kind}", done=f"{done:,}", total=f"{progress.total:,}", time=time_text(left or 0.0))
    return f"{text} {say(f'computing.{progress.message}')}" if progress.message else text


def estimate(experiment: Experiment, progress: Progress, workers: int) -> str:
    """What is to train, and about how long that takes so many processes. Work for a thread."""
    cells, missing = cells_said(experiment), progress.total - len(progress.values)
    if not missing:
        return say("experiment page.estimate none", cells=cells)
    time = time_text(_seconds(experiment) * missing / progress.total / max(1, workers))
    if missing < progress.total:
        return say("experiment page.estimate rest", cells=cells, done=f"{len(progress.values):,}", time=time)
    return say("experiment page.estimate", cells=cells, time=time)


def cells_said(experiment: Experiment) -> str:
    """How many networks, and why so many."""
    count = len(experiment.values)
    values = say("experiment page.value") if count == 1 else say("experiment page.values", count=count)
    if experiment.by:
        values = say("experiment page.panels", values=values, count=len(experiment.panels))
    total = f"{len(experiment.cells):,}"
    return say("experiment page.cells", count=total, values=values, seeds=seeds_text(experiment.seeds))


def time_text(left: float) -> str:
    """As precise as an estimate is."""
    if left < 1.5:
        return say("experiment page.second")
    if left < 90:
        return say("experiment page.seconds", count=math.ceil(left) if left < 20 else 5 * math.ceil(left / 5))
    if left < 5400:
        return say("experiment page.minutes", count=math.ceil(left / 60))
    return say("experiment page.hours", count=math.ceil(left / 3600))


@lru_cache(64)
def _seconds(experiment: Experiment) -> float:
    """That one process needs for all of it: as many times what the first seed takes as there are seeds."""
    return experiment.seeds * seconds(experiment.cells[: len(experiment.cells) // experiment.seeds])
