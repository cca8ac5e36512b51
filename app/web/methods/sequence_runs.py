"""Of an LSTM: what the networks learned, method by method, over fresh seeds (app/runs/scenes/claims.json)."""

from __future__ import annotations

from dataclasses import replace

from app.runs.scenes.measured import measured, settings
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.methods.measured_runs import Bar, Group, Measured
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words.say import say

RUNS = {
    "memory": (
        ("naive h", "data=memory&method=naive&on=h"),
        ("recurrent", "data=memory&method=recurrent"),
        ("variational", "data=memory"),
        ("untied", "data=memory&gates=untied"),
        ("sequence", "data=memory&method=recurrent&lasts=sequence"),
        ("naive c", "data=memory&method=naive"),
    ),
    "digits": (
        ("variational", "data=digits&method=variational"),
        ("untied", "data=digits&method=variational&gates=untied"),
        ("recurrent half", "data=digits&p=0.5&method=recurrent"),
        ("naive h", "data=digits&method=naive&on=h"),
        ("naive c", "data=digits&method=naive"),
    ),
}


def section(moment: Moment, links: Links) -> Section:
    """Of the task of the run on screen: the share of the test set that is right at the last step."""
    spec = moment.run.spec
    runs, table = RUNS[spec.data.name], measured()
    of_it = settings(spec.but(seed="1"))
    first = table[runs[0][1]]
    bars = [
        _bar(say("same coins.twin"), first["twin"]["accuracy"], _to(links, moment, f"{runs[0][1]}&place=none"), False)
    ]
    for key, link in runs:
        found = table[link]["dropout"]["accuracy"]
        bars.append(_bar(say(f"same coins.{key}"), found, _to(links, moment, link), link == of_it))
    begin, end = first["seeds"]
    facts = {"runs": first["runs"], "first": begin, "last": end}
    key = spec.data.name
    shows = Measured(
        say("sequence runs.title"),
        say(f"sequence runs.{key}", steps=RunSpec.from_query(runs[0][1]).training.steps),
        (Group("", tuple(bars)),),
        "",
        say("measured runs.note", **facts),
    )
    found = [("twin", first["twin"]), *((key, table[link]["dropout"]) for key, link in runs)]
    rows = [(key, of["accuracy"]["median"], of["accuracy"]["se"]) for key, of in found]
    numbers = Table(("method", "median", "se"), rows)
    return Section("methods/measured_runs.html", "sequence-runs", shows, {"sequence-runs": lambda: numbers})


def _to(links: Links, moment: Moment, link: str) -> str:
    run = RunSpec.from_query(link)
    view = replace(links.view, step=min(moment.step, run.training.steps), sample=0)
    return replace(links, spec=run, view=view, apart=False).after()


def _bar(name: str, found: dict[str, float], href: str, current: bool) -> Bar:
    value, error = 100 * found["median"], 100 * found["se"]
    low, high = max(0.0, value - error), min(100.0, value + error)
    return Bar(name, f"{value:.1f} %", f"{error:.1f}", f"{value:.2f}", f"{low:.2f}", f"{high - low:.2f}", href, current)
