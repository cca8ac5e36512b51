"""The chart of an experiment's results: each seed in both arms, and beside it the paired differences.

The server draws it whole, from what is there; the page's script puts each new drawing in the place of the last
(static/js/experiments/). Nothing that is drawn moves when a result comes in: axes are the measure's own
(`result_axes.py`), and a dot's place is its seed's (`result_marks.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.runs.experiments.axes import on_a_scale
from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.compared import Compared, compared, mean
from app.runs.experiments.experiment import Experiment, Panel, Point
from app.runs.experiments.measures import Measure
from app.runs.experiments.pairs import DRAWS, ENOUGH
from app.runs.experiments.seeded import seeded
from app.runs.spec.run_spec import RunSpec
from app.web.figures import result_axes as axes
from app.web.figures.result_axes import RAIL, Across, Up
from app.web.figures.result_marks import Dot, HrefOf, Marks, marks
from app.web.words import results as words
from app.web.words.methods import arm_name
from app.web.words.names import within
from app.web.words.say import say

SAID_MOST = 12  # values whose sentences are open; more are folded

LinkOf = Callable[[str], str]


@dataclass(frozen=True)
class Column:
    """One value: `at` names it in a sentence; line: under the chart, on which it stands, 0 where it has no room."""

    value: str
    at: str
    x: float
    line: int
    marks: Marks
    says: str


@dataclass(frozen=True)
class Scale:
    """An axis as it is drawn. ticks: (y, text); zero: where 0 lies, if it matters; rails: that something stands on."""

    ticks: tuple[tuple[float, str], ...]
    zero: float | None
    top: float
    bottom: float
    rails: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Row:
    """A line of the table: a value, an arm or the difference, a text for each seed, and the mean."""

    value: str
    what: str
    cells: tuple[str, ...]
    mean: str


@dataclass(frozen=True)
class Drawn:
    """One panel. title: "" where it is the only one; folded: whether its sentences are."""

    id: str
    title: str
    columns: tuple[Column, ...]
    up: Scale
    apart: Scale
    finding: str
    folded: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Results:
    """All that templates/figures/results.html draws. names: of both arms, the twin first; seeds: heads of the table;
    csv: where the numbers are as a file, or ""."""

    title: str
    over: str
    names: tuple[str, str]
    panels: tuple[Drawn, ...]
    notes: tuple[str, ...]
    caption: str
    seeds: tuple[int, ...]
    csv: str


def context(experiment: Experiment, values: Mapping[Cell, Values], link_of: LinkOf, csv: str = "") -> Results:
    """The results that are there. link_of: from a run's link to its address, seen from the page."""
    measure, scaled = experiment.measure, on_a_scale(experiment.over)
    across = axes.across(experiment.values, scaled)
    seeds = words.seeds_text(experiment.seeds)
    notes = [say("result.note", seeds=seeds, first=experiment.first, draws=f"{DRAWS:,}", enough=ENOUGH)]
    notes += [say("result.roots"), *([say(f"result.{across.scale}")] if scaled and across.scale != "linear" else [])]
    return Results(
        title=words.measure_title(measure),
        over=words.axis_title(experiment.over),
        names=(arm_name("twin", experiment.base), arm_name("dropout", experiment.base)),
        panels=tuple(_drawn(experiment, panel, values, across, link_of) for panel in experiment.panels),
        notes=tuple(notes),
        caption=say("result.caption", measure=words.measure_title(measure)),
        seeds=tuple(experiment.seed_numbers),
        csv=csv,
    )


