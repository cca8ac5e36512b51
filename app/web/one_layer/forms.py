"""What the page's forms send, as a spec. A form says what it was made from (`was`): that holds where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from app.runs.one_layer.cells import Cell, Edits, edited
from app.runs.one_layer.fields import LAYER_FIELDS, read_value
from app.runs.one_layer.layer_spec import LayerSpec, read
from app.runs.spec.faults import Fault
from app.runs.spec.link import SpecError
from app.runs.spec.reading import as_typed
from app.web.one_layer.digits import typed
from app.web.one_layer.links import after, moves
from app.web.words.faults import said

FORM_MAX = 16_384  # characters: two matrices of 8 x 8 with long numbers
ONE_NUMBER = tuple(field.name for field in LAYER_FIELDS.values() if field.kind != "choice")
CELL_NAME = re.compile(r"(x|dy)([1-8])([1-8])")


@dataclass(frozen=True)
class Sent:
    """What came: the spec that holds, the errors by field, what was typed there, and whether a form sent it."""

    spec: LayerSpec
    errors: dict[str, str]
    texts: dict[str, str]
    form: bool


def receive(pairs: Iterable[tuple[str, str]]) -> Sent:
    """Read a link or a form.

    Of a form each name is a change of what it was made from, in the order in which they come: it need not say what
    stays as it is, may say one thing twice, and may ask for what is next (`links.after`).
    """
    pairs = list(pairs)
    length = sum(len(name) + len(text) + 2 for name, text in pairs)
    if length > FORM_MAX:
        raise SpecError({"link": Fault("long", most=FORM_MAX, count=length)})
    texts = dict(pairs)
    if "was" not in texts:
        spec, errors = read(pairs)
        return Sent(spec, {name: said(fault) for name, fault in errors.items()}, texts, False)
    base, _ = read(parse_qsl(texts["was"], keep_blank_values=True))
    spec, errors, changed = base, {}, {"was"}
    for name, text in pairs:
        if name == "was" or (name not in changed and _as_shown(base, name, text)):
            continue
        changed.add(name)
        errors.pop(name, None)
        spec, wrong = _changed(spec, name, text)
        errors |= wrong
    there = {name: fault for name, fault in errors.items() if (cell := _cell(name)) is None or _inside(cell[1], spec)}
    return Sent(spec, {name: said(fault, page=True) for name, fault in there.items()}, texts, True)


def _changed(spec: LayerSpec, name: str, text: str) -> tuple[LayerSpec, dict[str, Fault]]:
    """The spec after one change, and what is wrong with it: then the spec is as before."""
    if moves(name, text):
        return after(spec, name, text), {}
    cell = _cell(name)
    if cell is None:
        return read([(name, as_typed(text) if name in ONE_NUMBER else text)], spec)
    matrix, at = cell
    edits: Edits = getattr(spec, matrix)
    try:
        return spec.but(**{matrix: tuple((dict(edits) | {at: read_value(name, as_typed(text))}).items())}), {}
    except Fault as fault:
        return spec, {name: fault}


def _as_shown(base: LayerSpec, name: str, text: str) -> bool:
    """Whether a cell says what the form showed in it, which may not be all its digits."""
    cell = _cell(name)
    if cell is None or not _inside(cell[1], base):
        return False
    matrix, (i, j) = cell
    return text.strip() == typed(edited(matrix, base.batch, base.units, getattr(base, matrix))[i - 1, j - 1])


def _cell(name: str) -> tuple[str, Cell] | None:
    """x34 as the matrix x and its cell (3, 4)."""
    found = CELL_NAME.fullmatch(name)
    return (found[1], (int(found[2]), int(found[3]))) if found else None


def _inside(cell: Cell, spec: LayerSpec) -> bool:
    return cell[0] <= spec.batch and cell[1] <= spec.units
