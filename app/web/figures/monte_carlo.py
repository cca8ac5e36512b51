"""Monte-Carlo dropout at a step: what K passes with masks on say on average, and how far they differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.runs.data.data_set import MAP_SIDE
from app.runs.data.tasks import TASKS
from app.runs.log.outcome import Passes
from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.figures.outcomes import SIDE, place
from app.web.figures.picture import diverging_pictures
from app.web.moment import Moment
from app.web.words.names import class_names, number
from app.web.words.say import say

COUNTS = (0, 10, 50, 200)


@dataclass(frozen=True)
class Choice:
    """How many passes, and the link to them."""

    count: int
    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Picture:
    """A map, light and dark, or a curve with its band as paths."""

    title: str
    alt: str
    light: str = ""
    dark: str = ""
    path: str = ""
    band: str = ""


@dataclass(frozen=True)
class MonteCarlo:
    """All that templates/figures/monte_carlo.html draws; without passes only what leads to them."""

    choices: tuple[Choice, ...]
    sentence: str
    pictures: tuple[Picture, ...]
    rows: tuple[tuple[str, str, str], ...]  # of images: which, the class of the mean and its probability, information
    csv: str = ""  # where its numbers are
    side: float = SIDE


def context(moment: Moment, links: Links) -> MonteCarlo:
    """The panel of a step; its passes are there where the viewer has wished for them."""
    kind, now = TASKS[moment.run.spec.data.name].kind, links.view.passes
    counts = COUNTS if now in COUNTS else tuple(sorted((*COUNTS, now)))
    choices = tuple(
        Choice(count, str(count or say("passes.none")), links.here(passes=count or None), count == now)
        for count in counts
    )
    if moment.passes is None or not moment.run.spec.place:
        return MonteCarlo(choices, "", (), ())
    run, passes = moment.run, moment.passes
    return MonteCarlo(
        choices,
        _sentence(run, moment.step, passes),
        _maps(run, passes) if kind == "binary" else _curve(run, passes) if kind == "regression" else (),
        _rows(run, passes) if kind == "classes" else (),
        links.here("figure/passes.csv", view=None, apart=None, present=None),
    )


def said(run: Run, step: int, passes: Passes) -> dict[str, Any]:
    """What an event has of the panel as it is written and drawn: its sentence, and images' rows or a curve's lines."""
    kind = TASKS[run.spec.data.name].kind
    body: dict[str, Any] = {"say": _sentence(run, step, passes)}
    if kind == "classes":
        body["rows"] = _rows(run, passes)
    elif kind == "regression":
        body["lines"] = _lines(run, passes)
    return body


def _sentence(run: Run, step: int, passes: Passes) -> str:
    """How far the passes differ, on average and at most."""
    kind = TASKS[run.spec.data.name].kind
    far = 2 * passes.spread[:, 0] if kind == "regression" else passes.information / math.log(2)
    return say(
        f"passes.{kind}",
        step=step,
        count=len(passes.said),
        mean=number(float(far.mean()), 2),
        most=number(float(far.max()), 2),
    )


def _maps(run: Run, passes: Passes) -> tuple[Picture, ...]:
    """The mean probability, and the mutual information in bits, from paper (0) to full colour (1)."""
    found = []
    name = class_names(run.spec.data.name)[1]
    for what, values in (("mean", 2 * passes.mean[:, 0] - 1), ("information", passes.information / math.log(2))):
        light, dark = diverging_pictures(values.reshape(MAP_SIDE, MAP_SIDE))
        facts = {"count": len(passes.said), "name": name}
        found.append(Picture(say(f"passes.{what}"), say(f"passes.alt {what}", **facts), light, dark))
    return tuple(found)


def _curve(run: Run, passes: Passes) -> tuple[Picture, ...]:
    path, band = _lines(run, passes)
    return (Picture(say("passes.curve"), say("passes.alt curve", count=len(passes.said)), path=path, band=band),)


def _lines(run: Run, passes: Passes) -> tuple[str, str]:
    """The mean curve, and its band of two standard deviations, as paths."""
    data, mean, far = run.data, passes.mean[:, 0], 2 * passes.spread[:, 0]
    left, right = (data.bounds or (0, 1))[:2]
    xs = np.linspace(left, right, len(mean))

    def points(ys: np.ndarray, order: slice = slice(None)) -> str:
        at = (place(float(x), float(np.clip(y, -1e3, 1e3)), data) for x, y in zip(xs[order], ys[order], strict=True))
        return "L".join(f"{x:g} {y:g}" for x, y in at)

    return f"M{points(mean)}", f"M{points(mean + far)}L{points(mean - far, slice(None, None, -1))}Z"


def _rows(run: Run, passes: Passes) -> tuple[tuple[str, str, str], ...]:
    """Of each image: which it is, the class of the mean and its probability, and what the passes disagree in."""
    names = class_names(run.spec.data.name)
    best = passes.mean.argmax(axis=1)
    return tuple(
        (
            names[int(truth)],
            say("passes.says", name=names[k], share=f"{100 * passes.mean[i, k]:.0f}"),
            f"{passes.information[i] / math.log(2):.2f}",
        )
        for i, (truth, k) in enumerate(zip(run.data.y_test, best, strict=False))
    )
