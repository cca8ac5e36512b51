"""The formulas of the selected cell with its numbers put in, as MathML."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.runs.one_layer.cells import cell_text
from app.runs.one_layer.layer_pass import LayerPass
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.digits import coin, tex
from app.web.prose import math


@dataclass(frozen=True)
class Formula:
    """One line: what it is, and the formula; `now` where the sub-step is at it, `reached` where it has been."""

    label: str
    mathml: Markup
    now: bool
    reached: bool


def formulas(spec: LayerSpec, numbers: LayerPass) -> tuple[Formula, ...]:
    """Forward, backward, and on average, for the selected cell."""
    lines = _masked(spec, numbers) or _through(spec, numbers)
    return tuple(
        Formula(label, math(latex), substep == spec.substep, spec.reached(substep)) for substep, label, latex in lines
    )


def _masked(spec: LayerSpec, numbers: LayerPass) -> list[tuple[str, str, str]]:
    at = (spec.cell[0] - 1, spec.cell[1] - 1)
    if numbers.mask is None or numbers.coins is None:
        return []
    x, m, y, dy, dx = (
        tex(float(matrix[at])) for matrix in (numbers.x, numbers.mask, numbers.y, numbers.dy, numbers.dx)
    )
    u, p, kept = coin(numbers.coins[at], spec.p), tex(spec.p), bool(numbers.mask[at] != 0)
    n = cell_text(spec.cell)
    relation, factor = (r"\geq", rf"\frac{{1}}{{1 - {p}}} = {m}") if kept else ("<", "0")
    return [
        ("compare", "Coin", rf"u_{{{n}}} = {u} {relation} p = {p}"),
        ("scale", "Mask", rf"m_{{{n}}} = {factor}"),
        ("multiply", "Forward", rf"y_{{{n}}} = x_{{{n}}} \cdot m_{{{n}}} = {product(x, m)} = \mathbf{{{y}}}"),
        ("mask", "Backward", rf"\frac{{\partial L}}{{\partial x_{{{n}}}}} = \frac{{\partial L}}{{\partial y_{{{n}}}}}"
         rf" \cdot m_{{{n}}} = {product(dy, m)} = \mathbf{{{dx}}}"),
        ("multiply", "Mean", rf"E[y_{{{n}}}] = (1 - p) \cdot \frac{{x_{{{n}}}}}{{1 - p}} = x_{{{n}}} = {x}"),
    ]  # fmt: skip


def _through(spec: LayerSpec, numbers: LayerPass) -> list[tuple[str, str, str]]:
    at, n = (spec.cell[0] - 1, spec.cell[1] - 1), cell_text(spec.cell)
    return [
        ("multiply", "Forward", rf"y_{{{n}}} = x_{{{n}}} = \mathbf{{{tex(float(numbers.y[at]))}}}"),
        ("mask", "Backward", rf"\frac{{\partial L}}{{\partial x_{{{n}}}}} = \frac{{\partial L}}{{\partial y_{{{n}}}}}"
         rf" = \mathbf{{{tex(float(numbers.dx[at]))}}}"),
    ]  # fmt: skip


def product(a: str, b: str) -> str:
    """a times b, a negative a in brackets."""
    return rf"({a}) \cdot {b}" if a.startswith("-") else rf"{a} \cdot {b}"
