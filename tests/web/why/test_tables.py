"""The tables of /why have the numbers that their pages show, with all their digits."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from app.runs.log.doubt import BIT
from app.web.address.links import Links
from app.web.address.query import View
from app.web.files.tables import TABLES
from app.web.methods.catalogue import WHYS
from app.web.moment import seen
from app.web.section import Section
from app.web.site.templates import environment
from app.web.why.uncertainty import DOUBTS
from app.web.words.names import number
from app.web.words.numbers import loss_text, percent_text
from tests.web.page_tree import Node, tree
from tests.web.runs import trained

MOONS = "steps=40&hidden=5,4"
CURVE = "data=curve&steps=40&hidden=5,4"
DIGITS = "data=digits&hidden=9,6&n=50&batch=25&steps=40"
PASSES = 10


def of(page: str, query: str, off: tuple[tuple[int, int], ...] = ()) -> tuple[Section, Node]:
    run, view = trained(query), View(step=40, off=off, passes=PASSES)
    (section,) = (made(seen(run, view), Links(run.spec, view)) for made in WHYS[page].own)
    return section, tree(environment().get_template(section.template).render(section=section, root="./"))


def rows(section: Section, name: str) -> list[dict[str, Any]]:
    made = section.tables[name]()
    return [dict(zip(made.columns, row, strict=True)) for row in made.rows]


def cells(table: Node) -> list[list[str]]:
    return [[cell.text for cell in row.all("td")] for row in table.one("tbody").all("tr")]


def test_neurons_away_by_hand_and_every_draw_at_random() -> None:
    section, page = of("remove", MOONS, ((0, 1), (1, 2)))
    found = rows(section, "removing")
    assert [row["away"] for row in found] == ["", "h1.2,h2.3"]
    pairs = [(row[f"accuracy {arm}"], row[f"loss {arm}"]) for row in found for arm in ("dropout", "twin")]
    texts = [text for accuracy, loss in pairs for text in (percent_text(accuracy), loss_text(loss))]
    shown = [texts[:4], texts[4:]]
    assert cells(page.one("table", "left-over")) == shown
    draws = rows(section, "removing-random")
    shares = [*dict.fromkeys(row["share"] for row in draws)]
    means = [np.mean([row["accuracy twin"] for row in draws if row["share"] == share]) for share in shares]
    table = page.one("section", id="removing-random").one("table")
    assert [row[2] for row in cells(table)] == [percent_text(float(mean)) for mean in means]
    assert {row["draw"] for row in draws} == {*range(1, 21)}


def test_of_a_curve_there_is_no_accuracy() -> None:
    section, _ = of("remove", CURVE)
    assert all(row["accuracy twin"] != row["accuracy twin"] for row in rows(section, "removing"))


def test_each_neuron_and_each_layer() -> None:
    section, page = of("matters", MOONS)
    found = rows(section, "importance")
    assert [row["neuron"] for row in found] == [*(f"h1.{i}" for i in range(1, 6)), *(f"h2.{i}" for i in range(1, 5))]
    shown = cells(page.one("details", id="who-matters-neurons"))
    names = ("share of loss dropout", "accuracy dropout", "share of loss twin", "accuracy twin")
    assert shown == [[f"{100 * row[name]:.2f} %".replace("-", "−") for name in names] for row in found]
    assert rows(section, "layers")[3]["arm"] == "twin"
    (gini,) = (cells(table)[2] for table in page.one("section", id="who-matters-numbers").all("table", "layer-numbers"))
    by = {(row["hidden layer"], row["arm"]): row["gini"] for row in rows(section, "layers")}
    assert gini == [number(by[layer, arm], 3) for layer in (1, 2) for arm in ("dropout", "twin")]


@pytest.mark.parametrize("query", [MOONS, CURVE, DIGITS])
def test_subnetworks_alone_and_together(query: str) -> None:
    section, page = of("ensemble", query)
    found = rows(section, "ensemble")
    assert [row["subnetworks"] for row in found] == [*range(1, PASSES + 1)] * 3 + [""]
    table = cells(page.one("details", id="ensemble-numbers"))
    first = loss_text if query == CURVE else percent_text
    measure = "loss" if query == CURVE else "error"
    together = [row[measure] for row in found if row["prediction"] == "arithmetic mean"]
    assert [row[0] for row in table] == [first(together[k - 1]) for k in (1, 2, 5, 10)] + [first(found[-1][measure])]
    drawn = rows(section, "subnetworks")
    items = page.one("ol").all("li")
    assert len(drawn) == len(items) == 8
    neurons = [name for name in drawn[0] if name.startswith("h")]
    off = [sum(1 - row[name] for name in neurons) for row in drawn]
    assert all(f"{count} of {len(neurons)} off" in item.text for count, item in zip(off, items, strict=True))
    assert [row["loss"] for row in drawn] == [row["loss"] for row in found[:8]]
    said = rows(section, "subnetworks-said")
    assert len(said) == {MOONS: 1024, CURVE: 96, DIGITS: 6}[query]
    assert len(said[0]) == {MOONS: 2 + 8, CURVE: 1 + 8, DIGITS: 2 + 8 * 10}[query]
    (counts,) = rows(section, "subnetwork-counts")
    assert counts["neurons"] == len(neurons)


@pytest.mark.parametrize("query", [MOONS, CURVE, DIGITS])
def test_doubt_at_every_point(query: str) -> None:
    section, page = of("uncertainty", query)
    found, doubts = rows(section, "uncertainty"), DOUBTS.of(trained(query), 40, PASSES)
    last = " class 9" if query == DIGITS else ""
    assert [row[f"fresh spread{last}"] for row in found] == doubts.fresh.spread[:, -1].tolist()
    if query == CURVE:
        assert (found[0]["x"], "shared entropy" in found[0]) == (-4.0, False)
    else:
        assert [row["shared entropy"] for row in found] == (doubts.shared.entropy / BIT).tolist()
    if query == DIGITS:
        assert "uncertainty-far" not in section.tables
        return
    far = rows(section, "uncertainty-far")
    text = percent_text if query == CURVE else loss_text
    values = [[*row.values()][1:] for row in far]
    assert cells(page.one("table", "doubt-table")) == [[text(one), loss_text(other)] for one, other in values]


@pytest.mark.parametrize("query", [MOONS, CURVE, DIGITS])
def test_evaluation_and_ten_answers(query: str) -> None:
    section, page = of("eval", query)
    found = rows(section, "eval")
    assert [row["time"] for row in found] == ["evaluation", *range(1, 11)]
    shown = cells(page.one("table", "doubt-table"))
    at = 0 if query == CURVE else 1
    assert [row[at] for row in shown] == [loss_text(row["loss"]) for row in found]
    if query == DIGITS:
        assert len([name for name in found[0] if name.startswith("sample")]) == 6
        assert "eval-maps" not in section.tables
        return
    maps = rows(section, "eval-maps")
    assert len(maps) == {MOONS: 1024, CURVE: 96}[query]
    assert [*maps[0]] == [*(("x",) if query == CURVE else ("x", "y")), "evaluation", *map(str, range(1, 11))]


def test_what_a_run_cannot_have_is_refused_before_it_is_computed() -> None:
    names = {name for name, of in TABLES.items() if of.page}

    def held(query: str) -> set[str]:
        return {name for name in names if TABLES[name].holds(trained(query).spec, View())}

    assert names - held(DIGITS) == {"uncertainty-far", "eval-maps"}
    assert held(f"{MOONS}&method=dropconnect") == names - ids("subnetwork", "ensemble", of=names)


def ids(*starts: str, of: Iterable[str]) -> set[str]:
    return {name for name in of if name.startswith(starts)}
