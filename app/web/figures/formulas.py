"""The formulas of one neuron with its numbers put in, as MathML made from our own LaTeX."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from app.web.figures import factor_formulas as factors
from app.web.figures import norm_formulas as norms
from app.web.figures.tex import Line, equal, signed, tex
from app.web.moment import Moment
from app.web.words import methods
from app.web.words import names as words
from app.web.words.numbers import apart
from app.web.words.prose import math
from app.web.words.say import say

COIN_PLACES = 4  # decimals of a coin, where they tell it from p

TERMS_MAX = 16  # a longer sum shows its largest alone
LARGEST = 6

FUNCTIONS = {"relu": r"\max(0,\, z)", "tanh": r"\tanh z", "sigmoid": r"\frac{1}{1 + e^{-z}}"}
SLOPES = {"relu": r"[z > 0]", "tanh": r"(1 - h^2)", "sigmoid": r"h\,(1 - h)"}
OUTPUTS = {"binary": r"\frac{1}{1 + e^{-z}}", "classes": r"\mathrm{softmax}(z)", "regression": "z"}


@dataclass(frozen=True)
class Term:
    """One product of a sum: `index` counts from 1, as the figure does; factors with their signs. mask: of the weight,
    where weights have one."""

    index: int
    weight: str
    mask: str
    value: str


@dataclass(frozen=True)
class Sum:
    """z = sum of w y + b: its terms in order, and what the others come to where not all are shown."""

    formula: Markup
    terms: tuple[Term, ...]
    rest: str
    total: Markup


def weighted_sum(moment: Moment, layer: int, unit: int) -> Sum | None:
    """What comes into a neuron; None for an input."""
    if layer == 0:
        return None
    record, name = moment.record, unit + 1
    weights, bias = record.weights[layer - 1][:, unit], record.biases[layer - 1][unit]
    below, masks = moment.passed(layer - 1), moment.weight_masks.get(layer - 1)
    mask = None if masks is None else masks[:, unit]
    terms = weights * below if mask is None else weights * mask * below
    shown = np.arange(len(terms))
    if len(terms) > TERMS_MAX:
        shown = np.sort(np.argsort(-np.abs(terms), kind="stable")[:LARGEST])
    others, rest = len(terms) - len(shown), ""
    if others:
        rest = say("neuron.rest", count=f"{others:,}", sum=words.number(float(terms.sum() - terms[shown].sum())))
    source = "y" if layer - 1 in moment.of_neurons else "x" if layer == 1 else "h"
    source = "v" if moment.norm_of(layer - 1, "after") else source
    factor = "" if mask is None else rf"m_{{i,{name}}}\, "
    return Sum(
        math(rf"z_{{{name}}} = \sum_i w_{{i,{name}}}\, {factor}{source}_i + b_{{{name}}}"),
        tuple(
            Term(
                i + 1,
                words.number(weights[i]),
                "" if mask is None else words.number(mask[i]),
                _factor_text(below[i]),
            )
            for i in shown.tolist()
        ),
        rest,
        math(rf"b_{{{name}}} = {tex(bias)}, \quad z_{{{name}}} = {tex(float(terms.sum() + bias))}"),
    )


def activation(moment: Moment, layer: int, unit: int) -> list[Line]:
    """h = f(z), or the prediction, or the input that is given."""
    run, record, sample = moment.run, moment.record, moment.sample
    value, name = record.activations[layer][sample, unit], unit + 1
    if layer == 0:
        return [Line(say("formula.given"), math(rf"x_{{{name}}} = {tex(value)}"))]
    if layer == len(record.weights):
        result = float(run.predict(record.activations[-1][sample])[unit])
        return [Line(say("formula.prediction"), math(rf"{OUTPUTS[run.data.task]} = {tex(result)}"))]
    norm, function = moment.norm_of(layer, "before"), FUNCTIONS[run.spec.dense.activation]
    function = function.replace("z", "n") if norm else function
    return [
        *([norms.forward(norm, sample, unit, "n", "z")] if norm else ()),
        Line(say("formula.activation"), math(rf"h_{{{name}}} = {function} = {tex(value)}")),
    ]


def passed_on(moment: Moment, layer: int, unit: int) -> list[Line]:
    """What normalisation after the mask makes of a neuron."""
    norm = moment.norm_of(layer, "after")
    letter = "y" if layer in moment.of_neurons else "h"
    return [norms.forward(norm, moment.sample, unit, "v", letter)] if norm else []


def mask(moment: Moment, layer: int, unit: int) -> list[Line]:
    """The coin against p, the mask, and the neuron's output."""
    record, sample, method = moment.record, moment.sample, methods.name_of(moment.run.spec)
    if layer not in moment.of_neurons:
        return []
    p, u = record.rates[layer], float(record.coins[layer][sample, unit])
    middle = float(list(record.drawn.values())[layer].middles[sample, unit])
    factor = float(moment.of_neurons[layer][unit])
    h, name, letter = record.activations[layer][sample, unit], unit + 1, "x" if layer == 0 else "h"
    output = Line(
        say("formula.output"),
        equal(
            rf"y_{{{name}}} = {letter}_{{{name}}} m_{{{name}}}",
            rf"{signed(h)} \times {signed(factor)} = {tex(h * factor)}",
        ),
    )
    if method == "gaussian":
        return [*factors.gaussian(name, u, p, factor), output]
    if method == "concrete":
        return [*factors.concrete(name, u, p, factor, middle), output, factors.penalty(moment, layer)]
    side = "<" if factor == 0 else r"\ge"
    coin_text, p_text = apart(u, p, COIN_PLACES)
    kept = "1" if method == "classic" else rf"\frac{{1}}{{1 - p}} = {tex(factor)}"
    compared = Line(
        say("formula.compare"),
        Markup(" ").join(
            (math(rf"u = {coin_text} {side} {p_text} = p"), math(rf"m_{{{name}}} = {kept if factor else '0'}"))
        ),
    )
    scaled = equal(
        rf"y_{{{name}}} = (1 - p)\, {letter}_{{{name}}}", rf"{tex(1 - p)} \times {signed(h)} = {tex((1 - p) * h)}"
    )
    return [compared, output, *([Line(say("formula.off"), scaled)] if method == "classic" else ())]


