"""Of Gaussian dropout: how many factors are negative, over the whole range of p, and in the batch of this step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from app.web.address.links import Links
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words.names import number
from app.web.words.numbers import percent_text, rate_text
from app.web.words.say import say

COLUMNS = ("p", "by the formula", "negative", "of", "share")
LAST = 0.95  # p up to which the curve is drawn
POINTS = 76


@dataclass(frozen=True)
class Found:
    """At one p: the share of negative factors by the formula, and as found at the places that have it. x, y: in percent
    of the chart, from the left and from above; found_y: that of what was found."""

    p: str
    formula: str
    found: str
    count: str
    whole: str
    x: str
    y: str
    found_y: str


@dataclass(frozen=True)
class Turned:
    """All that templates/methods/turned.html draws."""

    step: int
    curve: str  # a path in 100 by 100, stretched
    most: str  # what the top of the chart stands for
    last: str
    found: tuple[Found, ...]
    sentence: str


def share(p: float) -> float:
    """P(m < 0) = Phi(-sqrt((1 - p) / p)), of a normal m with mean 1 and variance p / (1 - p)."""
    return NormalDist().cdf(-math.sqrt((1 - p) / p)) if p > 0 else 0.0


def section(moment: Moment, links: Links) -> Section:
    """Of the masks of a step, all samples and places together."""
    top = share(LAST)
    points = [LAST * i / (POINTS - 1) for i in range(POINTS)]
    curve = "M" + "L".join(f"{_x(p):.2f} {_y(share(p), top):.2f}" for p in points)
    found = _found(moment, top)
    texts = [
        say("turned.found", p=one.p, formula=one.formula, count=one.count, whole=one.whole, found=one.found)
        for one in found
    ]
    sentence = say("turned.step", step=moment.step, found="; ".join(texts)) if texts else say("turned.nothing")
    shows = Turned(moment.step, curve, percent_text(top), rate_text(LAST), found, sentence)
    rows = [(p, share(p), count, whole, count / whole) for p, (count, whole) in _counts(moment)]
    return Section("methods/turned.html", "turned", shows, {"turned": lambda: Table(COLUMNS, rows)})


def _found(moment: Moment, top: float) -> tuple[Found, ...]:
    """For each p that is in force."""
    found = []
    for p, (count, whole) in _counts(moment):
        of = (f"{100 * share(p):.3g} %", percent_text(count / whole), f"{count:,}", f"{whole:,}")
        at = (
            f"{_x(min(p, LAST)):.2f}",
            f"{_y(share(min(p, LAST)), top):.2f}",
            f"{_y(min(count / whole, top), top):.2f}",
        )
        found.append(Found(number(p), *of, *at))
    return tuple(found)


def _counts(moment: Moment) -> list[tuple[float, tuple[int, int]]]:
    """For each p that is in force, how many factors are negative, and of how many."""
    by_p: dict[float, list[tuple[int, int]]] = {}
    for k, factors in moment.masks.items():
        by_p.setdefault(moment.rates[k], []).append((int((factors < 0).sum()), factors.size))
    return [(p, (sum(of for of, _ in counts), sum(of for _, of in counts))) for p, counts in sorted(by_p.items())]


def _x(p: float) -> float:
    return 100 * p / LAST


def _y(of: float, top: float) -> float:
    return 100 * (1 - of / top)
