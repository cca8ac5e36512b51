"""The loss chart of a run, as the server draws it."""

import math
import re

import numpy as np
import pytest

from app.web.figures import loss_axes as axes
from app.web.figures import loss_labels as labels
from app.web.figures.catalogue import Placed
from app.web.figures.loss_chart import chart, context, layout, now
from app.web.figures.loss_parts import Chart, Now
from app.web.figures.outcomes import best_stop
from app.web.moment import Moment
from app.web.site.templates import environment
from app.web.words.english.figures import LOSS
from app.web.words.numbers import loss_text
from tests.web.page_tree import Node, tree
from tests.web.runs import trained

RUN = "steps=300"
# Runs that the chart must hold for: every data set, a run that leaves the axis, one that diverges, tiny ones.
RUNS = (
    RUN,
    *(f"data={name}&steps=300" for name in ("circles", "xor", "blobs", "spiral", "curve")),
    "data=digits&steps=60",
    "lr=10&steps=300",
    "optimizer=momentum&lr=10&decay=1",
    "place=none&steps=300",
    "p=0.8&steps=300",
    "steps=1",
    "steps=2&batch=1",
    "steps=300&change=p@100:0.5;lr@200:0.05",
)


def drawn(query: str = RUN, step: int = 150) -> str:
    shown = context(Moment(trained(query), step))
    return environment().get_template("figures/loss_chart.html").render(figure=Placed("", "loss-chart", shown, 3))


def parts(query: str, step: int) -> tuple[Chart, Now]:
    shown = context(Moment(trained(query), step))
    assert shown.now is not None
    return shown.chart, shown.now


def points(d: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (point.split() for point in d.removeprefix("M").split("L"))]


def words(node: Node) -> str:
    """A label's text, short and long, without its spaces."""
    return node.text.replace(" ", "")


def panel(page: Node, arm: str) -> Node:
    return page.one(data_panel=arm)


def test_each_network_has_a_panel_with_its_lines_to_the_last_step() -> None:
    shown, _ = parts(RUN, 150)
    assert {arm: tuple(lines) for arm, lines in shown.lines.items()} == {
        "dropout": ("train", "masks_on", "clean", "test"),
        "twin": ("clean", "test"),
    }
    for lines in shown.lines.values():
        assert all(points(d)[0][0] == 0 and points(d)[-1][0] == 300 for d in lines.values())
    page = tree(drawn())
    assert panel(page, "dropout").one("p", "panel-name").text == "With dropout"
    assert panel(page, "twin").one("p", "panel-name").text == "Without: its twin"


def test_a_line_is_the_runs_losses_in_data_units() -> None:
    shown, _ = parts(RUN, 150)
    curves = trained(RUN).curves()
    at, found = zip(*points(shown.lines["dropout"]["masks_on"]), strict=True)
    assert at == tuple(curves.steps)
    assert found == pytest.approx(curves.dropout.masks_on, abs=shown.layout.top / 1000)


def test_one_scale_for_both_panels_and_the_network_with_dropout_sets_it() -> None:
    page = tree(drawn())
    boxes = {svg["viewbox"] for svg in page.all("svg", "loss-lines")}
    assert len(boxes) == 1
    run = trained(RUN)
    curves = run.curves()
    worse = type(curves)(
        **{**vars(curves), "twin": type(curves.twin)(**{**vars(curves.twin), "test": curves.twin.test * 9})}
    )
    assert layout(worse, run).top == layout(curves, run).top


@pytest.mark.parametrize("query", ["steps=300", "data=digits&steps=60", "data=curve&steps=300", "p=0.5&steps=300"])
def test_the_lines_of_the_network_with_dropout_do_not_lie_in_the_lowest_part_of_the_axis(query: str) -> None:
    """Past the steep beginning they are over a third of the axis."""
    shown, _ = parts(query, 0)
    curves = trained(query).curves()
    late = curves.steps >= axes.LABELS_FROM * curves.steps[-1]
    highest = max(curves.dropout.test[late].max(), curves.dropout.masks_on[late].max())
    assert highest > 0.33 * shown.layout.top


