"""The card of one number of the convolutional network: what comes into it, its coin, what goes on, what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.web.address.links import Links
from app.web.figures import blocks
from app.web.figures.conv import masked_by
from app.web.figures.formulas import LARGEST, TERMS_MAX, Sum, Term
from app.web.figures.inspector_parts import Inspector
from app.web.figures.tex import Line, equal, signed, tex
from app.web.moment import Array, Moment
from app.web.words.names import number
from app.web.words.numbers import apart
from app.web.words.places import signal_name
from app.web.words.prose import math
from app.web.words.say import say


@dataclass(frozen=True)
class Coming:
    """What a sum is of: weights, what they multiply before its mask, that mask if there is one, and the bias."""

    weights: Array
    values: Array
    masks: Array | None
    bias: float

    @property
    def terms(self) -> Array:
        return self.weights * self.values * (1.0 if self.masks is None else self.masks)


def card(moment: Moment, layer: int, unit: int, links: Links) -> Inspector:
    """Of number `unit` of signal `layer`."""
    spec = moment.run.spec
    signal = spec.plan.signals[layer]
    at = tuple(int(i) for i in np.unravel_index(unit, signal.shape))
    place = next((k for k, place in enumerate(spec.plan.places) if place.on == signal.name), None)
    state = _state(moment, signal.name, place, at)
    return Inspector(
        title=say("conv.card", layer=signal_name(spec, layer), at=", ".join(str(i + 1) for i in at)),
        state=state,
        meaning=say(f"conv.card.{state}"),
        step=moment.step,
        sample=moment.sample,
        sum=_sum(moment, signal.name, at),
        lines=tuple(_lines(moment, signal.name, place, at)),
        batch=spec.training.batch,
        layer=layer,
        unit=unit,
        back=links.here(),
    )


def _state(moment: Moment, name: str, place: int | None, at: tuple[int, ...]) -> str:
    if name in ("x", "z"):
        return "input" if name == "x" else "output"
    factor = _factor(moment, place, at)
    if factor == 0:
        return "dropped"
    if moment.signals[name][at] == 0:
        return "silent"
    return "active" if factor is None else "kept"


def _factor(moment: Moment, place: int | None, at: tuple[int, ...]) -> float | None:
    """What the mask multiplies it by; None where there is none."""
    if place is None or place not in moment.acting:
        return None
    factors = moment.acting[place]
    return float(np.broadcast_to(factors, moment.run.spec.plan.places[place].shape)[at])


def _masks(moment: Moment, place: int) -> Array | None:
    factors = moment.acting.get(place)
    return None if factors is None else np.broadcast_to(factors, moment.run.spec.plan.places[place].shape)


def coming(moment: Moment, name: str, at: tuple[int, ...]) -> Coming | None:
    """What is summed up for a number: of a pooled map, for that one of the four which won; None for an input."""
    params, signals = moment.record.params, moment.signals
    if name in ("pool1", "pool2"):
        before = {"pool1": "conv1", "pool2": "conv2"}[name]
        masks = _masks(moment, 1) if name == "pool2" else None
        return coming(moment, before, _winner(signals[before] * (1.0 if masks is None else masks), at))
    if name == "conv1":
        return Coming(params["1.W"][at[0]], _window(signals["x"][None], at), None, float(params["1.b"][at[0]]))
    if name == "conv2":
        masks = _masks(moment, 0)
        windows = None if masks is None else _window(masks, at)
        return Coming(params["2.W"][at[0]], _window(signals["pool1"], at), windows, float(params["2.b"][at[0]]))
    if name == "dense":
        return Coming(params["3.W"][:, at[0]], signals["pool2"].ravel(), None, float(params["3.b"][at[0]]))
    if name == "z":
        return Coming(params["4.W"][:, at[0]], signals["dense"], _masks(moment, 2), float(params["4.b"][at[0]]))
    return None


def _window(maps: Array, at: tuple[int, ...]) -> Array:
    """The 3 x 3 window around a position on each map, zeros beyond its border."""
    _, row, column = at
    return np.pad(maps, ((0, 0), (1, 1), (1, 1)))[:, row : row + 3, column : column + 3]


def _winner(maps: Array, at: tuple[int, ...]) -> tuple[int, ...]:
    """Where the largest of a square lies, the first of several."""
    m, row, column = at
    square = maps[m, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
    i, j = np.unravel_index(int(square.argmax()), (2, 2))
    return m, 2 * row + int(i), 2 * column + int(j)


def _sum(moment: Moment, name: str, at: tuple[int, ...]) -> Sum | None:
    of = coming(moment, name, at)
    if of is None:
        return None
    weights, values, terms = of.weights.ravel(), of.values.ravel(), of.terms.ravel()
    masks = None if of.masks is None else of.masks.ravel()
    shown = np.arange(len(terms))
    if len(terms) > TERMS_MAX:  # the largest as they were without the mask: so those that it takes away are seen
        shown = np.sort(np.argsort(-np.abs(weights * values), kind="stable")[: LARGEST + 3])
    others = len(terms) - len(shown)
    rest = say("neuron.rest", count=f"{others:,}", sum=number(float(terms.sum() - terms[shown].sum())))
    factor = "" if masks is None else r"m_i\, "
    return Sum(
        math(rf"s = \sum_i w_i\, {factor}x_i + b"),
        tuple(
            Term(i + 1, number(weights[i]), "" if masks is None else number(masks[i]), _value(values[i]))
            for i in shown.tolist()
        ),
        rest if others else "",
        math(rf"b = {tex(of.bias)}, \quad s = {tex(float(terms.sum() + of.bias))}"),
    )


def _value(value: float) -> str:
    text = number(value)
    return f"({text})" if value < 0 else text


def _lines(moment: Moment, name: str, place: int | None, at: tuple[int, ...]) -> Iterator[Line]:
    value = float(moment.signals[name][at])
    if name == "x":
        yield Line(say("formula.given"), math(rf"x = {tex(value)}"))
    elif name == "z":
        z = moment.signals["z"]
        e = np.exp(z - z.max())
        yield Line(say("formula.prediction"), math(rf"\mathrm{{softmax}}(s) = {tex(float(e[at] / e.sum()))}"))
    elif name in ("pool1", "pool2"):
        yield Line(say("conv.card.pooled"), math(rf"h = \max\left(0,\, \max_{{2 \times 2}} s\right) = {tex(value)}"))
    else:
        yield Line(say("formula.activation"), math(rf"h = \max(0,\, s) = {tex(value)}"))
    factor = _factor(moment, place, at)
    if factor is not None and place is not None:
        yield _coin(moment, place, at, factor)
        numbers = rf"{signed(value)} \times {tex(factor)} = {tex(value * factor)}"
        yield Line(say("formula.output"), equal("y = h m", numbers))
    letter, passed = {"x": "x", "z": "s"}.get(name, "h"), float(moment.passed_back[name][at])
    yield Line(say("conv.card.back"), math(rf"\frac{{\partial L}}{{\partial {letter}}} = {tex(passed)}"))


def _coin(moment: Moment, place: int, at: tuple[int, ...], factor: float) -> Line:
    """Whose coin decided, and how."""
    spec = moment.run.spec
    kind = masked_by(moment, place)
    if kind == "blocks":
        side, seeds = blocks.side(moment, place), blocks.seeds(moment, place)[at[0]]
        first = [max(0, i - side + 1) for i in at[1:]]
        reach = seeds[first[0] : at[1] + 1, first[1] : at[2] + 1]
        text = say("conv.card.seeds", fell=int(reach.sum()), reach=reach.size)
        return Line(text, math(rf"m = {tex(factor)}"))
    coins = moment.record.drawn[spec.plan.places[place].name].coins[moment.sample]
    u_text, p_text = apart(float(coins[at[0], 0, 0] if kind == "maps" else coins[at]), moment.rates[place])
    less = "<" if factor == 0 else r"\ge"
    m = "0" if factor == 0 else rf"\frac{{1}}{{1 - p}} = {tex(factor)}"
    label = say("conv.card.map coin" if kind == "maps" else "formula.compare")
    return Line(label, math(rf"u = {u_text} {less} {p_text} = p, \quad m = {m}"))
