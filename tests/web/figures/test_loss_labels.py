"""Where the labels of the loss chart stand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.web.figures import loss_labels as labels
from app.web.figures.loss_labels import Box, Slot

X = np.linspace(0, 1, 151)


def test_a_grid_has_a_line_where_it_goes() -> None:
    drawn = labels.grid(X, [np.full(151, 0.5)])
    assert drawn[labels.DOWN // 2].all() or drawn[labels.DOWN // 2 - 1].all()
    assert drawn.any(axis=1).sum() <= 2


def test_a_steep_line_leaves_no_hole() -> None:
    drawn = labels.grid(np.array([0.0, 1.0]), [np.array([0.0, 1.0])])
    assert drawn.any(axis=0).all()
    assert drawn.any(axis=1).all()


def test_a_line_ends_where_the_run_does() -> None:
    half = labels.grid(X[:76], [np.full(76, 0.5)])
    assert half[:, : labels.ACROSS // 2 - 1].any()
    assert not half[:, labels.ACROSS // 2 + 1 :].any()


def test_a_line_above_the_plot_is_not_drawn() -> None:
    assert not labels.grid(X, [np.full(151, -0.4)]).any()


@pytest.mark.parametrize(("height", "found"), [(0.05, Slot(1, "right")), (0.5, Slot(0, "right"))])
def test_a_label_takes_the_first_free_row_from_the_top(height: float, found: Slot) -> None:
    assert labels.slot(labels.grid(X, [np.full(151, height)]), 0.6) == found


def test_a_label_takes_the_first_free_rows_from_the_bottom() -> None:
    assert labels.slot(labels.grid(X, [np.full(151, 0.95)]), 0.9, 2, upwards=True) == Slot(7, "left")


def test_a_steep_beginning_moves_a_label_to_the_right() -> None:
    drawn = labels.grid(X, [np.where(X < 0.1, 0.05, 0.97)])
    assert labels.slot(drawn, 0.6).side == "right"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0.3, 0.7), min_size=151, max_size=151))
def test_where_lines_leave_a_third_no_label_lies_on_one(y: list[float]) -> None:
    drawn = labels.grid(X, [np.array(y)])
    for width, rows, upwards in ((0.6, 1, False), (0.92, 2, True)):
        slot = labels.slot(drawn, width, rows, upwards)
        assert not drawn[labels.cells(labels.row_box(slot, width, rows))].any()


def test_two_labels_do_not_share_a_place() -> None:
    drawn = labels.grid(X, [])
    first = labels.slot(drawn, 0.9)
    labels.fill(drawn, labels.row_box(first, 0.9))
    assert labels.slot(drawn, 0.9).row != first.row


def test_the_gaps_label_stands_at_the_middle_of_its_bracket_where_there_is_room() -> None:
    boxes = labels.gap_boxes(0.2, "right", 0.2, 0.8)
    assert boxes[0].left > 0.2
    assert (boxes[0].top + boxes[0].bottom) / 2 == pytest.approx(0.5, abs=0.02)
    assert labels.gap_boxes(0.9, "left", 0.2, 0.8)[0].right < 0.9


def test_it_gives_way_to_a_line() -> None:
    boxes = labels.gap_boxes(0.2, "right", 0.2, 0.8)
    drawn = labels.grid(X, [np.full(151, 0.5)])
    box = boxes[labels.emptiest(drawn, boxes)]
    assert not drawn[labels.cells(box)].any()


def test_no_label_leaves_the_plot_while_a_place_in_it_is_free() -> None:
    drawn = labels.grid(X, [])
    boxes = labels.line_boxes(0.02, 0.6)  # there is no room over a line at the top
    assert labels.PLACES[labels.emptiest(drawn, boxes)].startswith("under")


def test_the_emptiest_place_is_taken_where_none_is_free() -> None:
    drawn = np.ones((labels.DOWN, labels.ACROSS), bool)
    drawn[20:22] = False
    boxes = [Box(0, 0.5, 0.1, 0.2), Box(0, 0.5, 0.5, 0.6)]
    assert labels.emptiest(drawn, boxes) == 1
