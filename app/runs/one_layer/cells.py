"""Cells of a matrix: how a link names and edits them. x=34:0.7 says that sample 3, neuron 4 is 0.7.

Rows and columns count from 1, as the notebook's subscripts do; a side has at most 8, so two digits are enough.
"""

import re
from collections.abc import Mapping

import numpy as np

from app.engine.layer import Array
from app.runs.one_layer.fields import read_value
from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.reading import number_text

Cell = tuple[int, int]
Edits = tuple[tuple[Cell, float], ...]

_CELL_FIELD = Field("cell", "choice")
_CELL = re.compile(r"[1-8][1-8]")
# The notebook: X = arange(20).reshape(4, 5) / 20, dY = arange(20).reshape(4, 5) / 50.
DIVISORS = {"x": 20, "dy": 50}


def given(name: str, batch: int, units: int) -> Array:
    """The matrix as it is before any edit, (batch, units): the notebook's, continued for other sizes."""
    return np.arange(batch * units).reshape(batch, units) / DIVISORS[name]


def edited(name: str, batch: int, units: int, edits: Edits) -> Array:
    """The same with its edits in place."""
    matrix = given(name, batch, units)
    for (i, j), value in edits:
        matrix[i - 1, j - 1] = value
    return matrix


def read_cell(text: str, batch: int, units: int) -> Cell:
    """A cell as 34. Raises: Fault."""
    text = text.strip()
    if not _CELL.fullmatch(text):
        raise Fault("cell", _CELL_FIELD, text)
    i, j = int(text[0]), int(text[1])
    if i > batch or j > units:
        raise Fault("no cell", _CELL_FIELD, text, most=f"{batch} × {units}")
    return i, j


def cell_text(cell: Cell) -> str:
    """(3, 4) as 34."""
    return f"{cell[0]}{cell[1]}"


def read_edits(name: str, text: str, batch: int, units: int) -> tuple[Edits, dict[str, Fault]]:
    """The edits that are right, sorted, and a message for each that is wrong, under the name of its cell."""
    values: dict[Cell, float] = {}
    errors: dict[str, Fault] = {}
    matrix = Field(name, "choice")
    for part in filter(None, text.split(",")):
        where, colon, typed = part.partition(":")
        try:
            cell = read_cell(where, batch, units)
        except Fault as fault:
            errors[name] = Fault("of", matrix, part, of=fault)
            continue
        if not colon or cell in values:
            errors[name] = Fault("edits", matrix, part)
            continue
        label = name + cell_text(cell)
        try:
            values[cell] = read_value(label, typed)
        except Fault as fault:
            errors[label] = fault
    return tidy(name, values, batch, units), errors


def tidy(name: str, values: Mapping[Cell, float], batch: int, units: int) -> Edits:
    """The edits that lie inside and change something, in the order of reading."""
    before = given(name, batch, units)
    return tuple(
        ((i, j), value)
        for (i, j), value in sorted(values.items())
        if i <= batch and j <= units and before[i - 1, j - 1] != value
    )


def edits_text(edits: Edits) -> str:
    """As a link holds them, 34:0.7,12:-1."""
    return ",".join(f"{cell_text(cell)}:{number_text(value)}" for cell, value in edits)
