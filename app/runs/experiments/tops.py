"""Which value of a panel is the most accurate, and how sure that is.

Seeds are drawn with replacement, as many as there are, DRAWS times, the same for all values and panels; counted is in
which share of these samples each value has the highest mean. No interval of a mean can say it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.compared import compared
from app.runs.experiments.experiment import Experiment, Panel
from app.runs.experiments.pairs import resampled

# Experiments whose best value is said to be lower in the second of two panels than in the first.
FALLS: Mapping[str, tuple[str, str]] = {
    "p-layers": ("1", "6"),
    "p-decay": ("0", "0.01"),
    "p-samples": ("100", "1000"),
}
DECIMALS = 12  # of a mean: means that are equal are so, whatever was added first


def tops(experiment: Experiment, panel: Panel, values: Mapping[Cell, Values]) -> NDArray[np.intp]:
    """In each sample, which point of the panel has the highest mean with dropout; of equal ones the first. All cells
    of that arm are there; one that diverges with some seed is none."""
    arms = [list(compared(experiment, point, values).ours.values()) for point in panel.points]
    means = np.round(np.array(arms) @ resampled(experiment.seeds).T / experiment.seeds, DECIMALS)
    return np.argmax(np.where(np.isnan(means), -np.inf, means), axis=0)


def shares(experiment: Experiment, panel: Panel, values: Mapping[Cell, Values]) -> dict[str, float]:
    """By value, in which share of the samples it is the best one."""
    counts = np.bincount(tops(experiment, panel, values), minlength=len(panel.points))
    return {point.value: float(share) for point, share in zip(panel.points, counts / counts.sum(), strict=True)}


def share_that_falls(experiment: Experiment, values: Mapping[Cell, Values]) -> float:
    """In which share of the samples the best value is lower in the second of the panels in FALLS."""
    first, last = (
        np.array([float(point.value) for point in panel.points])[tops(experiment, panel, values)]
        for name in FALLS[experiment.name]
        for panel in experiment.panels
        if panel.value == name
    )
    return float(np.mean(last < first))
