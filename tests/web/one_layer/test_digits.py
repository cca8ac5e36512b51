import pytest
from hypothesis import given, settings
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
        (1e-6, "1e−6"),
        (2.5e-7, "2.5e−7"),
        (-123_000, "−1.2e5"),
        (0.0, "0"),
        (-0.0, "0"),
    ],
)
def test_a_cell_is_short_with_a_true_minus(value, text):
    assert digits.cell(value) == text


def test_a_sentence_has_four_digits():
    assert digits.shown(1 / 0.7) == "1.429"


NUMBERS = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) >= 1e-6)


@given(NUMBERS)
def test_an_input_holds_the_number_or_its_first_digits_and_an_ellipsis(value):
    text = digits.typed(value)
    assert "−" not in text
    if text.endswith("…"):
        first = float(text[:-1])
        assert abs(first) <= abs(value)
        assert first == pytest.approx(value, rel=0.5)
    else:
        assert float(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.12345, "0.123…"), (-0.5625, "-0.5625"), (0.12789, "0.127…"), (1e6, "1e6"), (-0.0071239, "-7e-3…")],
)
def test_an_input_says_where_there_are_more_digits_than_it_shows(value, text):
    assert digits.typed(value) == text


@settings(max_examples=1000, deadline=None)
@given(NUMBERS | st.floats(-0.1, 0.1).filter(lambda value: value == 0 or abs(value) >= 1e-6))
def test_every_number_fits_its_cell_at_the_size_of_its_type(value):
    for text in (digits.typed(value), digits.cell(value)):
        most = {name: most for most, name in digits.SIZES} | {"longest": digits.MOST}
        assert digits.width(text) <= most[digits.size(text)]


def test_nothing_is_ever_minus_0():
    for write in (digits.cell, digits.typed, digits.shown, digits.exact, digits.tex):
        assert write(-0.0) == "0"


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_a_coin_is_written_on_its_own_side_of_p(u, p):
    assert (float(digits.coin(u, p)) >= p) == (u >= p)


def test_a_formula_writes_powers_of_ten():
    assert digits.tex(2.5e-7) == r"2.5 \cdot 10^{-7}"


@pytest.mark.parametrize(
    ("p", "text"), [(0.5, "0.5"), (0.9999, "0.9999"), (0.999999, "0.999999"), (1e-9, "1e-9"), (0.0, "0")]
)
def test_a_probability_is_never_rounded_to_certainty(p: float, text: str) -> None:
    assert digits.rate(p) == text


def test_what_is_measured_keeps_four_digits_however_small_it_is() -> None:
    values = (0.65123, 0.0000312345, -123.456, 0.0)
    assert [digits.measured(value) for value in values] == ["0.6512", "3.123e−5", "−123.5", "0"]


def test_the_numbers_of_an_axis_are_powers_of_ten() -> None:
    texts = {-5: "10⁻⁵", -1: "0.1", 0: "1", 1: "10", 2: "100", 3: "10³", 12: "10¹²"}
    assert {e: digits.power_of_ten(e) for e in texts} == texts
