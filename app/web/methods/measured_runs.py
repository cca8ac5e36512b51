"""Of DropConnect and Concrete dropout: what was measured over fresh seeds of the page's own run, as a figure.

The numbers are those of app/runs/scenes/claims.json, which benchmarks/claims.py writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.runs.scenes.measured import measured
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words import methods
from app.web.words.fields import choice_title
from app.web.words.names import layer_name, number
from app.web.words.say import say

SIZES = (50, 200, 1000)  # training images, all labels right
LEARNED = "data=digits&n={n}&flip=0&batch=50&steps=600&place=0,1,2&method=concrete"
INFERENCE = "method=dropconnect"
RULES = ("mean", "moments")
NUMBERS = ("median", "se")  # of what was measured: with its standard error


@dataclass(frozen=True)
class Bar:
    """One value: what it is of, as text with its standard error, its length in percent, and a run to see it in."""

    name: str
    value: str
    error: str
    length: str
    error_from: str
    error_length: str
    href: str
    current: bool


@dataclass(frozen=True)
class Group:
    """Bars under one head."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Measured:
    """All that templates/methods/measured_runs.html draws. here: what the run on screen has, where it is of these."""

    title: str
    says: str
    groups: tuple[Group, ...]
    here: str
    note: str


def learned_p(moment: Moment, links: Links) -> Section:
    """Learned p of each place against the size of the data."""
    found = {n: measured()[LEARNED.format(n=n)] for n in SIZES}
    spec = moment.run.spec
    of_it = next((n for n in SIZES if spec.but(seed="1").query() == LEARNED.format(n=n)), None)
    groups = tuple(
        Group(
            layer_name(k, 4),
            tuple(
                _bar(
                    say("measured runs.images", n=f"{n:,}"), found[n]["masks"][f"p{k}"], 0.5, _to(links, n), n == of_it
                )
                for n in SIZES
            ),
        )
        for k in range(3)
    )
    here = ""
    if of_it is not None:
        ps = ", ".join(methods.p_text(spec, moment.rates[k]) for k in spec.place)
        here = say("measured runs.here", step=moment.step, steps=spec.training.steps, ps=ps)
    rows = [(k, n, *_numbers(found[n]["masks"][f"p{k}"])) for k in range(3) for n in SIZES]
    table = Table(("layer", "images", *NUMBERS), rows)
    return _section("learned-p", "learned", groups, here, found[SIZES[0]], table)


def inference(moment: Moment, links: Links) -> Section:
    """How far both ways to evaluate are from the mean of many masked networks."""
    found = measured()[INFERENCE]
    spec, most = moment.run.spec, max(found["masks"][rule]["median"] for rule in RULES)
    same = (
        spec.but(seed="1", inference="mean").query() == INFERENCE if methods.name_of(spec) == "dropconnect" else False
    )
    bars = []
    for rule in RULES:
        run = RunSpec.from_query(f"{INFERENCE}&inference={rule}")
        href = replace(links, spec=run, apart=False).here()
        now = same and spec.texts().get("inference") == rule
        bars.append(_bar(choice_title(rule), found["masks"][rule], most, href, now))
    table = Table(("inference", *NUMBERS), [(rule, *_numbers(found["masks"][rule])) for rule in RULES])
    return _section("inference", "inference", (Group("", tuple(bars)),), "", found, table)


def _numbers(of: Mapping[str, float]) -> tuple[float, ...]:
    return tuple(of[name] for name in NUMBERS)


def _to(links: Links, n: int) -> str:
    """The run of so many images, seen in the same way."""
    run = RunSpec.from_query(LEARNED.format(n=n))
    step = min(links.view.step or 0, run.training.steps)
    return replace(links, spec=run, view=replace(links.view, step=step, sample=0), apart=False).here()


def _bar(name: str, found: dict[str, float], most: float, href: str, current: bool) -> Bar:
    value, error = found["median"], found["se"]
    low, high = max(0.0, value - error), min(most, value + error)
    at = (f"{100 * value / most:.2f}", f"{100 * low / most:.2f}", f"{100 * (high - low) / most:.2f}")
    return Bar(name, number(value), number(error, 1), *at, href, current)


def _section(id: str, key: str, groups: tuple[Group, ...], here: str, found: Any, table: Table) -> Section:
    first, last = found["seeds"]
    facts = {"runs": found["runs"], "first": first, "last": last, "masks": f"{found['masks']['many']:,}"}
    closer = found["masks"].get("closer", "")
    return Section(
        "methods/measured_runs.html",
        id,
        Measured(
            say(f"measured runs.{key}.title"),
            say(f"measured runs.{key}.says", **facts, closer=closer),
            groups,
            here,
            say("measured runs.note", **facts),
        ),
        {id: lambda: table},
    )
