"""What a section of doubt shows: the parts that those of the plane, of a curve and of samples have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from app.runs.log.doubt import Agreement, Band, Doubt


class Doubts(NamedTuple):
    """shared, fresh: of passes with one mask for all points, and with one for each; plane: at the data and far from
    them; bands: of a curve, between its ends and beyond."""

    shared: Agreement
    fresh: Agreement
    plane: tuple[Doubt, Doubt] | None = None
    bands: tuple[Band, Band] | None = None


@dataclass(frozen=True)
class Picture:
    """A map, light and dark."""

    title: str
    alt: str
    light: str
    dark: str


@dataclass(frozen=True)
class Curves:
    """Of a curve: paths of the mean, of its band, of the first pass alone, and of what is true."""

    alt: str
    mean: str
    band: str
    first: str
    truth: str


@dataclass(frozen=True)
class Row:
    """Of passes with masks of one kind: what is drawn of them."""

    title: str
    pictures: tuple[Picture, ...] = ()
    curves: Curves | None = None


@dataclass(frozen=True)
class Doubted:
    """sentence: what is found; rows: drawings, one mask for all points first; masks: what a mask for each point does;
    heads, table: numbers; nots: what all this is not, with this run's numbers."""

    sentence: str
    rows: tuple[Row, ...]
    masks: str
    heads: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    nots: tuple[str, ...]


def named(found: Doubts) -> tuple[tuple[str, Agreement], ...]:
    """Both kinds of masks."""
    return ("shared", found.shared), ("fresh", found.fresh)
