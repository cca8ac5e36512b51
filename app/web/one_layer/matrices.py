"""The five matrices as tables: X, M and Y on the way forward, dY and dX on the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.runs.one_layer.layer_pass import LayerPass
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer import digits
from app.web.one_layer.links import PAGE, LayerLinks
from app.web.words.numbers import rate_text


@dataclass(frozen=True)
class CellView:
    """One cell. id: as x34. state: its classes: kept, dropped or plain, lit, size of type, wrong. text: as it is shown.

    label: its name and number in words. coin: the small number of a mask cell, or empty. error: of an input.
    """

    id: str
    at: str
    state: str
    text: str
    label: str
    exact: str
    coin: str = ""
    error: str = ""


@dataclass(frozen=True)
class MatrixView:
    """One table. name: x, m, y, dy or dx; title: as mathematics writes it; note: what it is at this sub-step."""

    name: str
    title: str
    note: str
    rows: tuple[tuple[CellView, ...], ...]
    editable: bool
    reached: bool
    now: bool


@dataclass(frozen=True)
class Matrices:
    """All five, and the links of their cells by cell.

    through: there is no mask, both ways pass all on. decided: whether it is known by now what each cell is multiplied
    by; before, the signs between the matrices would say what does not hold.
    """

    x: MatrixView
    m: MatrixView
    y: MatrixView
    dy: MatrixView
    dx: MatrixView
    hrefs: dict[str, str]
    columns: range
    through: bool
    decided: bool


def matrices(
    spec: LayerSpec,
    numbers: LayerPass,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    links: LayerLinks = PAGE,
    edits: bool = True,
) -> Matrices:
    """The tables at the spec's sub-step; cells with an error show what was typed. edits: whether X, dY can be."""
    views = {
        name: _view(name, matrix, spec, numbers, typed, errors, edits and name in GIVEN)
        for name, matrix in (("x", numbers.x), ("y", numbers.y), ("dy", numbers.dy), ("dx", numbers.dx))
    }
    return Matrices(
        m=_mask_view(spec, numbers),
        hrefs=links.cells(spec),
        columns=range(1, spec.units + 1),
        through=numbers.mask is None,
        decided=spec.reached("scale"),
        **views,
    )


GIVEN = ("x", "dy")
TITLES = {"x": "X", "m": "M", "y": "Y", "dy": "dY", "dx": "dX"}
WORDS = {"x": "x", "m": "mask", "y": "y", "dy": "gradient of y", "dx": "gradient of x"}
FIRST = {"x": "draw", "y": "multiply", "dy": "upstream", "dx": "mask"}
NOW = {"x": ("multiply",), "y": ("multiply",), "dy": ("upstream", "mask"), "dx": ("mask", "pass")}


def _view(
    name: str,
    matrix: NDArray[np.float64],
    spec: LayerSpec,
    numbers: LayerPass,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    editable: bool,
) -> MatrixView:
    reached = name in GIVEN or spec.reached(FIRST[name])
    dropped = np.zeros(matrix.shape, bool) if numbers.mask is None else numbers.mask == 0

    def cell(i: int, j: int) -> CellView:
        at, value = f"{i + 1}{j + 1}", float(matrix[i, j])
        shown = digits.typed(value) if editable else digits.cell(value)
        error = errors.get(name + at, "")
        text = typed.get(name + at, shown) if error else shown if reached else ""
        state = "dropped" if dropped[i, j] and name not in GIVEN and reached else "plain"
        state = " ".join(filter(None, (state, *_marks(i, j, spec), digits.size(text), "wrong" if error else "")))
        label = f"{WORDS[name]}, sample {i + 1}, neuron {j + 1}"
        return CellView(name + at, at, state, text, label, digits.exact(value) if reached else "", error=error)

    rows = tuple(tuple(cell(i, j) for j in range(spec.units)) for i in range(spec.batch))
    return MatrixView(
        name, TITLES[name], _note(name, spec, numbers, editable), rows, editable, reached, spec.substep in NOW[name]
    )


def _marks(i: int, j: int, spec: LayerSpec) -> list[str]:
    """The row and the column of the selected cell are lit."""
    lit = (("in-row", spec.cell[0] == i + 1), ("in-column", spec.cell[1] == j + 1))
    return [name for name, holds in lit if holds]


def _mask_view(spec: LayerSpec, numbers: LayerPass) -> MatrixView:
    now = spec.substep in ("draw", "compare", "scale", "mask")
    rows = tuple(tuple(_mask_cell(i, j, spec, numbers) for j in range(spec.units)) for i in range(spec.batch))
    title = "U" if spec.substep in ("draw", "compare") and numbers.mask is not None else "M"
    return MatrixView("m", title, _note("m", spec, numbers), rows, False, True, now)


def _mask_cell(i: int, j: int, spec: LayerSpec, numbers: LayerPass) -> CellView:
    at, where, marks = f"{i + 1}{j + 1}", f"sample {i + 1}, neuron {j + 1}", _marks(i, j, spec)
    if numbers.mask is None or numbers.coins is None:
        return CellView("m" + at, at, " ".join(("plain none", *marks)), "–", f"no mask, {where}", "")
    u, m = float(numbers.coins[i, j]), float(numbers.mask[i, j])
    word = "kept" if m != 0 else "dropped"
    coin = digits.coin_cell(u, spec.p, word == "kept")
    if spec.substep == "draw":
        return CellView("m" + at, at, _state("plain", coin, marks), coin, f"coin, {where}", digits.exact(u))
    if spec.substep == "compare":
        return CellView("m" + at, at, _state(word, coin, marks), coin, f"coin, {where}, {word}", digits.exact(u))
    text, small = digits.cell(m), coin if spec.coins else ""
    return CellView("m" + at, at, _state(word, text, marks), text, f"mask, {where}, {word}", digits.exact(m), small)


def _state(word: str, text: str, marks: list[str]) -> str:
    """The classes of a mask cell; what is kept is bold."""
    return " ".join(filter(None, (word, *marks, digits.size(text, word == "kept"))))


def _note(name: str, spec: LayerSpec, numbers: LayerPass, editable: bool = False) -> str:
    size = f"{spec.batch} × {spec.units}"
    if name in GIVEN:
        return f"{size}, can be edited" if editable else size
    if name == "m" and numbers.mask is None:
        return "no mask"
    if name == "m":
        limit = rate_text(spec.p)
        limit = limit if float(limit) == spec.p else "p"  # beside a rounded one a coin could stand on its wrong side
        return {"draw": "coins, u in [0, 1)", "compare": f"kept where u ≥ {limit}"}.get(
            spec.substep, f"{numbers.kept} of {numbers.x.size} kept"
        )
    if not spec.reached(FIRST[name]):
        return "not yet"
    through = numbers.mask is None
    return {"y": "equal to X" if through else "X ⊙ M", "dx": "equal to dY" if through else "dY ⊙ M"}[name]
