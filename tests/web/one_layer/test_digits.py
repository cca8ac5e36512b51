from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.web.one_layer import digits
from app.web.words.numbers import apart


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


@given(st.floats(0, 1, exclude_max=True), st.floats(1e-6, 1 - 1e-6), st.booleans())
def test_a_coin_in_a_cell_fits_and_is_written_on_its_own_side_of_p_or_cut(u, p, bold):
    text = digits.coin_cell(u, p, bold)
    assert digits.width(text) * (digits.BOLD if bold else 1) <= digits.MOST
    if text.endswith("…"):
        least, step = Decimal(text[:-1]), Decimal(1).scaleb(-len(text.split(".")[1][:-1]))
        assert least <= Decimal(u) < least + step
    else:
        assert text == apart(u, p)[0]


def test_the_coins_that_were_written_on_the_wrong_side():
    assert digits.coin_cell(0.19999, 0.2) == "0.199…"
    assert digits.coin_cell(0.12396, 0.124) == "0.12"
    assert digits.coin_cell(0.20000001, 0.2, bold=True) == "0.20…"


def test_a_formula_writes_powers_of_ten():
    assert digits.tex(2.5e-7) == r"2.5 \cdot 10^{-7}"


def test_a_factor_is_never_rounded_to_the_1_that_it_is_not() -> None:
    assert [digits.scale(p) for p in (0, 0.5, 0.3, 1e-6, 0.00005, 1 - 1e-6)] == [
        "1", "2", "1.429", "1.000001", "1.0001", "1e6",
    ]  # fmt: skip


def test_measured_numbers_are_told_apart() -> None:
    assert digits.different((3.25, 1.5)) == ("3.25", "1.5")
    assert digits.different((1.23456, 1.23457, 1.23456)) == ("1.23456", "1.23457", "1.23456")
    assert digits.different((-2.0, -2.0)) == ("−2", "−2")


def test_what_is_measured_keeps_four_digits_however_small_it_is() -> None:
    values = (0.65123, 0.0000312345, -123.456, 0.0)
    assert [digits.measured(value) for value in values] == ["0.6512", "3.123e−5", "−123.5", "0"]


def test_the_numbers_of_an_axis_are_powers_of_ten() -> None:
    texts = {-5: "10⁻⁵", -1: "0.1", 0: "1", 1: "10", 2: "100", 3: "10³", 12: "10¹²"}
    assert {e: digits.power_of_ten(e) for e in texts} == texts
