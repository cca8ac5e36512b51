"""A legend: its signs, which templates draw by name, each with its words."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """sign: its name; width: of it. How high it is, its figure knows."""

    sign: str
    width: int
    text: str
