"""/why/ensemble: what is drawn are the masks of the passes, what is said are the numbers of the means."""

import pytest

from app.runs.log.ensemble import ensemble
from app.runs.log.subnetworks import sampled
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import seen
from app.web.site.templates import environment
from app.web.why import ensemble as page
from app.web.why.counted import power_text, share_text
from app.web.why.line_chart import line_chart
from app.web.why.thumbnails import layout
from tests.web.page_tree import tree
from tests.web.runs import trained

DIGITS = "data=digits&hidden=16,16&steps=60"
QUERIES = ["steps=60", DIGITS, "data=curve&steps=60"]


def sectioned(query: str, step: int = 60, passes: int = 10):
    run, view = trained(query), View(step=step, passes=passes)
    section = page.section(seen(run, view), Links(run.spec, view))
    html = environment().get_template(section.template).render(section=section, root="./")
    return section.shows, tree(html)


@pytest.mark.parametrize("query", QUERIES)
def test_eight_subnetworks_stand_with_who_is_off_and_what_each_says(query: str) -> None:
    shows, html = sectioned(query)
    run = trained(query)
    figures = html.one("ol", "thumbnails").all("figure")
    assert len(figures) == 8
    for figure, masks in zip(figures, sampled(run.spec, 60, 8), strict=True):
        off = sum(int((~kept).sum()) for kept in masks.values())
        assert figure.one("path", "gone")["d"].count("M") == off
        assert figure.one("path", "on")["d"].count("M") == sum(len(kept) for kept in masks.values()) - off
        assert f"{off} of " in figure["aria-label"]
        drawn = {"binary": figure.all("img"), "regression": figure.all("path", "learned"), "classes": [1]}
        assert drawn[run.data.task]
    assert len(shows.sheet.truths) == (6 if query == DIGITS else 0)


@pytest.mark.parametrize("query", QUERIES)
def test_the_table_has_the_means_numbers_and_charts_end_at_them(query: str) -> None:
    shows, html = sectioned(query, passes=20)
    run = trained(query)
    found = ensemble(run.evaluations[0], run.theta(0, 60), 20, 60)
    rows = html.one("div", "scroll").one("tbody").all("tr")
    assert [row.one("th").text for row in rows] == ["1", "2", "5", "10", "20", "full network"]
    column = 0 if run.data.task == "regression" else 2
    texts = [row.all("td")[column].text for row in rows]
    assert float(texts[-1]) == pytest.approx(found.full.loss, abs=6e-3)
    assert float(texts[-2]) == pytest.approx(found.arithmetic[19].loss, abs=6e-3)
    assert len(shows.means.charts) == (2 if run.data.task == "regression" else 4)
    assert all(line.path.count("L") == 19 for chart in shows.means.charts for line in chart.lines)


def test_how_many_are_averaged_is_a_link() -> None:
    _, html = sectioned("steps=60", passes=20)
    links = html.one("span", "switch").all("a")
    assert [link.text for link in links] == ["10", "20", "50", "100", "200"]
    assert "passes=100" in links[3]["href"]
    assert [link.text for link in links if link.has("aria-current")] == ["20"]


def test_a_network_without_neurons_to_drop_says_so() -> None:
    for query in ("hidden=5&place=none&steps=20", "hidden=5&method=gaussian&steps=20"):
        assert "no subnetworks to average" in sectioned(query, 20)[1].text


def test_at_the_first_step_none_has_been_trained() -> None:
    assert "No step has trained the network yet" in sectioned("steps=60", 0)[1].text


def test_numbers_too_large_to_write_are_powers() -> None:
    assert [power_text(bits) for bits in (0, 3.5, 14)] == ["1", "11", "16,384"]
    assert power_text(36) == "$2^{36} \\approx 6.9 \\cdot 10^{10}$"
    assert [share_text(bits) for bits in (-0.5, -10)] == ["70.7 %", "0.1 %"]
    assert share_text(-21) == "one in $10^{6}$"


def test_wide_layers_stand_in_columns_of_at_most_twelve() -> None:
    places, width, height = layout({1: 5, 2: 64})
    assert len(set(places[2])) == 64
    assert len({x for x, _ in places[1]}) == 1
    assert max(x for of in places.values() for x, _ in of) < width
    assert max(y for of in places.values() for _, y in of) < height == 96


def test_an_axis_holds_all_it_shows_and_what_is_not_finite_stands_at_its_top() -> None:
    chart = line_chart("", "", {"mean": [3.0, float("inf"), 1.0]}, str, dots=[0.4], level=2.0)
    assert [text for _, text in chart.ticks] == ["0.0", "1.0", "2.0", "3.0"]
    assert chart.lines[0].path == "M52 0L228.7 0L332 100"
    assert (chart.level, chart.dots) == (50.0, ((52.0, 130.0),))
    powers = line_chart("", "", {"mean": [0.5, 0.02]}, str, powers=True)
    assert [text for _, text in powers.ticks] == ["0.01", "0.1", "1.0"]
