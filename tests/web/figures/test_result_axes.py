"""The axes of a chart of results."""

import math
from itertools import pairwise

import pytest

from app.runs.experiments.catalogue import ROWS
from app.runs.experiments.measures import MEASURES, Measure
from app.web.figures import result_axes as axes

TEST, SPEED = MEASURES["test"], MEASURES["steps-0.2"]


def values(text: str) -> list[str]:
    return text.split(";")


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("0;0.1;0.2;0.5", "linear"),
        ("0.1;0.2;0.3;0.4;0.5;0.6;0.7;0.8;0.9", "linear"),
        ("4;8;16;32;64;128", "log"),
        ("50;100;200;500;1000", "log"),
        ("0;0.0001;0.001;0.01", "even"),  # 0 and powers of ten lie on no scale together
        ("1;1,2;1,2,3", "even"),
        ("sgd;adam", "even"),
        ("nan;1", "even"),
        ("0.5", "even"),
    ],
)
def test_numbers_stand_on_the_scale_on_which_they_are_apart(text: str, scale: str) -> None:
    assert axes.across(values(text), True).scale == scale


def test_what_is_no_scale_stands_side_by_side() -> None:
    found = axes.across(["3", "1", "2"], False)
    assert found.scale == "even"
    assert found.places == (pytest.approx(50 / 3, abs=0.01), 50, pytest.approx(250 / 3, abs=0.01))


def test_the_rooms_of_values_do_not_touch_and_lie_in_the_box() -> None:
    for text in ("0;0.1;0.2;0.5;0.9", "4;8;16;32", "a;b;c", ";".join(f"{i / 100}" for i in range(100))):
        found = axes.across(values(text), True)
        assert all(b - a >= found.width - 0.01 for a, b in pairwise(sorted(found.places)))
        assert min(found.places) >= found.width / 2 - 0.01
        assert max(found.places) <= 100 - found.width / 2 + 0.01


def test_a_true_scale_is_true() -> None:
    at = dict(zip(["0", "0.1", "0.2", "0.6"], axes.across(["0", "0.1", "0.2", "0.6"], True).places, strict=True))
    assert (at["0.6"] - at["0.2"]) / (at["0.1"] - at["0"]) == pytest.approx(4, abs=0.01)


def test_what_lies_outside_stands_on_a_rail_and_so_does_what_is_no_number() -> None:
    up = axes.axis(TEST)
    assert [up.spot(value).mark for value in (1.0, 5.0, 0.05, 0.0, -1.0, math.nan)] == [
        "dot", "above", "below", "below", "below", "diverged",
    ]  # fmt: skip
    assert up.spot(math.inf).mark == "above"
    assert axes.axis(SPEED).spot(math.inf).mark == "never"


def test_rails_lie_apart_from_each_other_and_from_the_axis() -> None:
    up = axes.axis(SPEED)
    rails = [up.spot(value).y for value in (math.nan, math.inf, 1e9, SPEED.high, SPEED.low, 1.0)]
    assert rails == sorted(rails)
    assert all(b - a >= axes.RAIL / 2 for a, b in pairwise(rails))


def test_differences_have_zero_in_the_middle_and_room_for_small_ones() -> None:
    up = axes.difference_axis(TEST)
    zero, far = up.y(0), up.y(up.high)
    assert zero == pytest.approx((up.top + up.bottom) / 2, abs=0.01)
    assert (zero - up.y(up.high / 100)) / (zero - far) == pytest.approx(0.1, abs=0.01)
    assert up.y(-0.5) - zero == pytest.approx(zero - up.y(0.5), abs=0.02)
    assert (up.spot(math.inf).mark, up.spot(-math.inf).mark) == ("above", "below")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_ticks_are_round_lie_on_the_axis_and_have_room(measure: Measure) -> None:
    for up in (axes.axis(measure), axes.difference_axis(measure)):
        ticks = axes.ticks(up)
        assert len(ticks) >= 2
        assert ticks == sorted(ticks)
        assert all(up.low <= tick <= up.high and float(f"{tick:.2g}") == tick for tick in ticks)
        assert all(up.y(a) - up.y(b) > 9 for a, b in pairwise(ticks))


def test_the_first_and_the_last_value_are_labelled_and_no_labels_touch() -> None:
    names = [f"{i / 100:.2f}" for i in range(100)]
    places = axes.across(names, True).places
    shown = axes.labelled(names, places)
    assert shown[0]
    assert shown[-1]
    assert max(shown) == 1
    assert 5 < sum(shown) < 30
    spots = [place for place, label in zip(places, shown, strict=True) if label]
    assert min(b - a for a, b in pairwise(spots)) >= 2 * 1.1 * 4
    assert axes.labelled(["0", "0.5"], [25.0, 75.0]) == [1, 1]


def test_values_that_have_no_room_on_one_line_stand_on_as_many_as_give_all_room() -> None:
    assert axes.labelled(["0", "0.05", "0.1"], [10.0, 16.0, 22.0]) == [1, 2, 1]
    assert axes.labelled(["0.1", "0.2", "0.3", "0.4", "0.5"], [10.0, 11.0, 12.0, 13.0, 22.0]) == [1, 0, 0, 0, 1]
    places = axes.across(ROWS["place"].values, False).places
    assert set(axes.labelled(ROWS["place"].values, places)) == {1, 2, 3}
    assert axes.labelled(["none", "before dropout", "after dropout"], axes.across(["0", "1", "2"], False).places) == [
        1,
        1,
        1,
    ]
