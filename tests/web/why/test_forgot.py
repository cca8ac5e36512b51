"""/why/eval: ten answers in training mode beside evaluation's, whose number is the run's."""

import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import seen
from app.web.site.templates import environment
from app.web.why import forgot as page
from tests.web.page_tree import tree
from tests.web.runs import trained

DIGITS = "data=digits&hidden=16,16&steps=60"


def sectioned(query: str, step: int = 60):
    run, view = trained(query), View(step=step)
    section = page.section(seen(run, view), Links(run.spec, view))
    html = environment().get_template(section.template).render(section=section, root="./")
    return section.shows, tree(html)


@pytest.mark.parametrize(("query", "pictures"), [("steps=60", 11), (DIGITS, 0), ("data=curve&steps=60", 11)])
def test_ten_answers_stand_beside_the_one_of_evaluation(query: str, pictures: int) -> None:
    shows, html = sectioned(query)
    score = trained(query).scores(60).dropout
    rows = html.one("tbody").all("tr")
    assert [row.one("th").text for row in rows] == ["Evaluation", *(f"Time {number}" for number in range(1, 11))]
    own = rows[0].all("td")[0].text
    assert own == (f"{100 * score.accuracy:.1f} %" if query != "data=curve&steps=60" else f"{score.test:.2f}")
    assert own in shows.sentence
    assert len({answer.texts for answer in shows.answers}) > 3
    assert len(html.one("svg", "answers-line").all("circle")) == 10
    assert len([*html.all("figure")]) == pictures
    assert ("wrong" in html.one("table").text) is (query == DIGITS)


def test_where_nothing_is_dropped_there_is_nothing_to_forget() -> None:
    shows, html = sectioned("hidden=5&place=none&steps=60")
    assert "training mode and evaluation are the same" in html.text
    assert {answer.texts for answer in shows.answers} == {shows.answers[0].texts}


def test_evaluation_lies_within_the_line() -> None:
    shows, _ = sectioned("steps=60")
    assert min(shows.line.level, *(dot.x for dot in shows.line.dots)) >= page.LEFT
    assert max(shows.line.level, *(dot.x for dot in shows.line.dots)) <= page.LEFT + page.WIDTH
