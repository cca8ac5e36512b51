"""The formulas of the selected cell with its numbers put in, as MathML."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

from markupsafe import Markup

from app.runs.one_layer.cells import cell_text
from app.runs.one_layer.layer_pass import LayerPass
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.digits import rounded, tex
from app.web.words.numbers import apart
from app.web.words.prose import math


@dataclass(frozen=True)
class Formula:
    """One line: what it is, and the formula; `now` where the sub-step is at it, `reached` where it has been."""

    label: str
    mathml: Markup
    now: bool
    reached: bool


def formulas(spec: LayerSpec, numbers: LayerPass) -> tuple[Formula, ...]:
    """Forward, backward, and on average, for the selected cell. What a sub-step has not found yet keeps its room."""
    lines = _masked(spec, numbers) or _through(spec, numbers)
    return tuple(
        Formula(
            label,
            math(f"{rule} {found}" if spec.reached(substep) else rf"{rule} \phantom{{{found}}}"),
            substep == spec.substep,
            spec.reached(substep),
        )
        for substep, label, rule, found in lines
    )


def _masked(spec: LayerSpec, numbers: LayerPass) -> list[tuple[str, str, str, str]]:
    """(sub-step, label, the rule, what it gives here)."""
    at = (spec.cell[0] - 1, spec.cell[1] - 1)
    if numbers.mask is None or numbers.coins is None:
        return []
    x, m, y, dy, dx = (float(matrix[at]) for matrix in (numbers.x, numbers.mask, numbers.y, numbers.dy, numbers.dx))
    (u, p), n = apart(float(numbers.coins[at]), spec.p), cell_text(spec.cell)
    is_p = "=" if float(p) == spec.p else r"\approx"
    relation, factor = (r"\geq", equals(rf"\frac{{1}}{{1 - {p}}}", m, about=is_p != "=")) if m != 0 else ("<", "0")
    return [
        ("compare", "Coin", rf"u_{{{n}}} = {u}", rf"{relation} p {is_p} {p}"),
        ("scale", "Mask", rf"m_{{{n}}}", rf"= {factor}"),
        ("multiply", "Forward", rf"y_{{{n}}} = x_{{{n}}} \cdot m_{{{n}}}", rf"= {product(x, m, p, y, bold=True)}"),
        ("mask", "Backward", rf"\frac{{\partial L}}{{\partial x_{{{n}}}}} = \frac{{\partial L}}{{\partial y_{{{n}}}}}"
         rf" \cdot m_{{{n}}}", rf"= {product(dy, m, p, dx, bold=True)}"),
        ("multiply", "Mean", rf"E[y_{{{n}}}] = (1 - p) \cdot \frac{{x_{{{n}}}}}{{1 - p}} = x_{{{n}}}", _is(x)),
    ]  # fmt: skip


def _through(spec: LayerSpec, numbers: LayerPass) -> list[tuple[str, str, str, str]]:
    at, n = (spec.cell[0] - 1, spec.cell[1] - 1), cell_text(spec.cell)
    return [
        ("multiply", "Forward", rf"y_{{{n}}} = x_{{{n}}}", _is(float(numbers.y[at]), bold=True)),
        ("mask", "Backward", rf"\frac{{\partial L}}{{\partial x_{{{n}}}}} = \frac{{\partial L}}{{\partial y_{{{n}}}}}",
         _is(float(numbers.dx[at]), bold=True)),
    ]  # fmt: skip


def product(a: float, m: float, p: str, result: float, bold: bool = False) -> str:
    """a times the mask m and what comes out, a negative a in brackets; m as the fraction it is where it has no short
    number."""
    text = rf"({tex(a)})" if a < 0 else tex(a)
    if rounded(m):
        about = rounded(a) or not isclose(m * (1 - float(p)), 1)
        return equals(rf"\frac{{{tex(a)}}}{{1 - {p}}}", result, bold, about)
    return equals(rf"{text} \cdot {tex(m)}", result, bold, rounded(a))


def equals(left: str, value: float, bold: bool = False, about: bool = False) -> str:
    """left = value, or left ≈ value where the number is shown rounded, or left is about right only."""
    return f"{left} {_is(value, bold, about)}"


def _is(value: float, bold: bool = False, about: bool = False) -> str:
    number = rf"\mathbf{{{tex(value)}}}" if bold else tex(value)
    return rf"\approx {number}" if about or rounded(value) else f"= {number}"
