"""What both arms have learned at a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.runs.data.data_set import MAP_SIDE
from app.runs.training.evaluation import Learned, Score


class Scores(NamedTuple):
    """Of both arms, at the last step up to the one asked for at which they were evaluated."""

    step: int
    dropout: Score
    twin: Score


@dataclass(frozen=True)
class Outcome:
    """What both arms have learned at a step, dropout off: (dropout, twin) each.

    step: the one asked for; where the network is too large for that, the last at which it was evaluated.
    dead: for each hidden layer of the dropout arm, the neurons that are 0 for every training sample.
    maps: z over the plane, (32, 32), row 0 at the top; curves: z over the line, (96,);
    confusion: (classes, classes) counts, row = true class; guesses: classes said for the first six test samples.
    """

    step: int
    scores: Scores
    dead: list[list[int]]
    maps: tuple[Array, Array] | None = None
    curves: tuple[Array, Array] | None = None
    confusion: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None
    guesses: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None


class Passes(NamedTuple):
    """What the dropout arm says in K passes with masks on: (K, samples, outputs), probabilities or numbers.

    samples: the points of the map or curve, or the first six test images; each pass has one mask for all of them.
    """

    said: Array

    @property
    def mean(self) -> Array:
        """(samples, outputs)"""
        mean: Array = self.said.mean(axis=0)
        return mean

    @property
    def spread(self) -> Array:
        """The standard deviation over passes: (samples, outputs)."""
        spread: Array = self.said.std(axis=0)
        return spread

    @property
    def information(self) -> Array:
        """What the passes disagree in, in nats: the entropy of the mean minus the mean of the entropies, (samples,).

        Of probabilities alone: of one class of two (1 output), or of each (10). Source: Houlsby et al. 2011; of
        dropout, Gal 2016.
        """
        return np.maximum(entropy(self.mean) - entropy(self.said).mean(axis=0), 0.0)


def entropy(p: Array) -> Array:
    """Of the last axis: of one probability and its rest, or of a probability for each class."""
    each = np.concatenate([p, 1 - p], axis=-1) if p.shape[-1] == 1 else p
    found: Array = -np.where(each > 0, each * np.log(np.maximum(each, 1e-300)), 0.0).sum(axis=-1)
    return found


def square(values: Array) -> Array:
    """A map's values as the rows that it is drawn in."""
    return values.reshape(MAP_SIDE, MAP_SIDE).copy()


def over_the_data(step: int, scores: Scores, dead: list[list[int]], ours: Array, twins: Array) -> Outcome:
    """Of a map or a curve, from z of each of its points."""
    if len(ours) == MAP_SIDE**2:
        return Outcome(step, scores, dead, maps=(square(ours), square(twins)))
    return Outcome(step, scores, dead, curves=(ours, twins))


def evaluated(scores: Scores, learned: list[Learned]) -> Outcome:
    """As the worker found it."""
    ours, twins = learned
    if ours.shown is not None and twins.shown is not None:
        return over_the_data(
            scores.step, scores, ours.dead, ours.shown.astype(np.float64), twins.shown.astype(np.float64)
        )
    assert ours.confusion is not None
    assert twins.confusion is not None
    assert ours.guesses is not None
    assert twins.guesses is not None
    confusion = (ours.confusion.astype(np.int64), twins.confusion.astype(np.int64))
    return Outcome(scores.step, scores, ours.dead, confusion=confusion, guesses=(ours.guesses, twins.guesses))
