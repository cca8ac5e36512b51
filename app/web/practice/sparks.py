"""Small pictures of what was measured of an experiment: the means of both arms over its values, panel by panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.runs.experiments.best import At, measured
from app.runs.experiments.catalogue import ROWS
from app.runs.scenes.measured import experiments
from app.web.words.say import say

WIDTH, HEIGHT, GAP, EDGE = 72.0, 48.0, 8.0, 3.0


@dataclass(frozen=True)
class Spark:
    """Both lines of a panel: where they begin, as a path; "" where fewer than two values were reached."""

    x: float
    ours: str
    twin: str


@dataclass(frozen=True)
class Sparks:
    """All that templates/practice/sparks.html draws. says: what it is, and of how many seeds."""

    width: float
    height: float
    panels: tuple[Spark, ...]
    says: str


def context(name: str) -> Sparks | None:
    """Of an experiment; None where it was not measured."""
    if name not in experiments():
        return None
    row, shows = ROWS[name], experiments()[name]["shows"]
    values = [measured(name, shows, panel) for panel in row.panels or ("",)]
    means = [mean for points in values for of in points for mean in (of.ours, of.twin)]
    seeds = max((of.seeds for points in values for of in points), default=0)
    if len(set(means)) < 2:
        return None
    low, high = min(means), max(means)
    return Sparks(
        width=round(len(values) * (WIDTH + GAP) - GAP, 1),
        height=HEIGHT,
        panels=tuple(
            Spark(round(at * (WIDTH + GAP), 1), _line(points, "ours", low, high), _line(points, "twin", low, high))
            for at, points in enumerate(values)
        ),
        says=say("index.spark", measure=say(f"measure.{shows}"), seeds=seeds),
    )


def _line(points: Sequence[At], arm: str, low: float, high: float) -> str:
    """A path through the means of an arm, evenly apart."""
    if len(points) < 2:
        return ""
    apart, tall = (WIDTH - 2 * EDGE) / (len(points) - 1), HEIGHT - 2 * EDGE
    at = ((getattr(of, arm) - low) / (high - low) for of in points)
    return "M" + "L".join(f"{EDGE + apart * i:.1f} {HEIGHT - EDGE - tall * y:.1f}" for i, y in enumerate(at))
