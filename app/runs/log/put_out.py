"""What one place puts out for one sample over many masks: mean and variance, number by number, beside the formulas.

The masks have coins of their own, so that training's are not used twice, and are as training draws them: of the place's
shape, by the place's rule. With x what goes in, and m a factor:

    of a signal     y = x m,            E[y] = E[m] x,      Var[y] = Var[m] x^2
    of weights      y = sum x W m,      E[y] = E[m] x W,    Var[y] = Var[m] sum x^2 W^2,   without the bias
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from app.engine.coins import LEVELS, Levels
from app.engine.layer import Array
from app.engine.rules import RULES, Bernoulli, Blocks, Gaussian, Rule, Shared
from app.engine.seeding import seeding
from app.runs.nets.methods import DropBlock, Method
from app.runs.nets.plan import Place

MASKS = 1000
PART = 1 << 16  # coins that are drawn at once,
MOST = 1 << 21  # and in all: of more weights than these are enough for, the sums of some are shown


@dataclass(frozen=True)
class Reads:
    """What a place acts on for one sample. x: the signal, of the place's shape; or what reaches the weights, (inputs,),
    with the weights (inputs, outputs)."""

    x: Array
    weights: Array | None = None


@dataclass(frozen=True)
class PutOut:
    """x: what would be put out if nothing were random or scaled, as a row; mean, variance: of that over so many masks;
    expected, spread: what formulas say of both, None where there is no formula for a single number. whole: how many
    numbers there are, of which these are the first."""

    masks: int
    x: Array
    mean: Array
    variance: Array
    expected: Array | None
    spread: Array | None
    whole: int


def put_out_in_parts(
    place: Place, p: float, reads: Reads, seed: int, key: tuple[int, ...], rule: Rule | None = None
) -> Generator[None, None, PutOut]:
    """Draw the masks, with a pause after each part. key: of which step and place these are."""
    rule = rule or RULES[place.rule]
    if reads.weights is None:
        return (yield from _of_signal(place, p, reads.x, seed, key, rule))
    return (yield from _of_weights(p, reads, seed, key, rule))


def rule_of(method: Method | None, place: Place) -> Rule:
    """How the coins of a place become factors."""
    return Blocks(method.block) if isinstance(method, DropBlock) else RULES[place.rule]


def factor_moments(rule: Rule, p: float) -> tuple[float, float] | None:
    """Mean and variance of one factor: exact, in closed form or as the mean over all coins; None for a rule by which
    the factors of one place depend on each other."""
    if p == 0:
        return 1.0, 0.0
    if type(rule) is Bernoulli or isinstance(rule, Gaussian):
        return 1.0, p / (1 - p)
    if isinstance(rule, Bernoulli):  # which scales by nothing
        return 1 - p, p * (1 - p)
    if isinstance(rule, Shared):
        return factor_moments(rule.rule, p)
    if isinstance(rule, Blocks):
        return None
    m = rule.factors(np.arange(LEVELS, dtype=np.uint16)[None, None], p)
    return float(m.mean()), float(m.var())


def _of_signal(
    place: Place, p: float, x: Array, seed: int, key: tuple[int, ...], rule: Rule
) -> Generator[None, None, PutOut]:
    size = math.prod(place.coins)
    total, squares = np.zeros(place.mask), np.zeros(place.mask)
    for number, count in enumerate(_counts(size)):
        levels = _levels(seed, key, number, (count, *place.coins))
        m = _of_mask(rule.factors(_shared(levels, place)[None], p)[0], place)
        total += m.sum(axis=0)
        squares += np.square(m).sum(axis=0)
        yield
    mean, variance = _moments(total, squares)
    found = factor_moments(rule, p)
    flat = x.reshape(-1)
    return PutOut(
        MASKS,
        flat,
        (x * _along(mean, x)).reshape(-1),
        (x * x * _along(variance, x)).reshape(-1),
        None if found is None else found[0] * flat,
        None if found is None else found[1] * flat * flat,
        flat.size,
    )


def _of_weights(p: float, reads: Reads, seed: int, key: tuple[int, ...], rule: Rule) -> Generator[None, None, PutOut]:
    assert reads.weights is not None
    inputs, outputs = reads.weights.shape
    shown = min(outputs, max(1, MOST // (MASKS * inputs)))
    terms = reads.x[:, None] * reads.weights[:, :shown]
    total, squares = np.zeros(shown), np.zeros(shown)
    for number, count in enumerate(_counts(inputs * shown)):
        levels = _levels(seed, key, number, (count, inputs, shown))
        y = np.einsum("nio,io->no", rule.factors(levels[None], p)[0], terms)
        total += y.sum(axis=0)
        squares += np.square(y).sum(axis=0)
        yield
    mean, variance = _moments(total, squares)
    found = factor_moments(rule, p)
    return PutOut(
        MASKS,
        terms.sum(axis=0),
        mean,
        variance,
        None if found is None else found[0] * terms.sum(axis=0),
        None if found is None else found[1] * np.square(terms).sum(axis=0),
        outputs,
    )


def _counts(size: int) -> list[int]:
    """How many masks each part has: all that fit into PART coins."""
    most = max(1, PART // max(1, size))
    parts = -(-MASKS // most)
    return [MASKS * (k + 1) // parts - MASKS * k // parts for k in range(parts)]


def _levels(seed: int, key: tuple[int, ...], number: int, shape: tuple[int, ...]) -> Levels:
    size = math.prod(shape)
    words = np.random.SFC64(seeding(seed, "put out", *key, number)).random_raw(-(-size // 4))
    return words.astype("<u8", copy=False).view("<u2")[:size].reshape(shape)


def _shared(levels: Levels, place: Place) -> Levels:
    """Of coins that a mask shares, the first."""
    if len(place.mask) != len(place.coins):
        return levels
    shared = zip(place.mask, place.coins, strict=True)
    return levels[(slice(None), *(slice(1) if one == 1 < many else slice(None) for one, many in shared))]


def _of_mask(factors: Array, place: Place) -> Array:
    return factors.reshape(len(factors), *place.mask)


def _along(of_mask: Array, x: Array) -> Array:
    """Of a mask that has fewer axes than what it multiplies: one number for all of the others."""
    return of_mask.reshape(*of_mask.shape, *(1,) * (x.ndim - of_mask.ndim))


def _moments(total: Array, squares: Array) -> tuple[Array, Array]:
    mean = total / MASKS
    return mean, np.maximum(squares / MASKS - mean * mean, 0.0)
