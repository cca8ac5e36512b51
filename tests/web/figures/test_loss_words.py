"""What the loss chart says of a step."""

import math

import pytest

from app.web.figures.loss_words import exit_texts, finding, longest, sentence
from app.web.words.english.figures import LOSS

ON = (0.0, 0.2)


@pytest.mark.parametrize(
    ("step", "rates", "ever", "masks_on", "clean", "said"),
    [
        (400, ON, True, 0.45, 0.39, "higher"),
        (400, ON, True, 0.3904, 0.3899, "equal"),  # as they are written
        (400, ON, True, 0.35, 0.39, "lower"),
        (0, ON, True, 0.75, 0.71, "start"),
        (400, (0.0, 0.0), True, 0.39, 0.39, "off"),
        (400, (0.0, 0.0), False, 0.39, 0.39, "same"),
        (0, (0.0, 0.0), False, 0.71, 0.71, "same"),
        (400, ON, True, math.inf, 0.39, "not_finite"),
        (400, ON, True, math.nan, math.nan, "not_finite"),
    ],
)
def test_the_sentence_is_true_of_the_numbers_as_they_are_written(
    step: int, rates: tuple[float, ...], ever: bool, masks_on: float, clean: float, said: str
) -> None:
    assert sentence(step, rates, ever, masks_on, clean) == LOSS[said]


def test_it_answers_the_notebooks_question() -> None:
    assert LOSS["higher"] == (
        "With masks on, the training loss is higher because part of the network is off; the same weights, "
        "dropout off, do better."
    )


def test_the_room_is_that_of_the_longest() -> None:
    assert all(len(said) <= len(longest()) for said in LOSS.values())


def test_the_text_alternative_has_every_number_of_the_chart() -> None:
    texts = (("0.39", "0.31"), ("0.72", "1.22"), ("0.33", "0.91"))
    assert finding(400, "0.45", texts, "0.56", 30, "dropout") == (
        "At step 400: with dropout, training loss 0.45 with masks on and 0.39 with dropout off, test loss 0.72, "
        "gap 0.33; without, training loss 0.31, test loss 1.22, gap 0.91. "
        "The twin's best test loss so far is 0.56, at step 30."
    )


@pytest.mark.parametrize(
    ("line", "how", "texts"),
    [
        ("test", "for good", ("goes on to 3.18", "the test loss goes on to 3.18")),
        ("test", "start", ("starts at 3.18", "the test loss starts at 3.18")),
        ("clean", "peak", ("training to 3.18", "the training loss goes up to 3.18")),
    ],
)
def test_a_line_that_leaves_says_how_far_it_goes(line: str, how: str, texts: tuple[str, str]) -> None:
    assert exit_texts(line, 3.18, how) == texts
