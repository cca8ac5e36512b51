"""What a paired comparison says."""

import math

import pytest

from app.runs.experiments.measures import MEASURES
from app.runs.experiments.pairs import NEVER, Pair, summary
from app.web.words.results import compared, difference_text, mean_text, reading_text

TEST, ACCURACY, SPEED = MEASURES["test"], MEASURES["accuracy"], MEASURES["steps-0.2"]


def pairs(*differences: float, twin: float = 1.0) -> list[Pair]:
    return [Pair(seed, twin + difference, twin) for seed, difference in enumerate(differences, 1)]


def test_numbers_have_their_unit() -> None:
    assert reading_text(TEST, 0.0312) == "0.031"
    assert reading_text(ACCURACY, 0.8312) == "83.1 %"
    assert reading_text(SPEED, 1200.0) == "1,200"
    assert (reading_text(SPEED, NEVER), reading_text(TEST, math.nan)) == ("never", "diverged")


def test_differences_have_a_sign() -> None:
    assert [difference_text(TEST, d) for d in (-0.0312, 0.5, 0.0)] == ["−0.031", "+0.50", "0.00"]
    assert difference_text(ACCURACY, 0.0312) == "+3.1 points"
    assert difference_text(SPEED, -1200.0) == "−1,200 steps"


def test_a_mean_has_its_count_its_interval_and_the_name_of_that() -> None:
    found = summary(pairs(*[-0.03] * 5, -0.04, -0.05, -0.035, -0.032, 0.01))
    said = compared(TEST, found)
    assert said.startswith("lower in 9 of 10 seeds, by 0.030 on average (0.0")
    assert said.endswith(", 95 % bootstrap interval)")
    low, high = (float(text) for text in said.partition("(")[2].partition(",")[0].split(" to "))
    assert low < 0.03 < high
    assert f"(−{high:.3f} to −{low:.3f})" in mean_text(TEST, found)


def test_an_interval_over_zero_says_so() -> None:
    said = compared(TEST, summary(pairs(-0.3, 0.1, -0.2, 0.25, -0.3, 0.2)))
    assert "by 0.042 on average (−0." in said


def test_points_are_points() -> None:
    assert compared(ACCURACY, summary(pairs(*[0.05] * 6, twin=0.5))) == (
        "higher in 6 of 6 seeds, by 5.0 points on average (5.0 to 5.0, 95 % bootstrap interval)"
    )


@pytest.mark.parametrize("count", [1, 5])
def test_under_six_pairs_it_is_too_few_to_tell(count: int) -> None:
    said = compared(TEST, summary(pairs(*[-0.5] * count)))
    assert said.startswith(f"too few to tell, {count} of at least 6 pairs")
    assert "average" not in said


def test_ties_never_and_diverged_are_said() -> None:
    assert compared(TEST, summary(pairs(0, 0, 0))) == "the same in 3 of 3 seeds"
    told = compared(SPEED, summary([*pairs(*[50.0] * 6, twin=100.0), Pair(7, NEVER, 100.0), Pair(8, math.nan, 100.0)]))
    assert told == (
        "later in 7 of 8 seeds, by 50 steps on average (50 to 50, 95 % bootstrap interval); in 1 seed an arm never "
        "gets there, so the mean is over 6 seeds; in 1 seed an arm diverged"
    )
    assert compared(SPEED, summary([Pair(1, NEVER, NEVER)])) == "nothing to compare in 1 seed"
    assert compared(TEST, summary([])) == "no pair yet"
