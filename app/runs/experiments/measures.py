"""Measures: which number of a probe an experiment shows, and the axis that it is shown on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.runs.experiments.probes.members import AT as COUNTS_AT
from app.runs.experiments.probes.removal import AT as SHARES_AT
from app.runs.experiments.probes.speed import LEVELS

# What a run must have for a probe, where not every run will do.
NEEDS = {"removal": "needs dense", "neurons": "needs dense", "width": "needs dense", "variance": "needs norm"}


@dataclass(frozen=True)
class Measure:
    """key: its name in the probe's values; of a measure `along` something that is no setting of a run, as the share of
    neurons removed, the first part of it, and the values on the x axis are the rest (`removed 0.5`).

    better: which of two is the better one, where one is. low, high: the ends of its axis, which never moves: what lies
    outside stands on a rail beside it. never: whether None means that it was never reached. at: the values along
    that for which there is one.
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
    at: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """What a run must have for it: classes, a plane or a curve, a dense network, batch normalisation."""
        if self.probe == "doubt":
            return ("needs plane" if self.key.startswith(("information", "entropy")) else "needs curve",)
        right = ("needs classes",) if "accuracy" in self.key or self.key in ("lost", "wavers") else ()
        return (*right, *([NEEDS[self.probe]] if self.probe in NEEDS else ()))

    def key_at(self, value: str) -> str:
        """Its name in the probe's values at a value on the x axis."""
        return f"{self.key} {value}" if self.along else self.key


_TABLE = (
    Measure("test", "scores", "test", "lower", 0.1, 4.0, "log", "loss"),
    Measure("accuracy", "scores", "accuracy", "higher", 0.0, 1.0, unit="share"),
    Measure("clean", "scores", "clean", "lower", 0.001, 4.0, "log", "loss"),
    Measure("gap", "scores", "gap", "", -0.5, 3.5, unit="loss"),
    *(
        Measure(f"steps-{level}", "speed", f"steps to {level}", "lower", 10, 20_000, "log", "steps", never=True)
        for level in LEVELS
    ),
    Measure("left", "removal", "accuracy", "higher", 0.0, 1.0, unit="share", along="removed", at=SHARES_AT),
    Measure("left-loss", "removal", "loss", "lower", 0.1, 100.0, "log", "loss", along="removed", at=SHARES_AT),
    Measure("interaction", "neurons", "interaction", "lower", 0.001, 3.0, "log"),
    Measure("largest", "neurons", "largest", "lower", 0.001, 10.0, "log"),
    Measure("gini", "neurons", "gini", "", 0.0, 1.0),
    Measure("gini-first", "neurons", "gini h1", "", 0.0, 1.0),
    Measure("redundancy", "neurons", "redundancy", "", 0.0, 1.0),
    Measure("active", "neurons", "active", "", 0.0, 1.0, unit="share"),
    Measure("effective", "width", "effective", "", 1.0, 1000.0, "log"),
    Measure("dead", "width", "dead", "lower", 0.0, 1.0, unit="share"),
    Measure("idle", "width", "idle", "lower", 0.0, 1.0, unit="share"),
    Measure("excess", "ensemble", "excess", "", -0.1, 0.5, unit="share", along="members", at=COUNTS_AT),
    Measure("mean-error", "ensemble", "error", "lower", 0.0, 1.0, unit="share", along="members", at=COUNTS_AT),
    Measure("mean-loss", "ensemble", "loss", "lower", 0.1, 4.0, "log", "loss", along="members", at=COUNTS_AT),
    Measure("arithmetic", "ensemble", "arithmetic", "", 0.001, 2.0, "log", along="members", at=COUNTS_AT),
    Measure("geometric", "ensemble", "geometric", "", 0.001, 2.0, "log", along="members", at=COUNTS_AT),
    Measure("information-rise", "doubt", "information rise", "", -0.3, 0.5),
    Measure("information-far", "doubt", "information far", "", 0.0, 1.0),
    Measure("entropy-rise", "doubt", "entropy rise", "", -1.0, 1.0),
    Measure("covered", "doubt", "covered at", "higher", 0.0, 1.0, unit="share"),
    Measure("covered-far", "doubt", "covered far", "higher", 0.0, 1.0, unit="share"),
    Measure("spread-rise", "doubt", "spread rise", "", -1.0, 2.0),
    Measure("lost", "training mode", "lost", "", -0.1, 0.9, unit="share"),
    Measure("masked-accuracy", "training mode", "masked accuracy", "higher", 0.0, 1.0, unit="share"),
    Measure("wavers", "training mode", "wavers", "lower", 0.0, 0.5, unit="share"),
    Measure("dearer", "training mode", "dearer", "", -0.5, 4.0, unit="loss"),
    Measure("variance-first", "variance", "ratio first", "", 0.5, 8.0, "log"),
    Measure("variance-last", "variance", "ratio last", "", 0.5, 8.0, "log"),
    Measure("accuracy-again", "variance", "accuracy again", "higher", 0.0, 1.0, unit="share"),
    Measure("test-again", "variance", "test again", "lower", 0.1, 4.0, "log", "loss"),
)
MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _TABLE}
SCORED = ("test", "accuracy", "clean", "gap")
