"""What was measured of an experiment before, over fresh seeds that no setting of it was chosen with.

The numbers are those of app/runs/scenes/experiments.json, which benchmarks/experiments.py writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from app.runs.experiments.experiment import Experiment
from app.runs.experiments.pairs import written
from app.runs.scenes.measured import experiments
from app.web.experiments.called import is_own
from app.web.words.names import within
from app.web.words.results import at_text, compared, measure_title, reading_text
from app.web.words.say import say


@dataclass(frozen=True)
class Measured:
    """All that the page says of it: what, over which seeds; then at each value of each panel what the pairs say."""

    says: str
    points: tuple[tuple[str, str], ...]


def measured(experiment: Experiment) -> Measured | None:
    """Of the experiment's own settings, and the measure that it shows; None where nothing was measured."""
    found: Mapping[str, Any] = experiments().get(experiment.name, {})
    panels = found.get("measures", {}).get(experiment.measure.name)
    if not panels or not is_own(experiment):
        return None
    link = dict(parse_qsl(found["link"]))
    first, count = int(link.get("first", 1)), int(link["seeds"])
    facts = {"measure": within(measure_title(experiment.measure)), "count": count, "first": first}
    return Measured(
        say("experiment page.measured", **facts, last=first + count - 1),
        tuple(
            (_at(experiment, panel["value"], point["value"]), _said(experiment, point))
            for panel in panels
            for point in panel["points"]
            if "ours" in point
        ),
    )


def _at(experiment: Experiment, panel: str, value: str) -> str:
    at = at_text(experiment.over, value)
    return f"{at_text(experiment.by, panel)}, {at}" if panel else at


def _said(experiment: Experiment, point: Mapping[str, Any]) -> str:
    """What the pairs say, with the means of both arms where every seed has a number."""
    text = compared(experiment.measure, written(point))
    means = [point[arm]["mean"] for arm in ("ours", "twin") if point[arm]["n"] == point["n"]]
    if len(means) < 2:
        return text
    ours, twin = (reading_text(experiment.measure, mean) for mean in means)
    return say("experiment page.measured at", ours=ours, twin=twin, pairs=text)
