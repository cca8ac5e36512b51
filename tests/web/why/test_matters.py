"""/why/matters: sizes, bars and numbers are those of the importance of each neuron."""

import re

import pytest

from app.runs.training.activity import activity_in_parts
from app.runs.training.evaluation import at_once
from app.runs.training.importance import importance_in_parts
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import seen
from app.web.site.templates import environment
from app.web.why import matters
from app.web.why.importance_drawing import RADIUS
from app.web.words.names import number
from tests.web.page_tree import tree
from tests.web.runs import trained

DIGITS = "data=digits&hidden=9,6&n=50&batch=25&steps=40"
QUERIES = [
    DIGITS,
    "steps=40&hidden=5,4&activation=tanh",
    "data=curve&steps=40&hidden=5,4",
    "hidden=1&steps=5&place=none",
]


def sectioned(query: str):
    run = trained(query)
    view = View(step=run.spec.training.steps)
    section = matters.section(seen(run, view), Links(run.spec, view))
    return section.shows, tree(environment().get_template(section.template).render(section=section, root="./"))


@pytest.mark.parametrize("query", QUERIES)
def test_the_area_of_a_disc_is_its_importance_on_one_scale_for_both_arms(query: str) -> None:
    shows, _ = sectioned(query)
    run, step = trained(query), trained(query).spec.training.steps
    both = [at_once(importance_in_parts(run.evaluations[arm], run.theta(arm, step), step)) for arm in (0, 1)]
    shares = [[float(i) / of.whole.loss for of in arm for i in of.loss] for arm in both]
    most = max(abs(share) for arm in shares for share in arm)
    for drawing, arm in zip(shows.drawings, shares, strict=True):
        assert len(drawing.discs) == len(arm)
        for disc, share in zip(drawing.discs, arm, strict=True):
            area = (float(disc.radius) / RADIUS) ** 2
            assert area == pytest.approx(abs(share) / most, abs=0.02)
            assert (disc.sign == " n") == (share < 0)


@pytest.mark.parametrize("query", QUERIES)
def test_bars_fall_and_there_is_one_for_each_neuron(query: str) -> None:
    shows, page = sectioned(query)
    for bars, width in zip(shows.bars, trained(query).spec.dense.hidden, strict=True):
        for up, down in bars.arms:
            tops = [float(top) for top in re.findall(r"M[\d.]+ [\d.]+V(-?[\d.]+)", up + down)]
            assert len(tops) == width
            assert tops == sorted(tops)
    assert len(page.all("figure", "sorted")) == len(shows.bars)


def test_the_table_has_a_row_for_each_measure_and_both_arms_of_each_layer() -> None:
    shows, page = sectioned(DIGITS)
    run = trained(DIGITS)
    found = [at_once(importance_in_parts(run.evaluations[arm], run.theta(arm, 40), 40)) for arm in (0, 1)]
    does = [at_once(activity_in_parts(run.evaluations[arm], run.theta(arm, 40), 40)) for arm in (0, 1)]
    rows = {row.name: row.texts for row in shows.rows}
    order = [(arm, layer) for layer in (0, 1) for arm in (0, 1)]
    assert rows["Gini of |I|"] == tuple(number(found[arm][layer].gini) for arm, layer in order)
    assert rows["Interaction of pairs"] == tuple(number(found[arm][layer].interaction) for arm, layer in order)
    assert rows["Redundancy"] == tuple(number(does[arm][layer].redundancy) for arm, layer in order)
    assert rows["Dead"] == tuple(str(does[arm][layer].dead) for arm, layer in order)
    table = page.one("table", "layer-numbers").one("tbody")
    assert all(len(row.all("td")) == 4 for row in table.all("tr"))
    neurons = page.one("div", "tall-table").one("tbody").all("tr")
    assert [row.one("th").text for row in neurons][:10] == [*(f"h1.{unit}" for unit in range(1, 10)), "h2.1"]


def test_of_one_neuron_and_of_tanh_what_there_is_none_of_is_a_dash_and_says_what_dead_means() -> None:
    shows, _ = sectioned("hidden=1&steps=5&place=none")
    rows = {row.name: row for row in shows.rows}
    assert set(rows["Interaction of pairs"].texts) == {"–"}
    assert set(rows["Redundancy"].texts) == {"–"}
    assert rows["Dead"].says.startswith("0 on every test sample;")
    tanh, _ = sectioned("steps=40&hidden=5,4&activation=tanh")
    assert "standard deviation" in {row.name: row for row in tanh.rows}["Dead"].says


def test_a_wide_network_is_not_measured_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matters, "MOST_SECONDS", 0.0)
    _, page = sectioned(DIGITS)
    assert "longer than a page waits" in page.text
    assert not page.all("svg", "importance")
