"""What the page's forms send, as a spec. A form repeats what it was made from (`was`): that holds where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from app.runs.faults import Fault
from app.runs.link import SpecError
from app.runs.one_layer.cells import Cell, Edits, edited, tidy
from app.runs.one_layer.fields import LAYER_FIELDS, read_value
from app.runs.one_layer.layer_spec import LayerSpec, read
from app.runs.reading import as_typed
from app.web.one_layer.digits import typed

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
    """Read a link or a form."""
    pairs = list(pairs)
    length = sum(len(name) + len(text) + 2 for name, text in pairs)
    if length > FORM_MAX:
        raise SpecError({"link": Fault("long", most=FORM_MAX, count=length)})
    texts = dict(pairs)
    cells = {name: text for name, text in pairs if CELL_NAME.fullmatch(name)}
    rest = [(name, text) for name, text in pairs if name not in cells and name != "was"]
    if "was" not in texts:
        spec, errors = read([*rest, *cells.items()])
        return Sent(spec, {name: str(fault) for name, fault in errors.items()}, texts, False)
    base, _ = read(parse_qsl(texts["was"], keep_blank_values=True))
    spec, errors = read([(name, as_typed(text) if name in ONE_NUMBER else text) for name, text in rest], base)
    found = {name: _cells(name, base, spec, cells, errors) for name in ("x", "dy")}
    return Sent(spec.but(**found), {name: fault.on_page for name, fault in errors.items()}, texts, True)


def _cells(name: str, base: LayerSpec, spec: LayerSpec, cells: dict[str, str], errors: dict[str, Fault]) -> Edits:
    """The edits that were there, with the cells that were typed over; what is wrong stays as it was.

    A cell that the new size leaves out is not read.
    """
    values: dict[Cell, float] = dict(getattr(base, name))
    before = edited(name, base.batch, base.units, getattr(base, name))
    for i in range(1, min(base.batch, spec.batch) + 1):
        for j in range(1, min(base.units, spec.units) + 1):
            label = f"{name}{i}{j}"
            if label not in cells or cells[label].strip() == typed(before[i - 1, j - 1]):
                continue
            try:
                values[i, j] = read_value(label, as_typed(cells[label]))
            except Fault as fault:
                errors[label] = fault
    return tidy(name, values, spec.batch, spec.units)
