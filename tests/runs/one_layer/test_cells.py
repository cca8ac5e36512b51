import numpy as np
import pytest

from app.runs.one_layer.cells import edited, edits_text, given, read_cell, read_edits
from app.web.words.faults import said


def test_the_notebooks_matrices_to_the_bit():
    assert np.array_equal(given("x", 4, 5), np.arange(20).reshape(4, 5) / 20)
    assert np.array_equal(given("dy", 4, 5), np.arange(20).reshape(4, 5) / 50)


def test_edits_round_trip_sorted_and_without_those_that_change_nothing():
    edits, errors = read_edits("x", "34:0.7,12:-2,11:0", 4, 5)
    assert errors == {}
    assert edits_text(edits) == "12:-2,34:0.7"
    assert edited("x", 4, 5, edits)[2, 3] == 0.7


@pytest.mark.parametrize("text", ["", "3", "345", "04", "ab", "٣٤"])
def test_a_cell_is_two_digits(text):
    with pytest.raises(ValueError, match="cell: field=cell"):
        read_cell(text, 4, 5)


def test_a_cell_outside_is_refused():
    with pytest.raises(ValueError, match=r"no cell: .*most=4 × 5"):
        read_cell("55", 4, 5)


@pytest.mark.parametrize(
    "typed", ["abc", "", "nan", "inf", "1e999", "-1e7", "1000001", "1e-7", "-5e-324", "1 2", "0x10"]
)
def test_a_wrong_value_is_named_by_its_cell_and_the_others_hold(typed):
    edits, errors = read_edits("x", f"12:5,34:{typed}", 4, 5)
    assert edits == (((1, 2), 5.0),)
    assert list(errors) == ["x34"]
    assert said(errors["x34"]).startswith("x34 must")


def test_a_cell_given_twice_is_an_error():
    _, errors = read_edits("dy", "12:5,12:6", 4, 5)
    assert "each cell once" in said(errors["dy"])
