"""What both arms have learned at a step, as the server draws it: pictures, numbers, a sentence on them."""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from app.runs.data.data_set import DataSet
from app.runs.data.tasks import TASKS
from app.runs.log.curves import Curves
from app.runs.log.outcome import Outcome, Scores
from app.runs.log.run import Run
from app.runs.scenes.ceiling import ceiling
from app.runs.training.evaluation import GUESSES, Score
from app.web.figures.keys import Key
from app.web.figures.outcome_keys import POINTS_MAX, keys, note
from app.web.figures.picture import diverging_pictures, ink_picture
from app.web.figures.told import Told
from app.web.moment import Moment, once_a_moment
from app.web.once import once_a_run
from app.web.words.methods import arm_name, called
from app.web.words.names import class_names
from app.web.words.numbers import loss_text, percent_text, tenths_of_percent, written_difference
from app.web.words.samples import sample_text
from app.web.words.say import has
from app.web.words.say import say as text

ARMS = ("dropout", "twin")
LARGE = 1000  # a difference from here on is written as a loss is
SIDE = 100.0  # of a picture, in its own units


@dataclass(frozen=True)
class Arm:
    """One arm's results, as text, and its picture.

    light, dark: the map or confusion matrix as addresses of pictures, or ""; path: a regression's curve.
    """

    name: str
    title: str
    test: str
    accuracy: str
    gap: str
    light: str
    dark: str
    path: str
    alt: str


@dataclass(frozen=True)
class Point:
    """A training point in a picture's units; `kind` is positive, negative or target."""

    x: float
    y: float
    kind: str
    flipped: bool


@dataclass(frozen=True)
class Digit:
    """A test sample's class, what the arms say, (said, right) each, and the sample itself, where it is a sequence."""

    truth: str
    said: tuple[tuple[str, bool], ...]
    sample: str = ""


@dataclass(frozen=True)
class Outcomes:
    """All that templates/figures/outcomes.html draws. kind: map, curve or confusion."""

    kind: str
    step: int
    arms: tuple[Arm, ...]
    points: tuple[Point, ...]
    truth: str
    digits: tuple[Digit, ...]
    images: str  # the address of one picture of the digits' images, side by side
    classes: tuple[str, ...]
    keys: tuple[Key, ...]
    note: str  # what the legend says besides
    tested: str  # on how many samples, and what can be reached at most where their labels are wrong too
    bounds: tuple[float, float, float, float] | None
    at_step: str  # the same with the step
    shown: str  # what the digits are
    sentence: str
    longest: str  # as long as the longest sentence, whose room is kept free
    side: float = SIDE


def context(moment: Moment) -> Outcomes:
    """The results of a run at a step."""
    outcome, data = moment.outcome, moment.run.data
    kind = {"binary": "map", "regression": "curve", "classes": "confusion"}[data.task]
    points, method = _points(moment.run), called(moment.run.spec)
    sample = TASKS[moment.run.spec.data.name].sample
    return Outcomes(
        kind=kind,
        step=outcome.scores.step,
        arms=tuple(_arm(i, outcome, moment.run) for i in range(2)),
        points=points,
        truth=_truth(moment.run),
        digits=_digits(outcome, moment.run),
        images=_images(moment.run),
        classes=class_names(moment.run.spec.data.name),
        keys=keys(moment.run),
        note=note(moment.run),
        tested=tested(moment.run),
        bounds=data.bounds,
        at_step=text("outcome.at step", step=outcome.scores.step, tested=tested(moment.run)),
        shown=text("outcome.shown" if sample == "image" else "outcome.shown others"),
        sentence=verdict(moment),
        longest=longest(data.task != "regression", method),
    )


def told(moment: Moment) -> Told:
    """The figure in words."""
    scores, run = moment.outcome.scores, moment.run
    accuracy = (_texts(score).accuracy for score in (scores.dropout, scores.twin))
    alts = (_alt(name, share, run) for name, share in zip(ARMS, accuracy, strict=True))
    return Told((verdict(moment),), " ".join((*alts, verdict(moment))))


def say(moment: Moment) -> dict[str, Any]:
    """The words of an `outcome` event: for each arm its numbers and what its picture shows, and the sentence."""
    scores = moment.outcome.scores
    arms = [_texts(score) for score in (scores.dropout, scores.twin)]
    guesses = moment.outcome.guesses or ()
    classes = class_names(moment.run.spec.data.name)
    return {
        "guess": [[classes[int(k)] for k in arm] for arm in guesses],
        "test": [arm.test for arm in arms],
        "accuracy": [arm.accuracy for arm in arms],
        "gap": [arm.gap for arm in arms],
        "alt": [_alt(name, arm.accuracy, moment.run) for name, arm in zip(ARMS, arms, strict=True)],
        "verdict": verdict(moment),
    }


