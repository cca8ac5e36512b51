"""The texts of a link to the page, the values read from them, and every error found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from app.runs.one_layer.cells import Cell, Edits, read_cell, read_edits
from app.runs.one_layer.fields import LAYER_FIELDS, OTHER_NAMES
from app.runs.spec.faults import SHOWN, Fault
from app.runs.spec.fields import Field
from app.runs.spec.link import LINK_MAX, PAIRS_MAX

Value = TypeVar("Value")


class LinkTexts:
    """Reads settings one by one; `errors` holds a message for each name that is wrong, unknown or repeated.

    Of a link that is too long nothing is read.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.errors: dict[str, Fault] = {}
        self.texts: dict[str, str] = {}
        pairs = list(pairs)
        length = sum(len(name) + len(text) + 2 for name, text in pairs)
        if length > LINK_MAX:
            self.errors["link"] = Fault("long", most=LINK_MAX, count=length)
        elif len(pairs) > PAIRS_MAX:
            self.errors["link"] = Fault("many", most=PAIRS_MAX, count=len(pairs))
        else:
            self._sift(pairs)

    def value(self, name: str, reader: Callable[[Field, str], Value], fallback: Value) -> Value:
        """The value of a setting, else the fallback."""
        if name not in self.texts:
            return fallback
        try:
            return reader(LAYER_FIELDS[name], self.texts[name])
        except Fault as fault:
            self.errors.setdefault(name, fault)
            return fallback

    def edits(self, name: str, batch: int, units: int, fallback: Edits) -> Edits:
        """The edited cells of a matrix that are right; each that is wrong is an error of its own."""
        if name not in self.texts:
            return fallback
        edits, errors = read_edits(name, self.texts[name], batch, units)
        self.errors |= errors
        return edits

    def cell(self, batch: int, units: int, fallback: Cell) -> Cell:
        """The selected cell, else the fallback."""
        if "cell" not in self.texts:
            return fallback
        try:
            return read_cell(self.texts["cell"], batch, units)
        except Fault as fault:
            self.errors.setdefault("cell", fault)
            return fallback

    def _sift(self, pairs: list[tuple[str, str]]) -> None:
        """Keep known names, each once; the others are errors."""
        known = (*LAYER_FIELDS, *OTHER_NAMES)
        for name, text in pairs:
            if name not in known:
                self.errors[name[:SHOWN]] = Fault("unknown", got=name, choices=", ".join(known))
            elif name in self.texts:
                self.errors[name] = Fault("repeated", LAYER_FIELDS.get(name, Field(name, "choice")))
            else:
                self.texts[name] = text
