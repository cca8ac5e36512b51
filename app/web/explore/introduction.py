"""What a first visitor reads beside the figure: three sentences, and the page's words with this run's numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.runs.data.data_set import TEST_GRID, TEST_IMAGES, TEST_POINTS
from app.runs.data.tasks import TASKS
from app.runs.log.kept import LAST_STEPS
from app.runs.spec.reading import number_text
from app.runs.spec.run_spec import RunSpec


@dataclass(frozen=True)
class Word:
    """A word of the page, and what it means in this run. `italic`: it is a letter of the formulas."""

    name: str
    meaning: str
    italic: bool = False


@dataclass(frozen=True)
class Introduction:
    """All that templates/explore/introduction.html draws. `open`: the link has no settings, so it may be a first visit;
    nothing is stored to know better."""

    open: bool
    words: tuple[Word, ...]


def context(spec: RunSpec, step: int) -> Introduction:
    """The introduction of a run at a step."""
    return Introduction(not spec.query(), words(spec, step))


def words(spec: RunSpec, step: int) -> tuple[Word, ...]:
    """Every word that the page uses for what dropout does, with the numbers of the run at this step."""
    rates = sorted({rate for rate in spec.rates(step) if rate > 0})
    here = " and ".join(map(number_text, rates))
    return (
        Word("p", f"the probability that a neuron is dropped{_share(rates)}", italic=True),
        Word("mask", f"which neurons are on, for one sample in one step{_scale(rates)}"),
        Word(
            "coin",
            "a random number from 0 to 1, drawn anew for each neuron, sample and step; the neuron is dropped where it "
            f"is less than p{f', here {here}' if rates else ''}",
        ),
        Word("twin", "the same network: same starting weights, same samples in the same order, no dropout"),
        Word(
            "step",
            f"one update of all weights, from one batch of {_count(spec.training.batch, 'sample')}; "
            f"this run has {_count(spec.training.steps, 'step')}",
        ),
        Word("loss", _loss(spec)),
        Word("masks on", "the training loss as it is trained, with neurons off"),
        Word("dropout off", "the training loss of the same weights with every neuron on"),
        Word("test loss", _test(spec)),
        Word("gap", "test loss minus training loss, dropout off"),
        Word("silent", "a neuron that is on and puts out 0 for this sample, as ReLU does for a sum of 0 or less"),
        Word("dead", "a neuron that puts out 0 for every training sample, dropout off"),
        Word(
            "ring",
            f"around a neuron while it plays fast: in what share of the last {LAST_STEPS} steps it was on for this row "
            "of the batch",
        ),
    )


def _share(rates: list[float]) -> str:
    if not rates:
        return "; here nothing is dropped"
    if len(rates) > 1:
        return f"; here {' and '.join(map(number_text, rates))}, by place"
    (p,) = rates
    of = 1 / p
    often = f"one in {NUMBERS[round(of)]}" if abs(of - round(of)) < 1e-9 and round(of) in NUMBERS else ""
    return f"; here {number_text(p)}" + (f", {often}" if often else "")


NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 8: "eight", 10: "ten", 20: "twenty", 100: "a hundred"}


def _scale(rates: list[float]) -> str:
    if not rates:
        return ""
    counts = " and ".join(f"{1 / (1 - p):.4g}" for p in rates)
    return f"; the outputs of those that are on count 1/(1 − p) times, here {counts}"


def _loss(spec: RunSpec) -> str:
    kind = TASKS[spec.data.name].kind
    if kind == "regression":
        return "how wrong the answers are: the mean of the squared errors, 0 where every answer is right"
    classes = 2 if kind == "binary" else TASKS[spec.data.name].outputs
    guess = "a coin toss" if classes == 2 else f"the same chance for all {classes} digits"
    return f"how wrong the answers are: 0 is perfect, {math.log(classes):.2f} is {guess}"


def _test(spec: RunSpec) -> str:
    if spec.data.name == "curve":
        return f"the loss at {TEST_GRID} points of the true curve, every neuron on"
    if spec.data.name == "digits":
        return f"the loss on {TEST_IMAGES:,} images that neither network trains on, every neuron on"
    flipped = f", {100 * spec.data.flip:.3g} % of whose labels are flipped too" if spec.data.flip else ""
    return f"the loss on {TEST_POINTS:,} points that neither network trains on{flipped}, every neuron on"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
