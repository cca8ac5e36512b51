"""The formulas of one neuron with its numbers put in, as MathML made from our own LaTeX."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from app.runs.record import StepRecord
from app.runs.run import Run
from app.web.activity import passed
from app.web.prose import math

TERMS = 2  # of a sum that are written out

FUNCTIONS = {"relu": r"\max(0,\, z)", "tanh": r"\tanh z", "sigmoid": r"\frac{1}{1 + e^{-z}}"}
OUTPUTS = {"binary": r"\frac{1}{1 + e^{-z}}", "classes": r"\mathrm{softmax}(z)", "regression": "z"}


@dataclass(frozen=True)
class Line:
    """One line of the explanation: words, then a formula as MathML."""

    label: str
    formula: Markup


def forward(run: Run, record: StepRecord, sample: int, layer: int, unit: int) -> list[Line]:
    """z = sum w y + b with its largest terms, then h = f(z)."""
    value, name = record.activations[layer][sample, unit], unit + 1
    if layer == 0:
        return [Line("Given", math(rf"x_{{{name}}} = {_tex(value)}"))]
    weights, bias = record.weights[layer - 1][:, unit], record.biases[layer - 1][unit]
    below = passed(record, sample, layer - 1)
    terms = weights * below
    total = float(terms.sum() + bias)
    order = [i for i in np.argsort(-np.abs(terms), kind="stable").tolist() if terms[i] != 0][:TERMS]
    written = "".join(_signed(weights[i], below[i], first=n == 0) for n, i in enumerate(order))
    left_out = int((terms != 0).sum()) - len(order)
    more = r" + \dots" if left_out else ""
    source = "x" if layer == 1 else "y"
    lines = [
        Line("Sum of what comes in", math(rf"z = \sum_i w_i\, {source}_i + b")),
        Line("", math(rf"\phantom{{z}} = {written}{more} {_plus(bias)}")),
        Line("", math(rf"\phantom{{z}} = {_tex(total)}")),
    ]
    if layer == len(record.weights):
        result = float(run.predict(record.activations[-1][sample])[unit])
        lines.append(Line("Output", math(rf"{OUTPUTS[run.data.task]} = {_tex(result)}")))
    else:
        lines.append(Line("Activation", math(rf"h_{{{name}}} = {FUNCTIONS[run.spec.activation]} = {_tex(value)}")))
    return lines


def mask(record: StepRecord, sample: int, layer: int, unit: int) -> list[Line]:
    """The coin against p, the mask, and what goes on."""
    if layer >= len(record.rates) or not record.rates[layer]:
        return []
    p, u, mask = record.rates[layer], record.coins[layer][sample, unit], record.masks[layer]
    factor = 1.0 if mask is None else float(mask[sample, unit])
    h, name, letter = record.activations[layer][sample, unit], unit + 1, "x" if layer == 0 else "h"
    side = "<" if factor == 0 else r"\ge"
    coin = rf"u = {u:.4f} {side} {_tex(p)} = p"
    scale = "0" if factor == 0 else rf"\frac{{1}}{{1 - p}} = {_tex(factor)}"
    return [
        Line("Coin against p, and so its mask", math(rf"{coin}, \quad m_{{{name}}} = {scale}")),
        Line(
            "Goes on",
            math(
                rf"y_{{{name}}} = {letter}_{{{name}}} m_{{{name}}} "
                rf"= {_factor(h)} \times {_tex(factor)} = {_tex(h * factor)}"
            ),
        ),
    ]


def backward(run: Run, record: StepRecord, sample: int, layer: int, unit: int) -> list[Line]:
    """What gradient arrives and what goes on down; at a ReLU that gave 0 it stops."""
    if layer >= len(record.upstream):
        return []
    up, down, name = record.upstream[layer][sample, unit], record.gradients[layer][sample, unit], unit + 1
    letter = "x" if layer == 0 else "h"
    stops = []
    if layer and run.spec.activation == "relu" and record.activations[layer][sample, unit] == 0 and down != 0:
        rule = rf"\frac{{\partial L}}{{\partial z}} = \frac{{\partial L}}{{\partial h_{{{name}}}}} \cdot 0 = 0"
        stops = [Line("Where the ReLU gives 0 its slope is 0, and it stops", math(rule))]
    if not record.rates[layer]:
        return [Line("Gradient", math(rf"\frac{{\partial L}}{{\partial {letter}_{{{name}}}}} = {_tex(up)}")), *stops]
    mask = record.masks[layer]
    factor = 1.0 if mask is None else float(mask[sample, unit])
    return [
        Line("Gradient that arrives", math(rf"\frac{{\partial L}}{{\partial y_{{{name}}}}} = {_tex(up)}")),
        Line(
            "and goes on",
            math(
                rf"\frac{{\partial L}}{{\partial {letter}_{{{name}}}}} "
                rf"= \frac{{\partial L}}{{\partial y_{{{name}}}}}\, m_{{{name}}}"
                rf" = {_factor(up)} \times {_tex(factor)} = {_tex(down)}"
            ),
        ),
        *stops,
    ]


def _tex(value: float) -> str:
    """Three significant digits, as LaTeX."""
    text = f"{value:.3g}"
    if float(text) == 0:
        return "0"
    mantissa, e, exponent = text.partition("e")
    written = rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if e else text
    return f"{{{written}}}" if value < 0 else written  # in braces the minus is a sign and not an operation


def _factor(value: float) -> str:
    return rf"({_tex(value)})" if value < 0 else _tex(value)


def _plus(value: float) -> str:
    return f"+ {_tex(value)}" if value >= 0 else f"- {_tex(-value)}"


def _signed(weight: float, value: float, first: bool) -> str:
    """One term of a sum, its sign in front."""
    sign = "-" if weight * value < 0 else "" if first else "+"
    return rf"{sign} {_tex(abs(weight))} \cdot {_tex(abs(value))} "
