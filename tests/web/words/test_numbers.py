"""How losses and shares are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.words.numbers import apart, loss_text, percent_text, rate_text, written_difference


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.589, "0.59"), (0.0444, "0.044"), (0.0996, "0.10"), (1.0, "1.00"), (-0.25, "−0.25"), (0.0, "0.00"),
        (-0.0001, "0.00"), (12345.0, "1.2e+4"), (float("nan"), "not finite"), (float("inf"), "not finite"),
    ],
)  # fmt: skip
def test_a_loss_has_few_digits(value: float, text: str) -> None:
    assert loss_text(value) == text


def test_a_difference_has_the_decimals_of_its_losses() -> None:
    assert written_difference(0.524, 0.576) == "0.06"
    assert written_difference(0.044, 0.07) == "0.026"
    assert written_difference(0.502, 0.498) == "0.00"


def test_a_share_is_in_percent() -> None:
    assert percent_text(0.8104) == "81.0 %"


@pytest.mark.parametrize(
    ("u", "p", "texts"),
    [
        (0.8781, 0.5, ("0.88", "0.5")),
        (0.19998, 0.2, ("0.19998", "0.2")),
        (0.33296, 0.333, ("0.33", "0.333")),
        (0.12396, 0.124, ("0.12", "0.124")),
        (0.123891, 0.1238849, ("0.124", "0.12388")),
        (0.2, 0.2, ("0.2", "0.2")),
        (0.9999999, 0.5, ("0.9999999", "0.5")),
        (0.5, 0.00012345678, ("0.50", "0.0001235")),
    ],
)
def test_a_coin_and_p_are_told_apart(u: float, p: float, texts: tuple[str, str]) -> None:
    assert apart(u, p) == texts


def test_with_four_decimals_too() -> None:
    assert apart(0.19999, 0.2, 4) == ("0.19999", "0.2")
    assert apart(0.33296, 0.333, 4) == ("0.33296", "0.333")
    assert apart(0.12396, 0.124, 4) == ("0.12396", "0.124")
    assert apart(0.8781, 0.124, 4) == ("0.8781", "0.124")


probabilities = st.floats(0, 1, exclude_max=True)


@given(probabilities, probabilities | st.floats(-1e-9, 1e-9), st.booleans(), st.integers(0, 4))
def test_what_is_written_compares_as_the_numbers_do(p: float, other: float, near: bool, places: int) -> None:
    u = min(max(p + other, 0), 1 - 2**-53) if near else abs(other)
    coin, limit = map(float, apart(u, p, places))
    assert (coin < limit, coin == limit) == (u < p, u == p)
    assert 0 <= coin < 1
    assert limit != 0 or p == 0
    assert limit != 1


def test_a_probability_is_a_plain_decimal() -> None:
    assert [rate_text(p) for p in (0.5, 0.0, 0.9999, 0.99996, 1e-6, 0.123456)] == [
        "0.5", "0", "0.9999", "0.99996", "0.000001", "0.1235",
    ]  # fmt: skip