@once_a_moment
def verdict(moment: Moment) -> str:
    """The sentence on both arms' results at a step."""
    scores = moment.outcome.scores
    said = sentence(scores, *best_stop(moment.curves, scores.step), called(moment.run.spec))
    return _untested(moment.outcome, moment.run.state == "diverged") + said


@once_a_run
def tested(run: Run) -> str:
    """How large the test set is, and how the method is evaluated on it, where that is not with every neuron on, and
    what normalises."""
    method = run.spec.method
    rule = f"{method.name} {getattr(method, 'inference', '')}".strip() if method is not None else ""
    normed = text("outcome.evaluated norm") if run.spec.plan.norm != "none" else ""
    return _tested(run) + (text(f"outcome.evaluated {rule}") if has(f"outcome.evaluated {rule}") else "") + normed


def _tested(run: Run) -> str:
    """How large the test set is, and where its labels are flipped, what knowing every true class would score."""
    data = run.data
    count = f"{len(data.x_test):,}"
    if data.task == "regression":
        return text("outcome.tested on curve", count=count)
    kind, top = text(f"outcome.tested {TASKS[run.spec.data.name].sample}"), ceiling(data)
    if top is None:
        return text("outcome.tested", count=count, kind=kind)
    flipped, accuracy = int((data.y_test != data.clean_y_test).sum()), percent_text(top.accuracy)
    return text(
        "outcome.tested flipped",
        count=count, kind=kind, flipped=f"{flipped:,}", accuracy=accuracy, loss=loss_text(top.loss),
    )  # fmt: skip


def sentence(scores: Scores, best: float, at: int, method: str) -> str:
    """Which arm is ahead, by how much, and whether stopping the twin at its `best` does as well.

    Numbers are compared as they are written, so that the words and the numbers beside them agree.
    """
    dropout, twin = scores.dropout, scores.twin
    if not math.isfinite(dropout.test + twin.test):
        return text("outcome.not_finite", step=scores.step)
    difference = written_difference(dropout.test, twin.test)
    case = "equal" if float(difference) == 0 else "lower" if dropout.test < twin.test else "higher"
    accuracy = _accuracy(case, dropout.accuracy, twin.accuracy)
    loss = difference if float(difference) < LARGE else loss_text(float(difference))
    said = text(f"outcome.{case}", step=scores.step, loss=loss, accuracy=accuracy, method=method)
    if not math.isfinite(best) or at == scores.step:
        return said
    better = loss_text(best) != loss_text(dropout.test)
    stop = "stop_equal" if not better else "stop_better" if best < dropout.test else "stop_worse"
    return said + text(f"outcome.{stop}", at=at, best=loss_text(best))


def longest(counts: bool, method: str) -> str:
    """A sentence as long as any; counts: whether it speaks of the accuracy."""
    accuracy = text("outcome.accuracy_higher", points="00.0") if counts else ""
    stop = text("outcome.stop_worse", best="0.000", at="00000")
    return text("outcome.lower", step="00000", loss="0.000", accuracy=accuracy, method=method) + stop


def _untested(outcome: Outcome, diverged: bool) -> str:
    """Past the last test of a run that diverged, the pictures are of a later step than the losses."""
    if not diverged or outcome.step <= outcome.scores.step:
        return ""
    return text("outcome.diverged", shown=outcome.step, step=outcome.scores.step)


def best_stop(curves: Curves, step: int) -> tuple[float, int]:
    """The twin's lowest test loss up to a step, and where it was."""
    test = curves.twin.test[curves.steps <= step]
    if not len(test) or not np.isfinite(test).any():
        return math.nan, 0
    point = int(np.nanargmin(test))
    return float(test[point]), int(curves.steps[point])


def _accuracy(case: str, dropout: float, twin: float) -> str:
    if not math.isfinite(dropout - twin):
        return ""
    tenths = tenths_of_percent(dropout) - tenths_of_percent(twin)
    if tenths == 0:
        return text("outcome.accuracy_equal")
    way = "higher" if tenths > 0 else "lower"
    against = (case, way) in (("lower", "lower"), ("higher", "higher"))
    return text(f"outcome.accuracy_{'but_' if against else ''}{way}", points=f"{abs(tenths) / 10:.1f}")


