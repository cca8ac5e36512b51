"""Of attention dropout: what the weights of a row add up to, over many masks, beside the formula."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.runs.log.row_sums import MASKS, row_sums
from app.web.address.links import Links
from app.web.figures.transformer_words import ATTENTION, sentence_of
from app.web.moment import Array, Moment
from app.web.section import Section, Table
from app.web.words.names import number
from app.web.words.numbers import rate_text
from app.web.words.say import say

COLUMNS = ("head", "word", "mean", "standard deviation", "by the formula", "at this step")
TOP = 2.0  # of the chart; what lies beyond is cut off


@dataclass(frozen=True)
class Row:
    """A word of a head: what its weights add up to, found and by the formula."""

    name: str
    mean: str
    far: str  # a standard deviation
    formula: str
    now: str


@dataclass(frozen=True)
class Head:
    """Paths in 100 by 100, stretched. bands: 1 and a standard deviation up and down, by the formula; means, reaches:
    the same as found; now: the sums of this step."""

    name: str
    bands: str
    means: str
    reaches: str
    now: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class RowSums:
    """All that templates/methods/row_sums.html draws."""

    heads: tuple[Head, ...]
    top: str
    one: str  # where 1 is, from above
    sentence: str
    nothing: str


def section(moment: Moment, links: Links) -> Section:
    """Of the sample's weights, with masks drawn for this alone."""
    p = moment.rates[ATTENTION]
    if not p:
        return _of(RowSums((), "", "", "", say("rows.nothing")))
    weights = moment.signals["attention"]
    sums = row_sums(weights, p, moment.run.spec.seeds.masks, (moment.step, ATTENTION))
    spread = np.sqrt(p / (1 - p) * (weights**2).sum(axis=-1))
    now = (weights * moment.acting[ATTENTION]).sum(axis=-1)
    words = sentence_of(moment)
    heads = tuple(
        _head(h, words, sums[:, h].mean(axis=0), sums[:, h].std(axis=0), spread[h], now[h]) for h in range(len(weights))
    )
    least, most = np.unravel_index(np.argmin(spread), spread.shape), np.unravel_index(np.argmax(spread), spread.shape)
    text = say(
        "rows.sentence",
        masks=MASKS,
        mean=number(float(sums.mean())),
        p=rate_text(p),
        even=words[least[1]],
        least=number(float(spread[least]), 2),
        alone=words[most[1]],
        head=int(most[0]) + 1,
        most=number(float(spread[most]), 2),
        none=f"{float(f'{p ** -weights.shape[-1]:.2g}'):,.0f}",
    )
    mean, far = sums.mean(axis=0), sums.std(axis=0)
    rows = [
        (h + 1, words[i], *(float(of[h, i]) for of in (mean, far, spread, now))) for h, i in np.ndindex(*spread.shape)
    ]
    shows = RowSums(heads, f"{TOP:g}", f"{_y(1.0):g}", text, "")
    return Section("methods/row_sums.html", "row-sums", shows, {"row-sums": lambda: Table(COLUMNS, rows)})


def _of(shows: RowSums) -> Section:
    return Section("methods/row_sums.html", "row-sums", shows)


def _head(h: int, words: tuple[str, ...], mean: Array, far: Array, spread: Array, now: Array) -> Head:
    width = 100 / len(words)
    bands, means, reaches, sums = [], [], [], []
    for i, (m, f, s, n) in enumerate(zip(mean.tolist(), far.tolist(), spread.tolist(), now.tolist(), strict=True)):
        x = (i + 0.5) * width
        bands.append(f"M{x - 0.36 * width:.2f} {_y(1 + s):.2f}h{0.72 * width:.2f}V{_y(1 - s):.2f}h{-0.72 * width:.2f}z")
        means.append(f"M{x - 0.24 * width:.2f} {_y(m):.2f}h{0.48 * width:.2f}")
        reaches.append(f"M{x:.2f} {_y(m - f):.2f}V{_y(m + f):.2f}")
        sums.append(f"M{x - 0.36 * width:.2f} {_y(n):.2f}h{0.72 * width:.2f}")
    rows = tuple(
        Row(word, *(number(float(of), 3) for of in numbers))
        for word, *numbers in zip(words, mean, far, spread, now, strict=True)
    )
    name = say("transformer.attention", number=h + 1)
    return Head(name, "".join(bands), "".join(means), "".join(reaches), "".join(sums), rows)


def _y(value: float) -> float:
    return 100 * (1 - min(max(value, 0.0), TOP) / TOP) if math.isfinite(value) else 100.0
