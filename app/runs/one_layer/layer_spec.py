"""What the one-layer page shows: everything that determines it, checked once, with one canonical link.

LayerSpec.parse([("p", "0.3")]).query() == "p=0.3"; the empty link is the notebook's example.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import parse_qsl

from app.runs.one_layer.cells import Cell, Edits, cell_text, edits_text, tidy
from app.runs.one_layer.fields import FORWARD, SUB_STEPS, read_p
from app.runs.one_layer.link_texts import LinkTexts
from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.link import SpecError
from app.runs.spec.reading import choice, number_text, whole

CELL = (3, 4)  # of the notebook's example: kept, in a row that has two of five


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """The numbers of one layer and where the reader is. Made by `parse`, which checks it.

    seed: of the coins; None for the notebook's (legacy generator, seed 1).
    x, dy: the edited cells, sorted. cell: the selected one, sample and neuron from 1.
    """

    p: float = 0.5
    seed: int | None = None
    batch: int = 4
    units: int = 5
    x: Edits = ()
    dy: Edits = ()
    mode: str = "train"
    substep: str = SUB_STEPS[-1]
    cell: Cell = CELL
    coins: bool = False
    k: int = 1000

    @classmethod
    def parse(cls, pairs: Mapping[str, str] | Iterable[tuple[str, str]]) -> LayerSpec:
        """Read query parameters; what they leave out is the notebook's.

        Raises: SpecError with a message for each name that is wrong, unknown or repeated.
        """
        spec, errors = read(pairs.items() if isinstance(pairs, Mapping) else pairs)
        if errors:
            raise SpecError(errors)
        return spec

    @classmethod
    def from_query(cls, query: str) -> LayerSpec:
        """Read the text of a link, without its question mark. Raises: SpecError."""
        return cls.parse(parse_qsl(query, keep_blank_values=True))

    @property
    def training(self) -> bool:
        return self.mode == "train"

    @property
    def draws(self) -> bool:
        """Whether the forward pass draws coins at all."""
        return self.training and self.p > 0

    @property
    def backward(self) -> bool:
        """Whether the sub-step belongs to the backward pass."""
        return self.substep not in FORWARD

    def reached(self, substep: str) -> bool:
        """Whether this sub-step has been done."""
        return SUB_STEPS.index(self.substep) >= SUB_STEPS.index(substep)

    def but(self, **values: object) -> LayerSpec:
        """The same with some values replaced; the cell and the edits stay inside the matrix."""
        spec = replace(self, **values)  # type: ignore[arg-type]
        return replace(
            spec,
            x=tidy("x", dict(spec.x), spec.batch, spec.units),
            dy=tidy("dy", dict(spec.dy), spec.batch, spec.units),
            cell=(min(spec.cell[0], spec.batch), min(spec.cell[1], spec.units)),
        )

    def texts(self) -> dict[str, str]:
        """Every setting as a link holds it, defaults too, in the order of the link."""
        return {
            "p": number_text(self.p),
            "seed": "" if self.seed is None else str(self.seed),
            "batch": str(self.batch),
            "units": str(self.units),
            "x": edits_text(self.x),
            "dy": edits_text(self.dy),
            "mode": self.mode,
            "substep": self.substep,
            "cell": cell_text(self.cell),
            "coins": "shown" if self.coins else "hidden",
            "k": str(self.k),
        }

    def query(self) -> str:
        """The canonical link: defaults left out. It is the identity of what is shown."""
        plain = _plain(self.batch, self.units)
        return "&".join(f"{name}={text}" for name, text in self.texts().items() if text != plain[name])


@cache
def _plain(batch: int, units: int) -> dict[str, str]:
    """What a link of this size may leave out."""
    plain = LayerSpec()
    return plain.but(batch=batch, units=units).texts() | {"batch": str(plain.batch), "units": str(plain.units)}


def read(pairs: Iterable[tuple[str, str]], base: LayerSpec | None = None) -> tuple[LayerSpec, dict[str, Fault]]:
    """The spec of a link, and a message for each name that is wrong.

    Where a name is wrong or left out, `base` holds, which is the notebook's example unless it is given.
    """
    base = base or LayerSpec()
    link = LinkTexts(pairs)
    spec = base.but(batch=link.value("batch", whole, base.batch), units=link.value("units", whole, base.units))
    spec = spec.but(
        p=link.value("p", read_p, spec.p),
        seed=link.value("seed", _seed, spec.seed),
        mode=link.value("mode", choice, spec.mode),
        substep=link.value("substep", choice, spec.substep),
        coins=link.value("coins", _shown, spec.coins),
        k=link.value("k", whole, spec.k),
        x=link.edits("x", spec.batch, spec.units, spec.x),
        dy=link.edits("dy", spec.batch, spec.units, spec.dy),
        cell=link.cell(spec.batch, spec.units, spec.cell),
    )
    return spec, link.errors


def _seed(field: Field, text: str) -> int | None:
    return whole(field, text) if text.strip() else None


def _shown(field: Field, text: str) -> bool:
    return choice(field, text) == "shown"
