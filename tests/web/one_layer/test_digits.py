import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.one_layer import digits


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.65, "0.65"),
        (1.3, "1.3"),
        (1 / 7, "0.143"),
        (-2.123456, "−2.12"),
        (1e6, "1e6"),
        (2.5e-7, "2.5e−7"),
        (0.0, "0"),
    ],
)
def test_a_cell_is_short_with_a_true_minus(value, text):
    assert digits.cell(value) == text


def test_a_sentence_has_four_digits():
    assert digits.shown(1 / 0.7) == "1.429"


@given(st.floats(-1e6, 1e6))
def test_an_input_holds_what_can_be_read_back(value):
    text = digits.typed(value)
    assert float(text) == pytest.approx(value, rel=0.01, abs=1e-300)
    assert "−" not in text


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_a_coin_is_written_on_its_own_side_of_p(u, p):
    assert (float(digits.coin(u, p)) >= p) == (u >= p)


def test_a_formula_writes_powers_of_ten():
    assert digits.tex(2.5e-7) == r"2.5 \cdot 10^{-7}"
