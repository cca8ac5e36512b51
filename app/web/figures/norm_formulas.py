"""What batch normalisation does to one neuron, with its numbers put in: forward, and back through the whole batch."""

from __future__ import annotations

from markupsafe import Markup

from app.runs.log.record import Norm
from app.web.figures.tex import Line, equal, signed, tex
from app.web.words.prose import math
from app.web.words.say import say


def forward(norm: Norm, sample: int, unit: int, out: str, read: str) -> Line:
    """n = gamma (z - mean) / deviation + beta, with the letters of what comes out and of what is read."""
    name = unit + 1
    gamma, beta, mean, deviation = _of_unit(norm, unit)
    numbers = rf"\frac{{{tex(norm.x[sample, unit])} - {signed(mean)}}}{{{tex(deviation)}}} + {signed(beta)}"
    label = "normalised" if out == "n" else "passed by norm"
    return Line(
        say(f"formula.{label}"),
        equal(
            rf"{out}_{{{name}}} = \gamma\, \frac{{{read}_{{{name}}} - \mu}}{{\sigma}} + \beta",
            rf"{signed(gamma)}\, {numbers} = {tex(norm.y[sample, unit])}",
        ),
    )


def arriving(norm: Norm, sample: int, unit: int, read: str) -> list[Line]:
    """What arrives from above a normalisation after the mask, and what comes through it."""
    at = math(rf"{_slope('v', unit)} = {tex(norm.dy[sample, unit])}")
    return [Line(say("formula.arrives"), at), backward(norm, sample, unit, read, "v")]


def backward(norm: Norm, sample: int, unit: int, read: str, out: str) -> Line:
    """dL/dz = gamma / deviation (dL/dn - a - c (z - mean) / deviation), where a is the mean of dL/dn over the batch,
    and c that of dL/dn (z - mean) / deviation."""
    gamma, _, mean, deviation = _of_unit(norm, unit)
    dy, centred = norm.dy[:, unit], (norm.x[:, unit] - mean) / deviation
    a, c = float(dy.mean()), float((dy * centred).mean())
    own = float(centred[sample])
    name = unit + 1
    parts = (
        rf"{_slope(read, unit)} = \frac{{\gamma}}{{\sigma}} "
        rf"\left({_slope(out, unit)} - a - c\, \frac{{{read}_{{{name}}} - \mu}}{{\sigma}}\right)",
        rf"a = {tex(a)}, \quad c = {tex(c)}",
        rf"= \frac{{{tex(gamma)}}}{{{tex(deviation)}}} ({tex(dy[sample])} - a - c \times {signed(own)})",
        rf"= {tex(norm.dx[sample, unit])}",
    )
    return Line(say("formula.through norm", read=read), Markup(" ").join(map(math, parts)))


def _slope(letter: str, unit: int) -> str:
    return rf"\frac{{\partial L}}{{\partial {letter}_{{{unit + 1}}}}}"


def _of_unit(norm: Norm, unit: int) -> tuple[float, float, float, float]:
    return float(norm.gamma[unit]), float(norm.beta[unit]), float(norm.mean[unit]), float(norm.deviation[unit])
