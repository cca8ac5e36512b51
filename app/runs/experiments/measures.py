"""Measures: which number of a probe an experiment shows, and the axis that it is shown on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.runs.experiments.probes.speed import LEVELS


@dataclass(frozen=True)
class Measure:
    """key: its name in the probe's values; of a measure `along` something that is no setting of a run, as the share of
    neurons removed, the first part of it, and the values on the x axis are the rest (`removed 0.5`).

    better: which of two is the better one, where one is. low, high: the ends of its axis, which never moves: what lies
    outside stands on a rail beside it. never: whether None means that it was never reached.
    """

    name: str
    probe: str
    key: str
    better: Literal["lower", "higher", ""]
    low: float
    high: float
    scale: Literal["linear", "log"] = "linear"
    unit: Literal["share", "loss", "steps", "number"] = "number"
    never: bool = False
    along: str = ""

    def key_at(self, value: str) -> str:
        """Its name in the probe's values at a value on the x axis."""
        return f"{self.key} {value}" if self.along else self.key


_TABLE = (
    Measure("test", "scores", "test", "lower", 0.1, 4.0, "log", "loss"),
    Measure("accuracy", "scores", "accuracy", "higher", 0.4, 1.0, unit="share"),
    Measure("clean", "scores", "clean", "lower", 0.001, 4.0, "log", "loss"),
    Measure("gap", "scores", "gap", "", -0.5, 3.5, unit="loss"),
    *(
        Measure(f"steps-{level}", "speed", f"steps to {level}", "lower", 10, 20_000, "log", "steps", never=True)
        for level in LEVELS
    ),
)
MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _TABLE}
SCORED = ("test", "accuracy", "clean", "gap")
