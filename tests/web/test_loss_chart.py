"""The loss chart of a run, as the server draws it."""

import re

import pytest

from app.web import loss_axes as axes
from app.web.loss_chart import chart, context
from app.web.numbers import as_sent, loss_text
from app.web.query import View
from app.web.templates import environment
from tests.web.runs import trained

RUN = "steps=300"


def drawn(query: str = RUN, step: int = 150) -> str:
    shown = context(trained(query), View(step=step))
    return environment().get_template("explore/loss_chart.html").render(loss_chart=shown)


def test_every_line_of_both_arms_goes_to_the_last_step() -> None:
    shown = context(trained(RUN), View(step=150))
    assert {(line.arm, line.name) for line in shown.lines} == {
        (arm, name) for arm in ("dropout", "twin") for name in ("band", "train", "clean", "test")
    }
    assert all(f"L{axes.RIGHT} " in line.d for line in shown.lines)


def test_dropout_is_painted_over_the_twin() -> None:
    arms = [line.arm for line in context(trained(RUN), View(step=150)).lines if line.name == "test"]
    assert arms == ["twin", "dropout"]


def test_the_axis_does_not_depend_on_the_cursor() -> None:
    tops = {context(trained(RUN), View(step=step)).top for step in (0, 100, 300)}
    assert len(tops) == 1


def test_the_best_line_is_the_twins_lowest_test_loss_up_to_the_cursor() -> None:
    run = trained(RUN)
    curves = run.curves()
    for step in (0, 40, 300):
        lowest = curves.twin.test[curves.steps <= step].min()
        best = context(run, View(step=step)).best
        assert best is not None
        assert best.text == loss_text(as_sent(lowest))


def test_a_gap_reaches_from_clean_training_to_test_loss() -> None:
    run = trained(RUN)
    shown = context(run, View(step=150))
    scores = run.scores(150)
    by_arm = {gap.arm: gap for gap in shown.gaps}
    for arm in ("dropout", "twin"):
        score = getattr(scores, arm)
        assert by_arm[arm].text == f"gap {loss_text(as_sent(score.test) - as_sent(score.clean))}"
        assert by_arm[arm].y1 == axes.y_of(as_sent(score.clean), shown.top)
        assert by_arm[arm].y2 == axes.y_of(as_sent(score.test), shown.top)
    assert by_arm["dropout"].x < shown.cursor < by_arm["twin"].x


@pytest.mark.parametrize(("step", "anchor"), [(0, "start"), (300, "end")])
def test_at_an_end_of_the_axis_both_gaps_are_labelled_inside_and_apart(step: int, anchor: str) -> None:
    first, second = context(trained(RUN), View(step=step)).gaps
    assert first.anchor == second.anchor == anchor
    assert abs(first.label_y - second.label_y) >= 11.9


def test_a_change_is_marked_at_its_step() -> None:
    shown = context(trained("steps=300&change=p@100:0.5"), View(step=150))
    assert [(mark.at, mark.text) for mark in shown.marks] == [(axes.x_of(100, 300), "p 0.5")]


def test_the_table_has_the_same_numbers_for_both_arms() -> None:
    run = trained(RUN)
    rows = context(run, View(step=0)).rows
    assert rows[0].step == 0
    assert rows[-1].step == 300
    last = run.scores(300)
    assert rows[-1].cells[2] == loss_text(last.dropout.test)
    assert rows[-1].cells[7] == loss_text(last.twin.test)
    assert len(rows) <= 17


def test_a_regression_has_no_accuracy_in_its_table() -> None:
    html = drawn("data=curve&steps=60", 30)
    assert "accuracy" not in html
    assert len(re.findall(r"<td>", html)) == 8 * len(re.findall(r'<th scope="row">', html)) + 1


def test_the_finding_is_the_charts_text_alternative() -> None:
    shown = context(trained(RUN), View(step=150))
    scores = trained(RUN).scores(150)
    assert f'aria-label="{shown.finding.replace(chr(39), "&#39;")}"' in drawn()
    assert f"test loss {loss_text(scores.dropout.test)}" in shown.finding


def test_a_run_that_has_no_step_yet_still_has_axes() -> None:
    curves = trained(RUN).curves()
    empty = type(curves)(
        curves.steps[:0], curves.rhythm, -1, False, cut(curves.dropout), cut(curves.twin), curves.best[:0]
    )
    shown = chart(empty, 300, 0)
    assert shown.x_ticks[-1].text == "300"
    assert shown.gaps == ()
    assert shown.best is None


def cut(curve):  # type: ignore[no-untyped-def]
    return type(curve)(*(getattr(curve, name)[:0] for name in curve.__dataclass_fields__))


def test_nothing_needs_a_style_attribute() -> None:
    assert "style=" not in drawn()
