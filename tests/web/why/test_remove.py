"""/why/remove: who is away, what both networks are without them, and without a share at random."""

import numpy as np
import pytest

from app.runs.training.ablation import left_in_parts, without
from app.runs.training.evaluation import at_once
from app.runs.training.removal import SHARES, removed_in_parts
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import seen
from app.web.site.templates import environment
from app.web.why import left, remove
from app.web.why.shares_chart import HEIGHT, shares_chart
from app.web.words.numbers import loss_text, percent_text
from tests.web.page_tree import tree
from tests.web.runs import trained

DIGITS = "data=digits&hidden=9,6&n=50&batch=25&steps=40"
QUERIES = [DIGITS, "steps=40&hidden=5,4", "data=curve&steps=40&hidden=5,4", "steps=40&hidden=5&place=none"]


def sectioned(query: str, off=(), step: int = 40):
    run, view = trained(query), View(step=step, off=off)
    section = remove.section(seen(run, view), Links(run.spec, view, page="why/remove"))
    return section.shows, tree(environment().get_template(section.template).render(section=section, root="./"))


@pytest.mark.parametrize("query", QUERIES)
def test_the_table_and_the_sentence_have_both_networks_without_those_that_are_away(query: str) -> None:
    run, off = trained(query), ((0, 1), (0, 3))
    _, page = sectioned(query, off)
    wanted = []
    for arm in (0, 1):
        gates = without(run.spec.dense.hidden, off)
        (found,) = at_once(left_in_parts(run.evaluations[arm], run.theta(arm, 40), [gates], 40))
        wanted += [loss_text(found.loss)] if "curve" in query else [percent_text(found.accuracy), loss_text(found.loss)]
    whole, without_those = page.one("table", "left-over").one("tbody").all("tr")
    assert [cell.text for cell in without_those.all("td")] == wanted
    assert loss_text(run.scores(40).dropout.test) in [cell.text for cell in whole.all("td")]
    said = page.all("p", "voice")[0].text
    assert said.startswith("Without h1.2 and h1.4, ")
    assert wanted[0] in said
    gone = page.all("a", "gone")
    assert [(link.text, link["data-edit"]) for link in gone] == [("2", "off:-h1.2"), ("4", "off:-h1.4")]
    assert "off=h1.4" in gone[0]["href"]
    assert "is away, put it back" in gone[0]["aria-label"]


def test_a_neuron_that_stays_is_one_click_from_being_away() -> None:
    _, page = sectioned(DIGITS)
    link = page.one("a", id="removing-h2-6")
    assert "stays" in link.classes
    assert link["data-edit"] == "off:+h2.6"
    assert "off=h2.6" in link["href"]
    assert len(page.all("a", "unit")) == 15
    assert page.all("p", "voice")[0].text.startswith("With all neurons, ")
    many = tuple((0, unit) for unit in range(7))
    assert "Without 7 of 15 hidden neurons, " in sectioned(DIGITS, many)[1].text


@pytest.mark.parametrize("query", QUERIES)
def test_the_chart_has_every_draw_and_the_table_its_means(query: str) -> None:
    shows, page = sectioned(query)
    run = trained(query)
    both = [at_once(removed_in_parts(run.evaluations[arm], run.theta(arm, 40), 40)) for arm in (0, 1)]
    chart = page.one("svg", "of-draws")
    for drawn, found in zip(reversed(chart.all("g", "draws")), both, strict=True):
        assert len(drawn.all("circle")) == sum(len(of.left) for of in found)
    rows = page.one("section", id="removing-random").one("tbody").all("tr")
    assert len(rows) == len(SHARES)
    for row, of in zip(rows, both[0], strict=True):
        text = loss_text(of.loss) if "curve" in query else percent_text(of.accuracy)
        assert row.all("td")[0].text == text
    assert shows.at_random.sentence in chart["aria-label"]


def test_heights_of_the_chart_are_accuracies_and_of_a_curve_powers_of_ten() -> None:
    found = [
        [of._replace(left=tuple(one._replace(accuracy=a, loss=loss) for one in of.left)) for of in some]
        for some, a, loss in ((removed(), 0.25, 0.1), (removed(), 1.0, 10.0))
    ]
    classes = shares_chart(*found)
    assert {y for _, y in classes.arms[0].dots} == {0.75 * HEIGHT}
    assert {y for _, y in classes.arms[1].means} == {0.0}
    assert all(x0 < x1 for (x0, _), (x1, _) in zip(classes.arms[0].dots[1:], classes.arms[1].dots[1:], strict=True))
    curves = [
        [of._replace(left=tuple(one._replace(accuracy=float("nan")) for one in of.left)) for of in some]
        for some in found
    ]
    losses = shares_chart(*curves)
    assert {y for _, y in losses.arms[0].dots} == {HEIGHT}
    assert {y for _, y in losses.arms[1].dots} == {0.0}
    assert [text for _, text in losses.ticks] == ["0.1", "1", "10"]


def removed():
    run = trained(DIGITS)
    return at_once(removed_in_parts(run.evaluations[0], run.theta(0, 40), 40, draws=3))


def test_what_would_take_too_long_is_not_measured_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remove, "MOST_SECONDS", 0.0)
    _, page = sectioned(DIGITS)
    assert "longer than a page waits" in page.one("section", id="removing-random").text
    assert not page.all("svg", "of-draws")
    assert left.waits_at_random(trained(DIGITS)) < 2
    assert np.isfinite(left.waits_for_matters(trained(DIGITS)))
