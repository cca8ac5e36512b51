"""How many subnetworks a network has under its masks, and how many of them it was trained as, counted from the coins.

With n neurons that may be off, there are 2^n. They are not equally likely: with p = 0.1 most masks drop about a tenth.
The number of equally likely masks of the same entropy is

    2^(n H2(p)),   H2(p) = -p log2 p - (1 - p) log2 (1 - p)
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.coins import Coins, threshold
from app.engine.layer import Array
from app.runs.spec.run_spec import RunSpec

MASKS_MAX = 100_000  # that are compared: of more, the last
KINDS_MAX = 1 << 15  # of masks that are told apart by how many are off, for what is expected

Group = tuple[int, tuple[float, ...]]  # neurons, and their p at each turn


class Subnetworks(NamedTuple):
    """neurons: that may be off, n; bits: log2 of the effective number, with the p in force; masks: that training has
    drawn in the steps from `first` up to the one asked for, without it; distinct: how many of those differ; expected:
    of as many masks, None where that is too much work; met: of the first subnetworks that are `sampled`, whether it was
    trained as each."""

    neurons: int
    bits: float
    first: int
    masks: int
    distinct: int
    expected: float | None
    met: tuple[bool, ...]


def countable(spec: RunSpec) -> bool:
    """Whether a mask is a choice of neurons: of a dense network's, each on or off."""
    return spec.plan.masks_neurons and not spec.plan.real and bool(spec.place)


def subnetworks_in_parts(spec: RunSpec, step: int, passes: int = 0) -> Generator[None, None, Subnetworks]:
    """Of a countable spec, when `step` updates are made, and of so many passes; with a pause after each part."""
    batch, places, rates = spec.training.batch, spec.place, spec.rates(step)
    first = max(0, step - MASKS_MAX // batch)
    turns = [first, *sorted({c.step for c in spec.changes if c.name == "p" and first < c.step < step})]
    coins, seen = Coins(spec.seeds.masks, spec.plan.drawn(batch)), set[bytes]()
    for begin, end in zip(turns, [*turns[1:], step], strict=True):
        least = [threshold(p) for p in spec.rates(begin)]
        while begin < end:
            stop = min(end, (begin // coins.length + 1) * coins.length)
            seen |= _masks(coins, places, least, begin, stop)
            begin = stop
            yield
    sizes = {k: spec.sizes[k] for k in places}
    masks = [(end - begin) * batch for begin, end in zip(turns, [*turns[1:], step], strict=True)]
    ps = [spec.rates(begin) for begin in turns]
    groups = [(size, tuple(p[k] for p in ps)) for k, size in sizes.items()]
    bits = sum(size * entropy_bits(rates[k]) for k, size in sizes.items())
    own = sampled(spec, step, passes) if passes else []
    met = [_packed([of[k][None] for k in places])[0] in seen for of in own]
    expected = expected_distinct(groups, masks)
    return Subnetworks(sum(sizes.values()), bits, first, sum(masks), len(seen), expected, tuple(met))


def sampled(spec: RunSpec, step: int, count: int) -> list[dict[int, NDArray[np.bool_]]]:
    """The first subnetworks, as Monte-Carlo passes have them (`Evaluation.pass_in_parts`), with the p of a step: at
    each place that may drop, which of its neurons are kept."""
    coins, rates = Coins(spec.seeds.masks, spec.plan.drawn(1), "passes"), spec.rates(step)
    kept = {k: coins.levels(k, 0, count)[:, 0] >= threshold(rates[k]) for k in spec.place}
    return [{k: of[number] for k, of in kept.items()} for number in range(count)]


def entropy_bits(p: float) -> float:
    """H2(p): of one coin, in bits."""
    return -sum(of * math.log2(of) for of in (p, 1 - p) if of > 0)


def expected_distinct(groups: Sequence[Group], masks: Sequence[int]) -> float | None:
    """How many masks differ on average, of so many at each turn: sum over all of them of 1 - prod_t (1 - P_t)^masks_t.

    Masks that drop equally many of each group are equally likely. None where there are too many kinds of them.
    """
    merged: dict[tuple[float, ...], int] = {}
    for size, ps in groups:
        merged[ps] = merged.get(ps, 0) + size
    if math.prod(size + 1 for size in merged.values()) * max(1, len(masks)) > KINDS_MAX:
        return None
    many, likely = np.zeros(1), np.zeros((len(masks), 1))  # logs: how many masks of a kind, and P_t of each
    for ps, size in merged.items():
        off = np.arange(size + 1.0)
        many = np.add.outer(many, [_log_choose(size, int(j)) for j in off]).reshape(-1)
        own = np.array([_times(off, p) + _times(size - off, 1 - p) for p in ps]).reshape(len(masks), -1)
        likely = (likely[:, :, None] + own[:, None, :]).reshape(len(masks), -1)
    with np.errstate(all="ignore"):
        never = (np.array(masks)[:, None] * np.log1p(-np.exp(likely))).sum(axis=0)
        rare = np.logaddexp.reduce(likely + np.log(np.array(masks, float))[:, None], axis=0, initial=-np.inf)
        seen = np.where(rare < -30, rare, np.log(-np.expm1(never)))
        return float(np.exp(many + seen).sum())


def _masks(coins: Coins, places: Sequence[int], least: Sequence[int], start: int, stop: int) -> set[bytes]:
    """The masks of all samples in these steps."""
    kept = [(coins.levels(k, start, stop) >= least[k]).reshape(-1, math.prod(coins.shapes[k][1:])) for k in places]
    return set(_packed(kept))


def _packed(kept: Sequence[NDArray[np.bool_]]) -> list[bytes]:
    """Masks, (masks, neurons) of each place, with a bit a neuron."""
    packed = np.packbits(np.concatenate(kept, axis=1), axis=1)
    width, raw = packed.shape[1], packed.tobytes()
    return [raw[at : at + width] for at in range(0, len(raw), width)]


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _times(count: Array, p: float) -> Array:
    """count * log p, with 0 log 0 = 0."""
    return count * math.log(p) if p > 0 else np.where(count > 0, -math.inf, 0.0)