def _drawn(
    experiment: Experiment, panel: Panel, values: Mapping[Cell, Values], across: Across, link_of: LinkOf
) -> Drawn:
    measure = experiment.measure
    up, apart = axes.axis(measure), axes.difference_axis(measure)
    found = [compared(experiment, point, values) for point in panel.points]
    titles = [words.value_title(experiment.over, point.value) for point in panel.points]
    lines = axes.labelled(titles, across.places)
    columns = tuple(
        Column(
            title,
            words.at_text(experiment.over, point.value),
            x,
            line,
            marks(measure, of, x, across.width, up, apart, _href(point, link_of)),
            words.compared(measure, of.summary),
        )
        for point, title, line, x, of in zip(panel.points, titles, lines, across.places, found, strict=True)
    )
    arms = (dot for column in columns for dot in (*column.marks.twin, *column.marks.ours))
    differences = (dot for column in columns for dot in column.marks.differences)
    return Drawn(
        id=f"results-{experiment.panels.index(panel) + 1}",
        title=words.at_text(experiment.by, panel.value, start=True) if experiment.by else "",
        columns=columns,
        up=_scale(up, lambda tick: words.tick_text(measure, tick), arms),
        apart=_scale(apart, lambda tick: words.difference_tick(measure, tick), differences),
        finding=finding(experiment, panel, found),
        folded=len(columns) > SAID_MOST,
        rows=tuple(
            row
            for title, of in zip(titles, found, strict=True)
            for row in _rows(measure, title, of, experiment.seed_numbers)
        ),
    )


def finding(experiment: Experiment, panel: Panel, found: Sequence[Compared]) -> str:
    """The chart in words: where the arm with dropout is best, and what its twin has there. Only values that have a
    number of every seed that is there are compared."""
    measure = experiment.measure
    facts = {"measure": words.measure_title(measure), "axis": within(words.axis_title(experiment.over))}
    most = max((len(of.ours) for of in found), default=0)
    means = {i: mean(of.ours) for i, of in enumerate(found) if len(of.ours) == most}
    means = {i: value for i, value in means.items() if math.isfinite(value)}
    if not means:
        return say("result.none found", **facts)
    best = max if measure.better == "higher" else min
    at = best(means, key=lambda i: means[i]) if measure.better else max(means)
    return say(
        "result.found" if measure.better and len(means) > 1 else "result.found plain",
        **facts,
        seeds=words.seeds_text(most),
        least=say("result.most" if measure.better == "higher" else "result.least"),
        at=words.at_text(experiment.over, panel.points[at].value),
        ours=words.reading_text(measure, means[at]),
        twin=words.twin_there(measure, found[at].twin),
    )


def _href(point: Point, link_of: LinkOf) -> HrefOf:
    """To a seed's run at its last step, with both arms."""
    step = f"step={RunSpec.from_query(point.ours).training.steps}"

    def href(seed: int) -> str:
        return link_of("&".join(filter(None, (seeded(point.ours, seed), step))))

    return href


def _scale(up: Up, text: Callable[[float], str], dots: Iterable[Dot]) -> Scale:
    found = {(dot.y, dot.mark) for dot in dots if dot.mark != "dot"}
    zero = up.y(0) if up.low < 0 < up.high else None
    ticks = tuple((up.y(tick), text(tick)) for tick in axes.ticks(up))
    rails = tuple(sorted((y, say(f"result.rail.{mark}")) for y, mark in found))
    return Scale(ticks, zero, round(up.top - RAIL / 4, 2), round(up.bottom + RAIL / 4, 2), rails)


def _rows(measure: Measure, value: str, of: Compared, seeds: Iterable[int]) -> list[Row]:
    """Of one value: both arms and their difference."""
    seeds = list(seeds)
    apart = {pair.seed: pair.difference for pair in of.pairs}
    arms = [
        Row(
            value,
            say(f"result.row.{arm}"),
            tuple(words.reading_text(measure, readings[seed]) if seed in readings else "" for seed in seeds),
            words.mean_reading(measure, mean(readings)),
        )
        for arm, readings in (("dropout", of.ours), ("twin", of.twin))
    ]
    texts = tuple(words.difference_text(measure, apart[seed]) if seed in apart else "" for seed in seeds)
    return [*arms, Row(value, say("result.row.difference"), texts, words.mean_text(measure, of.summary))]