def backward(moment: Moment, layer: int, unit: int) -> list[Line]:
    """What gradient arrives, what the mask leaves of it, and what the slope does; of this sample's part of the loss."""
    record, sample, name = moment.record, moment.sample, unit + 1
    if layer == len(record.upstreams):
        value = record.dz[-1][sample, unit]
        return [Line(say("formula.starts"), math(rf"\frac{{\partial L}}{{\partial z_{{{name}}}}} = {tex(value)}"))]
    up, down = record.upstreams[layer][sample, unit], record.gradients[layer][sample, unit]
    letter = "x" if layer == 0 else "h"
    after, before = moment.norm_of(layer, "after"), moment.norm_of(layer, "before")
    at = rf"\frac{{\partial L}}{{\partial {letter}_{{{name}}}}}"
    if layer not in moment.of_neurons:
        lines = (
            norms.arriving(after, sample, unit, letter)
            if after
            else [Line(say("formula.arrives"), math(rf"{at} = {tex(up)}"))]
        )
    else:
        factor = float(moment.of_neurons[layer][unit])
        above = rf"\frac{{\partial L}}{{\partial y_{{{name}}}}}"
        lines = [
            *(
                norms.arriving(after, sample, unit, "y")
                if after
                else [Line(say("formula.arrives"), math(rf"{above} = {tex(up)}"))]
            ),
            Line(
                say("formula.passed"),
                equal(rf"{at} = {above}\, m_{{{name}}}", rf"{signed(up)} \times {signed(factor)} = {tex(down)}"),
            ),
        ]
    slope = [] if layer == 0 or down == 0 else [_slope(moment, layer, unit)]
    return [*lines, *slope, *([norms.backward(before, sample, unit, "z", "n")] if before else ())]


def _slope(moment: Moment, layer: int, unit: int) -> Line:
    """dL/dz = dL/dh f'(z): where the slope is 0, the gradient stops."""
    record, sample = moment.record, moment.sample
    down, dz = record.gradients[layer][sample, unit], record.dz[layer - 1][sample, unit]
    name, h, kind = unit + 1, record.activations[layer][sample, unit], moment.run.spec.dense.activation
    slope = {"relu": float(h > 0), "tanh": 1 - h * h, "sigmoid": h * (1 - h)}[kind]
    letter = "n" if moment.norm_of(layer, "before") else "z"
    return Line(
        say("formula.stops" if dz == 0 else "formula.slope"),
        equal(
            rf"\frac{{\partial L}}{{\partial {letter}_{{{name}}}}} "
            rf"= \frac{{\partial L}}{{\partial h_{{{name}}}}}\, {SLOPES[kind].replace('z', letter)}",
            rf"{signed(down)} \times {tex(slope)} = {tex(dz)}",
        ),
    )


def _factor_text(value: float) -> str:
    text = words.number(value)
    return f"({text})" if value < 0 else text
