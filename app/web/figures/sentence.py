"""The sentence above the figure: what happens at this step, with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.runs.log.run import Run
from app.web.figures import factors_sentence
from app.web.figures.kinds import kind_of
from app.web.moment import Moment, once_a_moment
from app.web.words import methods
from app.web.words.say import say


@dataclass(frozen=True)
class Sentence:
    """Three parts: the middle one counts what is off and is underlined; it is empty where nothing can be off.

    `longest`: a text as long as the longest sentence of the run, whose room is kept free.
    """

    parts: tuple[str, str, str]
    sample: int
    longest: str


def context(moment: Moment) -> Sentence:
    """The sentence of one step for one sample."""
    return Sentence(parts(moment), moment.sample, _longest(moment.run, moment.rates[0] > 0))


@once_a_moment
def parts(moment: Moment) -> tuple[str, str, str]:
    """Its three parts."""
    own = kind_of(moment.run)
    if own is not None:
        return own.sentence(moment)
    if moment.acting and not moment.rings:
        return factors_sentence.parts(moment)
    off = [int(layer.sum()) for layer in moment.off]
    classic, norm = methods.name_of(moment.run.spec) == "classic", moment.run.spec.plan.norm
    return written(moment.run.sizes, moment.rates, moment.step, moment.sample, off, classic, norm)


def written(
    sizes: Sequence[int],
    rates: Sequence[float],
    step: int,
    sample: int,
    off: Sequence[int],
    classic: bool = False,
    norm: str = "none",
) -> tuple[str, str, str]:
    """The sentence's parts; off: how many neurons of each layer the mask puts to 0; classic: nothing is scaled; norm:
    where batch normalisation stands."""
    if not any(rates):
        return say("sentence.nothing", step=step), "", ""
    counts = []
    if any(rates[1:]):
        counts.append((sum(off[1 : len(sizes) - 1]), sum(sizes[1:-1]), say("sentence.hidden")))
    if rates[0]:
        counts.append((off[0], sizes[0], say("sentence.inputs")))
    return _said(str(step), str(sample + 1), counts, classic, norm if sum(off[1:]) else "none")


def _said(
    step: str, sample: str, counts: Sequence[tuple[int, int, str]], classic: bool = False, norm: str = "none"
) -> tuple[str, str, str]:
    """The sentence on so many off of so many, hidden neurons before inputs."""
    total = sum(count for count, _, _ in counts)
    (first, of, what), *rest = counts
    for count, whole, word in rest:
        what = say("sentence.both", first=what, second=f"{say('sentence.count', count=count, whole=whole)} {word}")
    ending = {0: "none off", 1: "one off"}.get(total, "many off")
    if classic:
        ending += ", not scaled"
    if norm == "after" and total:
        ending += ", after"
    more = say("sentence.before") if norm == "before" and total else ""
    return (
        say("sentence.at", step=step),
        say("sentence.count", count=first, whole=of),
        say(f"sentence.{ending}", what=what, sample=sample) + more,
    )


def _longest(run: Run, inputs: bool) -> str:
    own = kind_of(run)
    if own is not None:
        return own.longest(run)
    name = methods.name_of(run.spec)
    if name in ("gaussian", "concrete", "dropconnect"):
        return factors_sentence.longest(run.spec)
    hidden, training = sum(run.sizes[1:-1]), run.spec.training
    step, sample = ("0" * len(str(most)) for most in (training.steps, training.batch))
    more = [(run.sizes[0], run.sizes[0], say("sentence.inputs"))] if inputs else []
    none = [(0, whole, word) for _, whole, word in more]
    named = say("sentence.hidden")
    texts = (
        _said(step, sample, [(hidden, hidden, named), *more], name == "classic", run.spec.plan.norm),
        _said(step, sample, [(0, hidden, named), *none], name == "classic"),
    )
    return max(map("".join, texts), key=len)
