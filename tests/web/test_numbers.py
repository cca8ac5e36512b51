"""How losses and shares are written."""

import pytest

from app.web.numbers import loss_text, percent_text, written_difference


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
