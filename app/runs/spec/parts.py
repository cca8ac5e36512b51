"""Parts of a spec: dataclasses whose fields are settings. What is true of every setting walks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.runs.nets.methods import METHODS, Method
from app.runs.spec.fields import FIELDS, Field, FieldKind
from app.runs.spec.link import Link
from app.runs.spec.reading import choice, list_text, number, number_text, places, rates, rates_text, whole, widths


@dataclass(frozen=True)
class TrainingPart:
    """How a gradient becomes a step, of how many samples it is, and how many there are. clip: a gradient longer than
    this is made as long as this; 0 cuts none. shift: by up to how many pixels each image of a batch is moved in both
    directions; warmup: over how many steps the learning rate rises to lr."""

    optimizer: str
    lr: float
    decay: float
    batch: int
    steps: int
    clip: float = 0.0
    shift: int = 0
    warmup: int = 0


CODECS: Mapping[FieldKind, tuple[Callable[[Field, str], Any], Callable[[Any], str]]] = {
    "choice": (choice, str),
    "whole": (whole, str),
    "number": (number, number_text),
    "widths": (widths, list_text),
    "rates": (rates, rates_text),
    "places": (places, lambda values: list_text(values) or "none"),
}


def settings(part: type[Any]) -> dict[str, str]:
    """The settings of a part: the name of each in a link, and that of the part's field."""
    return {field.metadata.get("setting", field.name): field.name for field in fields(part)}


def read_part(link: Link, part: type[Any], **usual: str) -> dict[str, Any]:
    """The values that a link gives for a part, by the names of its fields; `usual` for those without a default."""
    return {
        field: link.read(name, CODECS[FIELDS[name].kind][0], usual.get(name)) for name, field in settings(part).items()
    }


def part_texts(part: Any) -> dict[str, str]:
    """Every setting of a part as a link holds it."""
    return {name: CODECS[FIELDS[name].kind][1](getattr(part, field)) for name, field in settings(type(part)).items()}


def method_of(name: str, values: dict[str, Any]) -> Method | None:
    """The method of these values; None where it sits nowhere."""
    return METHODS[name](**values) if values["place"] else None
