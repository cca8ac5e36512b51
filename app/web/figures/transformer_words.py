"""What the figure of a transformer says: the sentence above it, its text alternative, counts."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from app.runs.log.run import Run
from app.runs.nets.parts import TransformerNet
from app.runs.spec.run_spec import RunSpec
from app.web.moment import Moment, once_a_moment
from app.web.words import methods
from app.web.words import names as words
from app.web.words.samples import sample_text, tokens_of
from app.web.words.say import say

Parts = tuple[str, str, str]
WORDS, ATTENTION, ADDED = 0, 1, (2, 3)  # places


def net_of(spec: RunSpec) -> TransformerNet:
    assert isinstance(spec.net, TransformerNet)
    return spec.net


@once_a_moment
def sentence_of(moment: Moment) -> tuple[str, ...]:
    """The words of the sample."""
    return tokens_of(moment.run.spec, moment.training.x[moment.sample])


@once_a_moment
def words_off(moment: Moment) -> list[bool]:
    """Of each word of the sentence, whether its type is off."""
    ids = moment.training.x[moment.sample].astype(int)
    own = moment.acting.get(WORDS)
    return [False] * len(ids) if own is None else (own.ravel()[ids] == 0).tolist()


def _counted(moment: Moment) -> Iterator[tuple[str, int, int]]:
    """Of what, how many are off, of how many."""
    spec, acting = moment.run.spec, moment.acting
    for key, places in (("words", (WORDS,)), ("attention", (ATTENTION,)), ("added", ADDED)):
        here = [k for k in places if k in spec.place]
        if not here:
            continue
        if key == "words":
            yield key, sum(words_off(moment)), spec.sizes[0]
        else:
            off = sum(int((acting[k] == 0).sum()) for k in here if k in acting)
            yield key, off, sum(math.prod(spec.plan.places[k].mask) for k in here)


def sentence(moment: Moment) -> Parts:
    """Its three parts."""
    if not any(moment.rates):
        return say("sentence.nothing", step=str(moment.step)), "", ""
    return _said(str(moment.step), str(moment.sample + 1), list(_counted(moment)))


def _said(step: str, sample: str, counts: list[tuple[str, int, int]]) -> Parts:
    first, *rest = (say(f"transformer.off.{key}", off=off, whole=whole) for key, off, whole in counts)
    more = say("transformer.and", last=rest[-1]) if rest else ""
    between = "".join(f", {text}" for text in rest[:-1])
    return (
        say("transformer.at", step=step),
        first,
        say("transformer.rest", more=between + more, sample=sample, are=words.are(2 if rest else counts[0][1])),
    )


def longest(run: Run) -> str:
    """As long as the longest sentence of a run."""
    spec, net = run.spec, net_of(run.spec)
    step, sample = ("0" * len(str(most)) for most in (spec.training.steps, spec.training.batch))
    length = spec.sizes[0]
    weights, numbers = net.heads * length * length, 2 * length * net.width
    counts = [("words", length, length), ("attention", weights, weights), ("added", numbers, numbers)]
    return "".join(_said(step, sample, counts))


def summary(moment: Moment) -> str:
    """What the figure shows, for those who cannot see it."""
    spec, z = moment.run.spec, moment.signals["z"]
    sure = moment.run.predict(z)
    names = words.class_names(spec.data.name)
    guess = int(np.argmax(sure))
    text = say(
        "transformer.summary",
        step=moment.step,
        sample=moment.sample + 1,
        sentence=sample_text(spec, moment.training.x[moment.sample]),
        masks=" ".join(_masks(moment)),
        guess=names[guess],
        sure=words.number(float(sure[guess]), 2),
        truth=names[int(moment.training.y[moment.sample])],
    )
    return f"{text} {say('transformer.summary.back')}" if moment.backward else text


def _masks(moment: Moment) -> Iterator[str]:
    if not any(moment.rates):
        yield say("transformer.summary.none")
        return
    for key, off, whole in _counted(moment):
        if key != "words":
            yield say(f"transformer.summary.{key}", off=off, whole=whole)
            continue
        gone = [word for word, is_off in zip(sentence_of(moment), words_off(moment), strict=True) if is_off]
        types = list(dict.fromkeys(gone))
        which = ("no words", "word", "words")[min(len(types), 2)]
        yield say(f"transformer.summary.{which}", names=words.enumeration(types) if types else "")


def counts(moment: Moment) -> list[str]:
    """How many are off at each place where the method sits."""
    spec, acting = moment.run.spec, moment.acting
    return [methods.counted(spec, acting[k]) if k in acting else "0" for k in spec.place]
