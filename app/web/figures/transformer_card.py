"""The card of one number of a transformer: its coin, what it is, what goes on, its gradient."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.web.address.links import Links
from app.web.figures.inspector_parts import Inspector
from app.web.figures.tex import Line, tex
from app.web.figures.transformer_words import sentence_of
from app.web.moment import Moment
from app.web.words import names as words
from app.web.words.numbers import apart
from app.web.words.prose import math
from app.web.words.say import say

PLACES = {"embedded": 0, "attention": 1, "mixed": 2, "fed": 3}  # where each signal's mask is


def card(moment: Moment, layer: int, unit: int, links: Links) -> Inspector:
    """Of a number of a signal. Raises: LookupError for words, which are no numbers."""
    signal = moment.run.spec.plan.signals[layer]
    if signal.shade == "none":
        raise LookupError("a word is no number; its vector has some")
    index = tuple(int(i) for i in np.unravel_index(unit, signal.shape))
    place = PLACES.get(signal.name)
    state, meaning = "active", "active"
    if place in moment.acting:
        state = meaning = "dropped" if _factor(moment, signal.name, index) == 0 else "kept"
    if state == "dropped" and signal.name == "embedded":
        meaning = "dropped.embedded"
    return Inspector(
        title=_title(moment, signal.name, index),
        state=state,
        meaning=say(f"transformer.card.{meaning}"),
        step=moment.step,
        sample=moment.sample,
        lines=tuple(_lines(moment, signal.name, index)),
        batch=moment.run.spec.training.batch,
        layer=layer,
        unit=unit,
        back=links.here(),
    )


def _title(moment: Moment, name: str, index: tuple[int, ...]) -> str:
    sentence = sentence_of(moment)
    if name == "attention":
        head, row, column = index
        return say("transformer.card.attention", head=head + 1, word=sentence[row], other=sentence[column])
    if name == "z":
        return say("transformer.card.z", name=words.class_names(moment.run.spec.data.name)[index[0]])
    if name == "pooled":
        return say("transformer.card.pooled", column=index[0] + 1)
    row, column = index
    return say(f"transformer.card.{name}", word=sentence[row], row=row + 1, column=column + 1)


def _at(moment: Moment, name: str, index: tuple[int, ...]) -> tuple[int, ...]:
    """Where the coin of a number is: of a word's, its type's."""
    return (int(moment.training.x[moment.sample, index[0]]),) if name == "embedded" else index


def _factor(moment: Moment, name: str, index: tuple[int, ...]) -> float:
    own = moment.acting[PLACES[name]]
    return float((own.ravel() if name == "embedded" else own)[_at(moment, name, index)])


def _lines(moment: Moment, name: str, index: tuple[int, ...]) -> Iterator[Line]:
    value, place = float(moment.signals[name][index]), PLACES.get(name)
    symbol = {"attention": "A", "embedded": "y"}.get(name, "z" if name == "z" else "x")
    m = 1.0
    if place is not None and place in moment.acting:
        m = _factor(moment, name, index)
        coins = moment.training.model.coins.place(place).random()[moment.sample]
        u, p = apart(float(coins[_at(moment, name, index)]), moment.rates[place])
        factor = "0" if m == 0 else rf"\frac{{1}}{{1 - p}} = {tex(m)}"
        side = "<" if m == 0 else r"\ge"
        yield Line(say("transformer.card.coin"), math(rf"u = {u} {side} {p} = p, \quad m = {factor}"))
    if name == "embedded":
        kind = _at(moment, name, index)[0]
        e = float(moment.training.network.params["1.E"][kind, index[1]])
        yield Line(say("transformer.card.row"), math(f"E = {tex(e)}"))
        yield Line(say("transformer.card.acts"), math(f"m E = {tex(value)}"))
    else:
        label = "weight" if name == "attention" else "value"
        yield Line(say(f"transformer.card.{label}"), math(f"{symbol} = {tex(value)}"))
        if place is not None and place in moment.acting:
            yield Line(say("transformer.card.acts"), math(f"m {symbol} = {tex(m * value)}"))
    if name == "attention" and place in moment.acting:
        row = moment.signals[name][index[:2]] * moment.acting[1][index[:2]]
        yield Line(say("transformer.card.sum"), math(rf"\sum_j m A = {tex(float(row.sum()))}"))
    if name == "z":
        yield Line(say("transformer.card.softmax"), math(tex(float(moment.run.predict(moment.signals["z"])[index[0]]))))
    if name in moment.passed_back:
        back = float(moment.passed_back[name][index])
        yield Line(say("transformer.card.back"), math(rf"\frac{{\partial L}}{{\partial {symbol}}} = {tex(back)}"))
