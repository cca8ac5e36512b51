"""The selected cell's numbers in one line, for screens on which its sentence is out of sight."""

from __future__ import annotations

from markupsafe import Markup

from app.runs.one_layer.cells import cell_text
from app.runs.one_layer.fields import FORWARD
from app.runs.one_layer.layer_pass import LayerPass
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.digits import tex
from app.web.one_layer.formulas import product
from app.web.words.numbers import apart
from app.web.words.prose import math


def cell_line(spec: LayerSpec, numbers: LayerPass) -> tuple[Markup, ...]:
    """One short formula for the way there, and on the way back one more."""
    n = cell_text(spec.cell)
    known = _masked(spec, numbers, n) or _through(spec, numbers, n)
    if spec.substep in FORWARD:
        return (math(known[spec.substep]),)
    return math(known["multiply"]), math(known["upstream" if spec.substep == "upstream" else "mask"])


def _masked(spec: LayerSpec, numbers: LayerPass, n: str) -> dict[str, str]:
    at = (spec.cell[0] - 1, spec.cell[1] - 1)
    if numbers.mask is None or numbers.coins is None:
        return {}
    x, m, y, dy, dx = (float(matrix[at]) for matrix in (numbers.x, numbers.mask, numbers.y, numbers.dy, numbers.dx))
    (u, p), relation = apart(float(numbers.coins[at]), spec.p), r"\geq" if m != 0 else "<"
    return {
        "draw": rf"u_{{{n}}} = {u}",
        "compare": rf"u_{{{n}}} = {u} {relation} {p}",
        "scale": rf"m_{{{n}}} = {tex(m)}",
        "multiply": rf"y_{{{n}}} = {product(x, m, p, y)}",
        "upstream": rf"dy_{{{n}}} = {tex(dy)}",
        "mask": rf"dx_{{{n}}} = {product(dy, m, p, dx)}",
    }


def _through(spec: LayerSpec, numbers: LayerPass, n: str) -> dict[str, str]:
    at = (spec.cell[0] - 1, spec.cell[1] - 1)
    x, dy = tex(float(numbers.x[at])), tex(float(numbers.dy[at]))
    given = rf"x_{{{n}}} = {x}"
    return {
        **dict.fromkeys(("draw", "compare", "scale"), given),
        "multiply": rf"y_{{{n}}} = {given}",
        "upstream": rf"dy_{{{n}}} = {dy}",
        "mask": rf"dx_{{{n}}} = dy_{{{n}}} = {dy}",
    }
