"""How a coin becomes a factor that is any number, with the numbers of one neuron."""

from __future__ import annotations

import math as numbers

from app.runs.nets.methods import Concrete
from app.runs.training.model import entropy
from app.web.figures.tex import Line, equal, signed, tex
from app.web.moment import Moment
from app.web.words.prose import math
from app.web.words.say import say


def gaussian(name: int, u: float, p: float, m: float) -> list[Line]:
    """m = 1 + sigma z: z has as large a share of a normal distribution below it as the coin says."""
    sigma = numbers.sqrt(p / (1 - p))
    z = (m - 1) / sigma
    return [
        Line(
            say("formula.normal"),
            equal(r"z = \Phi^{-1}(u)", rf"\Phi^{{-1}}({_coin(u)}) = {tex(z)}"),
        ),
        Line(say("formula.spread"), math(rf"\sigma = \sqrt{{\frac{{p}}{{1 - p}}}} = {tex(sigma)}")),
        Line(
            say("formula.factor"),
            equal(rf"m_{{{name}}} = 1 + \sigma z", rf"1 + {tex(sigma)} \times {signed(z)} = {tex(m)}"),
        ),
    ]


def concrete(name: int, u: float, p: float, m: float, middle: float) -> list[Line]:
    """m = sigmoid((logit u - phi) / t) / (1 - p), with p = sigmoid(phi). middle: of u’s level."""
    phi, t = numbers.log(p / (1 - p)), Concrete.temperature
    logit = numbers.log(middle / (1 - middle))
    return [
        Line(
            say("formula.learned"),
            equal(r"p = \mathrm{sigmoid}(\varphi)", rf"\mathrm{{sigmoid}}({tex(phi)}) = {tex(p)}"),
        ),
        Line(
            say("formula.soft"),
            equal(
                rf"m_{{{name}}} = \frac{{1}}{{1 - p}}\, \mathrm{{sigmoid}}"
                rf"\left(\frac{{\mathrm{{logit}}\, u - \varphi}}{{t}}\right), \quad u = {_coin(u)}",
                rf"\frac{{1}}{{{tex(1 - p)}}}\, \mathrm{{sigmoid}}"
                rf"\left(\frac{{{tex(logit)} - {signed(phi)}}}{{{t:g}}}\right) = {tex(m)}",
            ),
        ),
    ]


def penalty(moment: Moment, layer: int) -> Line:
    """What the learned p of this place adds to the loss: a weight of l^2 / 2 on large weights, and the entropy."""
    spec, record = moment.run.spec, moment.record
    assert isinstance(spec.method, Concrete)  # who else learns p
    p, w = record.rates[layer], record.weights[layer]
    share, squares, units = entropy(spec), float((w * w).sum()), w.shape[0]
    heavy = spec.method.length**2 / 2 * squares / (1 - p)
    chaos = units * (p * numbers.log(p) + (1 - p) * numbers.log(1 - p))
    return Line(
        say("formula.penalty"),
        equal(
            r"R = a \left(\frac{\ell^2}{2}\, \frac{|W|^2}{1 - p} + K\, (p \ln p + (1 - p) \ln(1 - p))\right)",
            rf"{tex(share)}\, ({tex(heavy)} + {signed(chaos)}) = {tex(share * (heavy + chaos))}",
        ),
    )


def _coin(u: float) -> str:
    return f"{u:.4f}"
