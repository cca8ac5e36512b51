"""Small pictures of what was measured of an experiment: the means of both arms over its values, panel by panel.

As in the chart of results a line joins values on a scale alone: categories have dots, the twin's left of dropout's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.runs.experiments.axes import on_a_scale
from app.runs.experiments.best import At, measured
from app.runs.experiments.catalogue import ROWS
from app.runs.scenes.measured import experiments
from app.web.words.say import say

WIDTH, HEIGHT, GAP, EDGE = 72.0, 48.0, 8.0, 3.0
DOT, BESIDE = 1.75, 0.2  # a dot's radius; how far it stands from the middle of its value's room, as a part of that

Dots = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Means:
    """Of an arm: a path, "" where they lie on no scale or fewer than two were reached; or a dot each."""

    path: str
    dots: Dots


@dataclass(frozen=True)
class Spark:
    """A panel: where it begins, and both arms."""

    x: float
    ours: Means
    twin: Means


@dataclass(frozen=True)
class Sparks:
    """All that templates/practice/sparks.html draws. dot: a radius; says: what it is, and of how many seeds."""

    width: float
    height: float
    dot: float
    panels: tuple[Spark, ...]
    says: str


def context(name: str) -> Sparks | None:
    """Of an experiment; None where it was not measured."""
    if name not in experiments():
        return None
    row, shows = ROWS[name], experiments()[name]["shows"]
    panels = [measured(name, shows, panel) for panel in row.panels or ("",)]
    means = [mean for points in panels for of in points for mean in (of.ours, of.twin)]
    seeds = max((of.seeds for points in panels for of in points), default=0)
    if len(set(means)) < 2:
        return None
    low, high = min(means), max(means)

    def drawn(points: Sequence[At], arm: str, side: int) -> Means:
        up = [round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (getattr(of, arm) - low) / (high - low), 1) for of in points]
        at = [row.values.index(of.value) for of in points]
        if on_a_scale(row.over):
            apart = (WIDTH - 2 * EDGE) / max(1, len(row.values) - 1)
            return Means(_line([(EDGE + apart * i, y) for i, y in zip(at, up, strict=True)]), ())
        room = (WIDTH - 2 * EDGE) / len(row.values)
        return Means(
            "", tuple((round(EDGE + room * (i + 0.5 + side * BESIDE), 1), y) for i, y in zip(at, up, strict=True))
        )

    return Sparks(
        width=round(len(panels) * (WIDTH + GAP) - GAP, 1),
        height=HEIGHT,
        dot=DOT,
        panels=tuple(
            Spark(round(at * (WIDTH + GAP), 1), drawn(points, "ours", 1), drawn(points, "twin", -1))
            for at, points in enumerate(panels)
        ),
        says=say("index.spark", measure=say(f"measure.{shows}"), seeds=seeds),
    )


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) if len(points) > 1 else ""
