"""Paired differences: dropout minus its twin, seed by seed, with their mean and its 95 % bootstrap interval.

    d_s = ours_s - twin_s,   mean = sum d_s / n,   interval = 2.5th and 97.5th percentile of the means of DRAWS
    samples of n differences, drawn from the n with replacement

A reading is a number; inf where it was never reached, nan where the arm diverged. An arm that never gets there is later
than one that does, whenever that was: such a pair has a direction and no size, so it counts and is in no mean. Where
both never do, or one diverges, there is nothing to compare.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

ENOUGH = 6  # pairs: of fewer no sign test can tell anything at 5 % (2 / 2^6 = 3.1 %)
DRAWS = 10_000
BAND = (2.5, 97.5)  # percentiles
NEVER, DIVERGED = math.inf, math.nan


class Pair(NamedTuple):
    """Both arms' readings with one seed."""

    seed: int
    ours: float
    twin: float

    @property
    def difference(self) -> float:
        """Dropout minus twin; infinite where one of them never gets there, nan where there is nothing to compare."""
        return self.ours - self.twin


@dataclass(frozen=True)
class Summary:
    """Of the pairs at one value: in how many the arm with dropout is lower, higher, the same; and the mean difference
    with its interval over the `sized` pairs that have a number in both arms. never: where at least one arm does not get
    there; mean, low and high are nan where there is nothing to average, low and high also where it is too little."""

    pairs: int
    lower: int
    higher: int
    same: int
    never: int
    diverged: int
    sized: int
    mean: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        """Whether there are pairs enough to tell."""
        return self.pairs - self.diverged >= ENOUGH


def reading(values: Mapping[str, float | None], key: str) -> float:
    """What a cell's values say under a key. Raises: KeyError where they say nothing of it."""
    if "diverged" in values:
        return DIVERGED
    value = values[key]
    return NEVER if value is None else value


def summary(pairs: Iterable[Pair]) -> Summary:
    """Compare both arms over these seeds."""
    pairs = tuple(pairs)
    differences = [pair.difference for pair in pairs]
    sized = tuple(d for d in differences if math.isfinite(d))
    low, high = interval(sized) if len(sized) >= ENOUGH else (math.nan, math.nan)
    return Summary(
        pairs=len(pairs),
        lower=sum(d < 0 for d in differences),
        higher=sum(d > 0 for d in differences),
        same=sum(d == 0 for d in differences),
        never=sum(math.isinf(pair.ours) or math.isinf(pair.twin) for pair in pairs),
        diverged=sum(math.isnan(pair.ours) or math.isnan(pair.twin) for pair in pairs),
        sized=len(sized),
        mean=math.fsum(sized) / len(sized) if sized else math.nan,
        low=low,
        high=high,
    )


def written(of: Mapping[str, Any]) -> Summary:
    """One that is written down in experiments.json."""
    between = of["difference"]
    return Summary(
        pairs=of["n"],
        lower=of["lower"],
        higher=of["higher"],
        same=max(0, between["n"] - of["lower"] - of["higher"]),
        never=of["never"],
        diverged=of["diverged"],
        sized=between["n"],
        **{name: math.nan if between[name] is None else between[name] for name in ("mean", "low", "high")},
    )


@lru_cache(4096)
def interval(differences: tuple[float, ...]) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of the mean. It depends on these numbers alone, never on what else is
    drawn."""
    values = np.array(differences)
    centre = values.mean()  # equal differences have an interval of no width
    means = centre + resampled(len(values)) @ (values - centre) / len(values)
    low, high = np.percentile(means, BAND)
    return float(low), float(high)


@lru_cache(8)
def resampled(count: int) -> NDArray[np.float64]:
    """How often each of so many is drawn: (DRAWS, count)."""
    drawn = np.random.Generator(np.random.PCG64(count)).integers(0, count, (DRAWS, count))
    rows = np.arange(DRAWS)[:, None] * count
    return np.bincount((drawn + rows).ravel(), minlength=DRAWS * count).reshape(DRAWS, count).astype(np.float64)
