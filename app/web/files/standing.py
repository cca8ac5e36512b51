"""Tables that are of no run: of all methods, of the rules of thumb, and of what was measured of every experiment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from app.runs.scenes.measured import experiments as measured
from app.web.methods.catalogue import PAGES
from app.web.methods.introduction import FACTS, fact
from app.web.practice import rules as thumb
from app.web.section import Table

ARMS = ("ours", "twin", "difference")  # of a point: each with its mean and how it varies
COUNTS = ("lower", "higher", "never", "diverged")  # of pairs


class Standing(NamedTuple):
    """page: where it is seen, below the site's own address."""

    page: str
    of: Callable[[], Table]


def methods() -> Table:
    """The table of all methods."""
    rows = ((of.name, of.title, *(fact(of, name) for name in ("what", *FACTS))) for of in PAGES.values())
    return Table(("name", "title", "what", *FACTS), rows)


def rules() -> Table:
    """The rules of thumb, each with what was measured."""
    rows = ((of.quote, of.verdict_says, of.result, of.href) for of in thumb.rows())
    return Table(("rule", "verdict", "result", "experiment"), rows)


def experiments() -> Table:
    """What was measured of every experiment, at every value; what is empty was not there to be measured."""
    numbers = ("mean", "sd"), ("mean", "sd"), ("mean", "low", "high")
    parts = [(arm, name) for arm, names in zip(ARMS, numbers, strict=True) for name in names]
    rows = [
        (
            *(name, found["link"], measure, panel["value"], point["value"], point["n"]),
            *(point.get(arm, {}).get(number, "") for arm, number in parts),
            *(point.get(count, "") for count in COUNTS),
        )
        for name, found in measured().items()
        for measure, panels in found["measures"].items()
        for panel in panels
        for point in panel["points"]
    ]
    heads = ("experiment", "link", "measure", "panel", "value", "seeds")
    return Table((*heads, *(f"{arm} {number}" for arm, number in parts), *COUNTS), rows)


STANDING: Mapping[str, Standing] = {
    "methods": Standing("methods", methods),
    "rules": Standing("practice", rules),
    "experiments": Standing("practice", experiments),
}
