"""The experiments that there are, `/why/<name>` and `/practice/<name>`: what each varies where its link is silent.

What a page says of itself stands in app/web/words/english/experiments.py, under its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Room = Literal["why", "practice"]


@dataclass(frozen=True)
class Row:
    """One experiment. link: its run, without seeds; over: what varies (an axis), at these values; by: what varies from
    panel to panel; seeds: how many, from the first one on; shows: its measure, and `also` others that its cells have or
    that are asked of it."""

    name: str
    room: Room
    link: str
    over: str
    values: tuple[str, ...]
    by: str = ""
    panels: tuple[str, ...] = ()
    seeds: int = 10
    shows: str = "test"
    also: tuple[str, ...] = ()


_TABLE = (
    Row(
        "p",
        "practice",
        "",
        "p",
        ("0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"),
        shows="test",
        also=("accuracy", "clean", "gap"),
    ),
    Row(
        "removal",
        "why",
        "data=digits&n=1000&flip=0",
        "removed",
        ("0", "0.1", "0.25", "0.5", "0.75", "0.9"),
        shows="left",
        also=("left-loss",),
    ),
    Row(
        "importance",
        "why",
        "data=digits",
        "p",
        ("0", "0.2", "0.5", "0.8"),
        shows="interaction",
        also=("largest", "gini", "redundancy", "active", "effective", "dead", "idle"),
    ),
    Row(
        "width",
        "why",
        "data=digits",
        "units",
        ("4", "8", "16", "32", "64", "128", "256"),
        seeds=6,
        shows="effective",
        also=("clean", "test", "accuracy", "dead", "idle"),
    ),
)
ROWS: Mapping[str, Row] = {row.name: row for row in _TABLE}