class _Texts(NamedTuple):
    test: str
    accuracy: str  # empty for regression
    gap: str


def _texts(score: Score) -> _Texts:
    """A score as it is written: each number rounded once, from all its digits."""
    share = percent_text(score.accuracy) if math.isfinite(score.accuracy) else ""
    return _Texts(loss_text(score.test), share, loss_text(score.test - score.clean))


def _arm(i: int, outcome: Outcome, run: Run) -> Arm:
    name = ARMS[i]
    texts = _texts((outcome.scores.dropout, outcome.scores.twin)[i])
    shown = shades(outcome)
    light, dark = diverging_pictures(shown[i]) if shown else ("", "")
    return Arm(
        name, arm_name(name, run.spec),
        test=texts.test, accuracy=texts.accuracy, gap=texts.gap,
        light=light, dark=dark,
        path=curve_path(outcome.curves[i], run.data) if outcome.curves else "",
        alt=_alt(name, texts.accuracy, run),
    )  # fmt: skip


def _alt(name: str, share: str, run: Run) -> str:
    network, data = text(f"outcome.network {name}", method=called(run.spec)), run.data
    if data.task == "regression":
        return text("outcome.alt curve", network=network)
    key = (
        f"outcome.alt {data.task}" if run.spec.data.name == "digits" or data.task == "binary" else "outcome.alt others"
    )
    return text(key, network=network, share=share, classes=run.sizes[-1])


def shades(outcome: Outcome) -> list[np.ndarray]:
    """Values in [-1, 1] of each arm's picture: tanh(z / 2), or shares of a true class, right ones above 0."""
    if outcome.maps:
        return [np.tanh(z / 2) for z in outcome.maps]
    return [_shares(counts) for counts in outcome.confusion or ()]


def _shares(counts: np.ndarray) -> np.ndarray:
    """Of each true class; their roots, so that small ones are seen too."""
    share = np.sqrt(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))
    return np.where(np.eye(len(counts), dtype=bool), share, -share)


def place(x: float, y: float, data: DataSet) -> tuple[float, float]:
    """Where a point of the plane lies in a picture."""
    left, right, bottom, top = data.bounds or (0, 1, 0, 1)
    return round(SIDE * (x - left) / (right - left), 2), round(SIDE * (top - y) / (top - bottom), 2)


@once_a_run
def _points(run: Run) -> tuple[Point, ...]:
    data = run.data
    if data.bounds is None:
        return ()
    points = []
    for x, y, clean in zip(data.x[:POINTS_MAX], data.y[:POINTS_MAX], data.clean_y[:POINTS_MAX], strict=True):
        if data.task == "regression":
            points.append(Point(*place(x[0], y[0], data), "target", False))
        else:
            kind = "positive" if y[0] > 0.5 else "negative"
            points.append(Point(*place(x[0], x[1], data), kind, bool(y[0] != clean[0])))
    return tuple(points)


def curve_path(values: np.ndarray, data: DataSet) -> str:
    """A curve over the whole of its picture, from values at evenly spaced x."""
    left, right = (data.bounds or (0, 1))[:2]
    return _path(np.linspace(left, right, len(values)), values, data)


@once_a_run
def _truth(run: Run) -> str:
    """The noiseless curve that a regression is tested on."""
    data = run.data
    return _path(data.x_test[:, 0], data.y_test[:, 0], data) if data.task == "regression" else ""


def _path(xs: np.ndarray, ys: np.ndarray, data: DataSet) -> str:
    pairs = (place(x, y, data) for x, y in zip(xs.tolist(), np.clip(ys, -1e3, 1e3).tolist(), strict=True))
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in pairs)


def _digits(outcome: Outcome, run: Run) -> tuple[Digit, ...]:
    if outcome.guesses is None:
        return ()
    digits, data, classes = [], run.data, class_names(run.spec.data.name)
    for i, truth in enumerate(data.y_test[: len(outcome.guesses[0])].tolist()):
        said = tuple((classes[int(arm[i])], int(arm[i]) == truth) for arm in outcome.guesses)
        digits.append(Digit(classes[truth], said, sample_text(run.spec, data.x_test[i])))
    return tuple(digits)


@once_a_run
def _images(run: Run) -> str:
    if TASKS[run.spec.data.name].sample != "image":
        return ""
    return ink_picture(np.hstack([x.reshape(14, 14) for x in run.data.x_test[:GUESSES]]))
