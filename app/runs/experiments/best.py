"""What measured experiments say to a rule of thumb: where the best value lies and how sure that is, how far it is from
the twin, and what one value has over another.

Numbers are those of app/runs/scenes/experiments.json, which benchmarks/experiments.py writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.runs.experiments.contrasts import Contrast, Spot
from app.runs.experiments.measures import MEASURES
from app.runs.experiments.pairs import Summary, written
from app.runs.scenes.measured import experiments, points

DIGITS = 6  # of a share: parts of 1 that add up to it


@dataclass(frozen=True)
class At:
    """One value of an experiment: the mean of the arm with dropout and of its twin, over so many seeds; the mean paired
    difference and its 95 % interval, and in how many seeds dropout is the better one. Where nothing is dropped the two
    are one."""

    value: str
    ours: float
    twin: float
    seeds: int
    mean: float
    low: float
    high: float
    better: int


def measured(name: str, measure: str, panel: str = "") -> list[At]:
    """The values of an experiment's panel that both arms reached with every seed. Raises: LookupError."""
    return list(_read(points(name, measure, panel), MEASURES[measure].better))


def _read(there: Sequence[Mapping[str, Any]], better: str) -> Iterator[At]:
    for point in there:
        seeds, twin, ours = point["n"], point["twin"], point.get("ours", point["twin"])
        if ours["n"] < seeds or twin["n"] < seeds:
            continue
        of = point.get("difference", {"mean": 0.0, "low": 0.0, "high": 0.0})
        won = point.get("higher" if better == "higher" else "lower", 0)
        yield At(point["value"], ours["mean"], twin["mean"], seeds, of["mean"], of["low"], of["high"], won)


def at(name: str, measure: str, value: str, panel: str = "") -> At:
    """One of them. Raises: LookupError where it was not measured, or not reached."""
    found = next((of for of in measured(name, measure, panel) if of.value == value), None)
    if found is None:
        raise LookupError(f"nothing was measured of {name} at {value!r}")
    return found


def best(name: str, measure: str, panel: str = "") -> At:
    """Where the arm with dropout has the best mean; of equal ones the first."""
    pick = max if MEASURES[measure].better == "higher" else min
    return pick(measured(name, measure, panel), key=lambda of: of.ours)


def contrast(name: str, asked: Contrast) -> Summary:
    """What one value has over another. Raises: LookupError where it was not measured."""
    for of in experiments()[name].get("contrasts", ()):
        if Contrast(of["of"], Spot(*of["here"]), Spot(*of["there"])) == asked:
            return written(of)
    raise LookupError(f"nothing was measured of {asked} in {name}")


def share_within(name: str, low: float, high: float) -> float:
    """In which share of resampled seeds the most accurate value lies within these. Raises: LookupError."""
    tops = experiments()[name]["tops"]
    return round(sum(tops[value] for value in tops if low <= float(value) <= high), DIGITS)


def share_that_falls(name: str) -> float:
    """In which share of them it falls from the first panel of FALLS to the second. Raises: LookupError."""
    found: float = experiments()[name]["falls"]
    return found
