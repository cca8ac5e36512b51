"""What was measured over many fresh seeds: of runs in claims.json, which benchmarks/claims.py writes, and of the
catalogue's experiments in experiments.json, which benchmarks/experiments.py writes.

A run is looked up by its settings, whatever its seeds, so that nothing is known of settings that were not measured.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from app.runs.spec.run_spec import RunSpec

FILE = Path(__file__).with_name("claims.json")
EXPERIMENTS = Path(__file__).with_name("experiments.json")


def settings(spec: RunSpec) -> str:
    """A run's link without its seeds: runs that have it in common differ by chance alone."""
    return spec.but(seed="1").query()


@cache
def measured() -> Mapping[str, Any]:
    """By settings: `seeds` (first, last), `runs` (how many), `wins`, and for each arm medians with standard errors."""
    found: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))["runs"]
    return found


@cache
def experiments() -> Mapping[str, Any]:
    """By the experiment's name: `link`, `over`, `by`, `shows`, and `measures`: by measure its panels, each with its
    `value` and `points`. A point has its `value`, `n` seeds and `twin`, mean and sd; where dropout has an arm of its
    own also `ours`, `difference` (mean and 95 % interval, low to high), and in how many seeds it is `lower`, `higher`.

    Beside them, of accuracies: `contrasts`, each `of` what, `here` less `there` (value, panel), as a point's difference
    is; of a sweep of p `tops`: by p, in which share of resampled seeds it is the best; `falls`: in which share the best
    p is lower in the second of the panels in FALLS.
    """
    found: Mapping[str, Any] = json.loads(EXPERIMENTS.read_text(encoding="utf-8"))["experiments"]
    return found


def points(name: str, measure: str = "", panel: str = "") -> Sequence[Mapping[str, Any]]:
    """The points of an experiment's panel; its own measure for "". Raises: LookupError where none was measured."""
    found = experiments()[name]
    for of in found["measures"][measure or found["shows"]]:
        if of["value"] == panel:
            there: Sequence[Mapping[str, Any]] = of["points"]
            return there
    raise LookupError(f"nothing was measured of {name} at {panel!r}")


def at(name: str, value: str, measure: str = "", panel: str = "") -> Mapping[str, Any]:
    """The one at a value. Raises: LookupError where none was measured."""
    point = next((of for of in points(name, measure, panel) if of["value"] == value), None)
    if point is None:
        raise LookupError(f"nothing was measured of {name} at {value!r} of {panel!r}")
    return point
