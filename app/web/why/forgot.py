"""*Forgot eval()*: the test set predicted ten times by a network that was left in training mode, beside evaluation."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
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
from app.web.why import tables
from app.web.why.found import Found
from app.web.why.measured_passes import of_training_mode
from app.web.words.names import class_names
from app.web.words.numbers import loss_text, percent_text
from app.web.words.say import say

LEFT, WIDTH = 24.0, 392.0  # of the line of dots
FIRST, APART = 10.0, 4.0  # how far down the first lies, and each below the one before
TICKS = 4


class Dot(NamedTuple):
    """One answer on the line."""

    x: float
    y: float


@dataclass(frozen=True)
class AnswersLine:
    """Answers on a line. level: where evaluation lies; ticks: (x, text)."""

    alt: str
    dots: tuple[Dot, ...]
    level: float
    ticks: tuple[tuple[float, str], ...]


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
    """All that templates/why/forgot.html draws. heads: of the numbers; answers: evaluation's first; truths: what the
    first test samples are."""

    nothing: str
    sentence: str
    line: AnswersLine
    heads: tuple[str, ...]
    answers: tuple[Given, ...]
    truths: tuple[str, ...]
    twin: str
    measured: str
    over_seeds: str  # where that is an experiment
    side: float


class Answers(NamedTuple):
    """What was found, and how it is drawn: evaluation's first."""

    found: Forgot
    drawn: tuple[Given, ...]


def _answers(run: Run, step: int, _: None) -> Generator[None, None, Answers]:
    theta, drawn = run.theta(0, step).copy(), []
    yield
    found = yield from forgot_in_parts(run.evaluations[0], Fresh(run.spec), theta, step)
    for number, of in enumerate((found.evaluated, *found.given)):
        drawn.append(_given(run, of, number))
        yield
    return Answers(found, tuple(drawn))


FORGOT: Found[None, Answers] = Found(_answers)


async def before(run: Run, view: View) -> None:
    """Predict the test set again and again at the view's step."""
    await FORGOT.find(run, view.step or 0, None)


def section(moment: Moment, links: Links) -> Section:
    """Of what `before` has found."""
    run, step = moment.run, moment.step
    found, drawn = FORGOT.of(run, step, None)
    curve, names = run.data.task == "regression", class_names(run.spec.data.name)
    measure, text = ("loss", loss_text) if curve else ("accuracy", percent_text)
    given = [float(getattr(answer, measure)) for answer in found.given]
    own = float(getattr(found.evaluated, measure))
    facts = {"count": len(given), "least": text(min(given)), "most": text(max(given)), "evaluated": text(own)}
    shown = Shown(
        nothing="" if any(run.spec.rates(step)) else say("forgot.nothing"),
        sentence=say(f"forgot.{measure}", step=step, **facts),
        line=_line(given, own, curve, say(f"forgot.alt {measure}", **facts), text),
        heads=tuple(say(f"forgot.head {name}") for name in (("loss",) if curve else ("accuracy", "loss"))),
        answers=drawn,
        truths=tuple(names[int(k)] for k in run.data.y_test[: len(found.evaluated.said)]),
        twin=say("forgot.twin"),
        measured=of_training_mode(),
        over_seeds=links.root + "why/forgot",
        side=SIDE,
    )
    made = {"eval": lambda: tables.forgot(run.data, found)}
    if run.data.bounds is not None:
        made["eval-maps"] = lambda: tables.forgot_maps(run.data, found)
    return Section("why/forgot.html", "eval", shown, made)


def _line(given: Sequence[float], own: float, curve: bool, alt: str, text: Callable[[float], str]) -> AnswersLine:
    low, high = _ends([*given, own], curve)

    def x(value: float) -> float:
        return round(LEFT + WIDTH * (value - low) / (high - low), 1)

    ticks = [low + (high - low) * i / TICKS for i in range(TICKS + 1)]
    dots = tuple(Dot(x(value), FIRST + APART * i) for i, value in enumerate(given))
    return AnswersLine(alt, dots, x(own), tuple((x(tick), text(tick)) for tick in ticks))


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
