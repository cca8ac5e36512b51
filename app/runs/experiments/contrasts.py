"""Contrasts: what one value of an experiment has over another, seed by seed.

All values have the same seeds, so that readings at two of them are paired, as those of both arms at one of them are:

    c_s = here_s - there_s,   of each the accuracy with dropout, or what dropout gains: that less its twin's

Their mean and its interval are those of `pairs.py`. A rule of thumb that sets two values side by side is read from
them, never from two means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.compared import compared
from app.runs.experiments.experiment import Experiment, Point
from app.runs.experiments.pairs import Pair, Summary, summary

MEASURE = "accuracy"  # of all of them


class Spot(NamedTuple):
    """A value of a panel."""

    value: str
    panel: str = ""


@dataclass(frozen=True)
class Contrast:
    """here less there. of: the arm with dropout, or what it gains over its twin."""

    of: Literal["dropout", "gain"]
    here: Spot
    there: Spot


CONTRASTS: Mapping[str, tuple[Contrast, ...]] = {
    "place-conv": (Contrast("dropout", Spot("1", "0.2"), Spot("0", "0.2")),),
    "deep": (Contrast("dropout", Spot("stochastic_depth"), Spot("dropout")),),
    "norm": (
        Contrast("dropout", Spot("before", "300"), Spot("after", "300")),
        Contrast("gain", Spot("before", "300"), Spot("after", "300")),
        Contrast("gain", Spot("before", "300"), Spot("none", "300")),
    ),
    "p-decay": (Contrast("gain", Spot("0.2", "0.01"), Spot("0.2", "0")),),
    "p-samples": (Contrast("gain", Spot("0.2", "1000"), Spot("0.2", "100")),),
    "shift": (
        Contrast("gain", Spot("500", "1"), Spot("500", "0")),
        Contrast("gain", Spot("2000", "1"), Spot("2000", "0")),
    ),
}


def contrasted(experiment: Experiment, contrast: Contrast, values: Mapping[Cell, Values]) -> Summary:
    """Of the seeds that both have."""
    here, there = (_readings(experiment, contrast.of, spot, values) for spot in (contrast.here, contrast.there))
    return summary(Pair(seed, here[seed], there[seed]) for seed in here if seed in there)


def point(experiment: Experiment, spot: Spot) -> Point:
    """Raises: StopIteration where the experiment has none there."""
    panel = next(panel for panel in experiment.panels if panel.value == spot.panel)
    return next(of for of in panel.points if of.value == spot.value)


def _readings(experiment: Experiment, of: str, spot: Spot, values: Mapping[Cell, Values]) -> Mapping[int, float]:
    both = compared(experiment, point(experiment, spot), values)
    return both.ours if of == "dropout" else {pair.seed: pair.difference for pair in both.pairs}