@pytest.mark.parametrize("query", RUNS)
def test_neither_axis_nor_labels_depend_on_the_cursor(query: str) -> None:
    steps = trained(query).spec.training.steps
    charts = [context(Moment(trained(query), step)).chart for step in {0, steps // 3, steps}]
    assert len({shown.layout.top for shown in charts}) == 1
    assert all(shown.layout.slots == charts[0].layout.slots for shown in charts)


@pytest.mark.parametrize("query", RUNS)
def test_the_words_of_early_stopping_lie_on_no_label_at_any_step(query: str) -> None:
    run = trained(query)
    curves, hidden = run.curves(), 0
    laid = layout(curves, run)
    for step in curves.steps.tolist():
        at = now(curves, run, laid, step)
        assert at is not None
        if not at.stop_place:
            hidden += 1
            continue
        y, text = max(0.0, 1 - at.stop[1] / laid.top), f"stop at {at.stop[0]}: {at.stop_text}"
        box = labels.line_boxes(y, labels.text_width(text))[labels.PLACES.index(at.stop_place)]
        for name in ("twin test", "twin training"):
            assert not labels.touch(box, labels.row_box(laid.slots[name], labels.WIDTHS[name])), (step, name)
    assert hidden <= 0.05 * len(curves.steps), "nearly always there is room"


@pytest.mark.parametrize("query", RUNS)
def test_no_label_of_a_line_lies_on_another(query: str) -> None:
    shown, _ = parts(query, 0)
    for arm, training, rows in (("dropout", "dropout training", 2), ("twin", "twin training", 1)):
        slots = shown.layout.slots
        first = slots[f"{arm} test"].row
        assert first not in range(slots[training].row, slots[training].row + rows)


@pytest.mark.parametrize(
    "query", ["steps=300", "data=digits&steps=60", "data=curve&steps=300", "data=spiral&steps=300"]
)
def test_lines_and_their_labels_keep_apart(query: str) -> None:
    shown, curves, run = parts(query, 0)[0], trained(query).curves(), trained(query)
    for arm, name, rows in (
        ("dropout", "dropout test", 1),
        ("dropout", "dropout training", 2),
        ("twin", "twin test", 1),
    ):
        lines = [getattr(getattr(curves, arm), line) for line in shown.lines[arm] if line != "train"]
        grid = labels.grid(curves.steps / run.spec.training.steps, (1 - line / shown.layout.top for line in lines))
        box = labels.row_box(shown.layout.slots[name], labels.WIDTHS[name], rows)
        assert not grid[labels.cells(box)].any(), (arm, name)


def test_each_label_carries_a_piece_of_its_line_and_the_value_of_the_step() -> None:
    page, (_, at) = tree(drawn()), parts(RUN, 150)
    found = {label["data-slot"]: label for label in page.all("p", "label")}
    assert found["dropout test"].text == f"test {at.texts[1][0]}"
    assert found["twin test"].text == f"test {at.texts[1][1]}"
    assert found["twin training"].text == f"training {at.texts[0][1]}"
    assert words(found["dropout training"]) == f"training,maskson{at.masks_on}training,dropoutoff{at.texts[0][0]}"
    lines = {name: [path.classes[0] for path in label.all("path")] for name, label in found.items()}
    assert lines["dropout training"] == ["cost", "masks_on", "clean"]
    assert lines["dropout test"] == lines["twin test"] == ["test"]


@pytest.mark.parametrize("query", RUNS)
def test_every_number_is_rounded_once_from_the_full_value(query: str) -> None:
    run = trained(query)
    for step in {0, run.spec.training.steps // 2, run.spec.training.steps}:
        curves, scores = run.curves(), run.scores(step)
        at = now(curves, run, layout(curves, run), step)
        assert at is not None
        for i, score in enumerate((scores.dropout, scores.twin)):
            assert at.texts[0][i] == loss_text(score.clean)
            assert at.texts[1][i] == loss_text(score.test)
            assert at.texts[2][i] == loss_text(score.test - score.clean)


def test_a_gap_is_not_rounded_twice() -> None:
    """Of 0.90515 and 0.80012 the difference is 0.10503 and is written so, not as that of four digits each."""
    run = trained(RUN)
    curves = run.curves()
    odd = type(curves.dropout)(
        **{
            **vars(curves.dropout),
            "clean": np.full_like(curves.dropout.clean, 0.80012, np.float64),
            "test": np.full_like(curves.dropout.test, 0.90515, np.float64),
        }
    )
    changed = type(curves)(**{**vars(curves), "dropout": odd})
    at = now(changed, run, layout(changed, run), 150)
    assert at is not None
    assert at.texts[2][0] == "0.11"


def test_the_bracket_reaches_from_the_training_to_the_test_loss() -> None:
    page, (shown, at) = tree(drawn()), parts(RUN, 150)
    for i, arm in enumerate(("dropout", "twin")):
        mark = page.one(data_now=arm)
        assert mark["x"] == axes.across(at.step, 300)
        low, high = (axes.down(losses[i], shown.layout.top) for losses in (at.clean, at.test))
        bar = next(line for line in mark.all("line") if line.has("data-bar"))
        assert (bar["y1"], bar["y2"]) == (low, high)
        assert [end["y"] for end in mark.all("svg") if end.has("data-at")] == [low, high, low, high]
        assert mark.one("text").text == f"gap {at.texts[2][i]}"


@pytest.mark.parametrize(("step", "side"), [(0, "right"), (150, "right"), (152, "left"), (300, "left")])
def test_past_half_the_run_the_brackets_flip(step: int, side: str) -> None:
    assert parts(RUN, step)[1].side == side


@pytest.mark.parametrize("query", RUNS)
@pytest.mark.parametrize("share", [0, 0.2, 0.5, 1])
def test_nothing_that_stands_in_the_plot_leaves_it(query: str, share: float) -> None:
    """What is above the axis is at its top, with an arrow in its place and its number inside."""
    steps = trained(query).spec.training.steps
    page = tree(drawn(query, min(round(share * steps), trained(query).ended_at)))
    for mark in page.all("svg"):
        if mark.has("data-now") and not mark.has("display"):
            heights = [node[name] for node in mark.walk() for name in ("y", "y1", "y2", "cy") if node.has(name)]
            assert all(0 <= float(height.removesuffix("%")) <= 100 for height in heights if "%" in height)


def test_a_gap_that_leaves_the_axis_has_an_arrow_in_place_of_its_end() -> None:
    query = "lr=10&steps=300"
    run, top = trained(query), parts(query, 0)[0].layout.top
    test = run.curves().twin.test
    over = int(run.curves().steps[np.flatnonzero(test > top)[0]])
    for step in (over, 300):
        mark = tree(drawn(query, step)).one(data_now="twin")
        ends = [end.has("data-above") for end in mark.all("svg") if end["data-at"] == "test 1"]
        assert ends == 2 * [run.scores(step).twin.test > top]  # what the stylesheet goes by


@pytest.mark.parametrize("query", RUNS)
def test_every_line_that_leaves_the_axis_has_an_arrow_and_the_farthest_of_a_panel_its_number(query: str) -> None:
    run, (shown, _) = trained(query), parts(query, 0)
    curves, top = run.curves(), shown.layout.top
    page = tree(drawn(query, 0))
    for arm, lines in shown.lines.items():
        values = {name: axes.finite(getattr(getattr(curves, arm), name)) for name in lines}
        leaving = {name for name, line in values.items() if line.max() > top}
        arrows = {mark["data-exit"] for mark in panel(page, arm).all("svg", "exit")}
        assert arrows == leaving
        worded = [leaves for leaves in shown.exits if leaves.arm == arm and leaves.anchor]
        if leaving:
            highest = max(float(values[name].max()) for name in leaving)
            assert [leaves.highest for leaves in worded] == [highest]
            assert worded[0].short.endswith(f" {loss_text(highest)}")


def test_a_line_that_comes_back_only_goes_up_to_its_peak() -> None:
    exits = parts("lr=10&steps=300", 0)[0].exits
    assert all("goes on" not in leaves.long for leaves in exits if leaves.arm == "dropout")


def test_early_stopping_is_one_line_across_both_panels_with_a_ring_at_its_step() -> None:
    run = trained(RUN)
    curves = run.curves()
    for step in (0, 40, 300):
        lowest = curves.twin.test[curves.steps <= step]
        page, (shown, at) = tree(drawn(RUN, step)), parts(RUN, step)
        assert at.stop == (int(curves.steps[lowest.argmin()]), float(lowest.min()))
        levels = [page.one(data_stop=arm) for arm in ("dropout", "twin")]
        assert {level["y"] for level in levels} == {axes.down(at.stop[1], shown.layout.top)}
        assert levels[1].one("circle")["cx"] == axes.across(at.stop[0], 300)
        assert words(levels[1].one("text")) == f"stopattwinstoppedatstep{at.stop[0]}:{at.stop_text}"


def test_the_best_stop_of_losses_that_are_not_finite_is_none() -> None:
    curves = trained(RUN).curves()
    none = type(curves)(
        **{**vars(curves), "twin": type(curves.twin)(**{**vars(curves.twin), "test": curves.twin.test * np.nan})}
    )
    assert math.isnan(best_stop(none, 300)[0])


def test_the_least_possible_test_loss_is_a_line_where_it_fits_the_axis() -> None:
    shown, _ = parts("steps=300", 0)
    assert shown.layout.least is not None
    assert shown.layout.least.loss == pytest.approx(0.48, abs=0.06)
    assert parts("flip=0&steps=300", 0)[0].layout.least is None
    assert tree(drawn("flip=0&steps=300", 0)).all("svg", "least") == []


def test_a_change_is_marked_at_its_step_and_one_of_p_is_not_the_twins() -> None:
    query = "steps=300&change=p@100:0.5;lr@200:0.05"
    page = tree(drawn(query))
    dropout, twin = ([mark["x"] for mark in panel(page, arm).all("svg", "mark")] for arm in ("dropout", "twin"))
    assert dropout == [axes.across(100, 300), axes.across(200, 300)]
    assert twin == [axes.across(200, 300)]
    said = [mark.one("text").text for mark in panel(page, "dropout").all("svg", "mark")]
    assert said == ["p 0.5p 0.5", "rate 0.05learning rate 0.05"]


def test_the_table_has_the_same_numbers_for_both_arms() -> None:
    run = trained(RUN)
    rows = context(Moment(run, 0)).chart.rows
    assert rows[0][0] == "0"
    assert rows[-1][0] == "300"
    last = run.scores(300)
    masks_on = loss_text(float(run.logs[0].masks_on[-1, 0]))
    assert rows[-1][1:5] == (masks_on, *map(loss_text, (last[1].clean, last[1].test, last[1].test - last[1].clean)))
    assert rows[-1][6:9] == tuple(map(loss_text, (last[2].clean, last[2].test, last[2].test - last[2].clean)))
    assert len(rows) <= 17


def test_a_regression_has_no_accuracy_in_its_table() -> None:
    html = drawn("data=curve&steps=60", 30)
    assert "accuracy" not in html
    assert len(re.findall(r"<td>", html)) == 7 * len(re.findall(r'<th scope="row">', html)) + 1


def test_the_finding_is_the_charts_text_alternative() -> None:
    at = parts(RUN, 150)[1]
    assert tree(drawn()).one("div", "loss-panels")["aria-label"] == at.finding
    assert at.finding.startswith("At step 150: with dropout, training loss ")


@pytest.mark.parametrize(
    ("query", "step", "said"),
    [
        (RUN, 150, "higher"),
        (RUN, 0, "start"),
        ("place=none&steps=300", 150, "same"),
        ("steps=300&change=p@100:0", 150, "off"),
        ("data=digits&steps=60", 60, "higher"),
    ],
)
def test_the_sentence_beside_it_is_true_of_the_run_at_that_step(query: str, step: int, said: str) -> None:
    at = parts(query, step)[1]
    assert at.sentence == LOSS[said]
    assert (float(at.masks_on) > float(at.texts[0][0])) == (said in ("higher", "start"))


def test_without_dropout_both_panels_are_the_same() -> None:
    shown, at = parts("place=none&steps=300", 150)
    for name, d in shown.lines["twin"].items():
        assert shown.lines["dropout"][name] == d
    assert shown.lines["dropout"]["masks_on"] == shown.lines["dropout"]["clean"]
    assert all(first == second for first, second in at.texts)


def test_a_run_that_has_no_step_yet_still_has_axes() -> None:
    run = trained(RUN)
    curves = run.curves()
    none = {name: curve_of_none(getattr(curves, name)) for name in ("dropout", "twin")}
    empty = type(curves)(**{**vars(curves), **none, "steps": curves.steps[:0], "head": -1, "best": curves.best[:0]})
    laid = layout(empty, run)
    assert laid.top == 1
    assert chart(empty, run, laid).exits == ()
    assert now(empty, run, laid, 0) is None


def curve_of_none(curve):  # type: ignore[no-untyped-def]
    return type(curve)(**{name: values[:0] for name, values in vars(curve).items()})


@pytest.mark.parametrize("query", RUNS)
def test_nothing_needs_a_style_attribute_and_no_number_is_missing(query: str) -> None:
    html = drawn(query, trained(query).ended_at)
    assert "style=" not in html
    assert not re.search(r'"[^"]*\bnan\b|NaN|None', html)
