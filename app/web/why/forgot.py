"""*Forgot eval()*: the test set predicted ten times by a network that was left in training mode, beside evaluation."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.runs.data.data_set import MAP_SIDE, DataSet
from app.runs.log.forgot import Answer, Forgot, forgot_in_parts
from app.runs.log.run import Run
from app.runs.training.fresh import Fresh
from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures.outcomes import SIDE, curve_path
from app.web.figures.picture import diverging_pictures
from app.web.moment import Moment
from app.web.section import Section
from app.web.why.found import Found
from app.web.words.names import class_names
from app.web.words.numbers import loss_text, percent_text
from app.web.words.say import say

LEFT, WIDTH, HEIGHT = 24.0, 392.0, 56.0  # of the line of dots
TICKS = 4


class Dot(NamedTuple):
    """One answer on the line."""

    x: float
    y: float


@dataclass(frozen=True)
class Given:
    """One answer, or evaluation's: what it is called, its numbers, its map or curve, what it says of the first test
    samples, and whether that is right."""

    name: str
    evaluated: bool
    texts: tuple[str, ...]
    alt: str
    light: str
    dark: str
    path: str
    said: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Shown:
    """All that templates/why/forgot.html draws. heads: of the numbers; ticks: (x, text) of the line; level: where
    evaluation lies on it."""

    sentence: str
    twin: str
    alt: str
    dots: tuple[Dot, ...]
    level: float
    ticks: tuple[tuple[float, str], ...]
    heads: tuple[str, ...]
    answers: tuple[Given, ...]
    truths: tuple[str, ...]
    side: float
    nothing: str


def _forgot(run: Run, step: int, _: None) -> Generator[None, None, Forgot]:
    theta = run.theta(0, step).copy()
    yield
    return (yield from forgot_in_parts(run.evaluations[0], Fresh(run.spec), theta, step))


FORGOT: Found[None, Forgot] = Found(_forgot)


async def before(run: Run, view: View) -> None:
    """Predict the test set again and again at the view's step."""
    await FORGOT.find(run, view.step or 0, None)


def section(moment: Moment, links: Links) -> Section:
    """Of what `before` has found."""
    run, step = moment.run, moment.step
    found, data = FORGOT.of(run, step, None), run.data
    curve = data.task == "regression"
    measure, text = ("loss", loss_text) if curve else ("accuracy", percent_text)
    values = [float(getattr(answer, measure)) for answer in (*found.given, found.evaluated)]
    low, high = _ends(values, curve)

    def x(value: float) -> float:
        return round(LEFT + WIDTH * (value - low) / (high - low), 1)

    least, most, own = text(min(values[:-1])), text(max(values[:-1])), text(values[-1])
    facts = {"step": step, "count": len(found.given), "least": least, "most": most, "evaluated": own}
    facts["different"] = len({answer.loss for answer in found.given})
    drops = any(run.spec.rates(step))
    names = class_names(run.spec.data.name)
    shown = Shown(
        sentence=say(f"forgot.{measure}", **facts),
        twin=say("forgot.twin"),
        alt=say(f"forgot.alt {measure}", **facts),
        dots=tuple(Dot(x(value), 10.0 + 4 * i) for i, value in enumerate(values[:-1])),
        level=x(values[-1]),
        ticks=tuple(
            (x(low + (high - low) * i / TICKS), text(low + (high - low) * i / TICKS)) for i in range(TICKS + 1)
        ),
        heads=tuple(say(f"forgot.head {name}") for name in (("loss",) if curve else ("accuracy", "loss"))),
        answers=tuple(_given(run, of, number) for number, of in ((0, found.evaluated), *enumerate(found.given, 1))),
        truths=tuple(names[int(k)] for k in data.y_test[: len(found.evaluated.said)]),
        side=SIDE,
        nothing="" if drops else say("forgot.nothing"),
    )
    return Section("why/forgot.html", "eval", shown)


def _given(run: Run, of: Answer, number: int) -> Given:
    """number: 0 of evaluation."""
    data, light, dark, path = run.data, "", "", ""
    name = say("forgot.time", number=number) if number else say("forgot.evaluation")
    numbers = (loss_text(of.loss),) if data.task == "regression" else (percent_text(of.accuracy), loss_text(of.loss))
    if data.task == "binary":
        light, dark = diverging_pictures(np.tanh(of.shown.reshape(MAP_SIDE, MAP_SIDE) / 2))
    elif data.task == "regression":
        path = curve_path(of.shown, data)
    return Given(
        name,
        not number,
        numbers,
        say("forgot.picture", name=name, result=numbers[0]),
        light,
        dark,
        path,
        _said(data, class_names(run.spec.data.name), of),
    )


def _said(data: DataSet, names: Sequence[str], of: Answer) -> tuple[tuple[str, bool], ...]:
    pairs = zip(of.said.tolist(), data.y_test.tolist(), strict=False)
    return tuple((names[int(k)], bool(k == truth)) for k, truth in pairs)


def _ends(values: Sequence[float], curve: bool) -> tuple[float, float]:
    """Of the line: whole tens of percent around all accuracies, or from 0 to over the largest loss."""
    if curve:
        most = max((value for value in values if np.isfinite(value)), default=1.0)
        return 0.0, 1.1 * most or 1.0
    low, high = np.floor(10 * min(values)) / 10, np.ceil(10 * max(values)) / 10
    return float(low), float(high if high > low else low + 0.1)
