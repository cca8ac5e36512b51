"""What the form sends, as a link holds it."""

import pytest

from app.runs.spec.run_spec import RunSpec
from app.web.address.form_link import joined

FORM = [
    ("form", "1"),
    ("data", "moons"),
    ("hidden", "12,12,12"),
    ("hidden.was", "12,12,12"),
    ("place", "none"),
]


def query(*pairs: tuple[str, str], hidden: str = "12,12,12") -> str:
    first = [(name, hidden if name == "hidden" else text) for name, text in FORM]
    return RunSpec.parse(joined([*first, *pairs])).query()


def ticked(*places: int) -> list[tuple[str, str]]:
    return [("place", str(place)) for place in places]


def test_a_link_that_is_no_form_stays_as_it_is() -> None:
    pairs = [("p", "0.3"), ("p", "0.4"), ("unknown", "1")]
    assert joined(pairs) == pairs


def test_places_are_joined_and_none_gives_way() -> None:
    assert query(*ticked(0, 2)) == "place=0,2"
    assert query(*ticked(1, 2, 3)) == ""
    assert query() == "place=none"


def test_each_place_keeps_its_own_p_when_another_is_ticked() -> None:
    sliders = [("p", "0.1"), ("p", "0.3"), ("p.of", "1,3"), ("apart", "1")]
    assert query(*ticked(1, 2, 3), *sliders) == "p=0.1,0.1,0.3"
    assert query(*ticked(3), *sliders) == "p=0.3&place=3"


def test_all_hidden_layers_stay_all_of_them_when_there_are_fewer_or_more() -> None:
    assert query(*ticked(1, 2, 3), hidden="8,8") == "hidden=8,8"
    assert query(*ticked(0, 1, 2, 3), hidden="8") == "hidden=8&place=0,1"
    assert query(*ticked(1, 3), hidden="8,8") == "hidden=8,8&place=1"


@pytest.mark.parametrize("typed", ["abc", "0", "", "12,,12", "9999,9999", "1,1,1,1,1,1,1,1"])
def test_widths_that_are_wrong_leave_the_places_as_they_were(typed: str) -> None:
    form = [(name, typed if name == "hidden" else text) for name, text in FORM]
    assert ("place", "1,2,3") in joined([*form, *ticked(1, 2, 3)])


APART = [("seed.data", "1"), ("seed.weights", "1"), ("seed.batches", "1"), ("seed.masks", "5")]


@pytest.mark.parametrize(
    ("one", "was", "expected"),
    [("7", "1", "seed=7"), ("1", "1", "seed.masks=5"), ("", "", "seed.masks=5"), ("4", "", "seed=4")],
)
def test_the_one_seed_counts_where_it_was_changed(one: str, was: str, expected: str) -> None:
    assert query(*ticked(1, 2, 3), ("seed", one), ("seed.was", was), *APART) == expected


def test_a_decimal_comma_is_understood_where_a_field_holds_one_number() -> None:
    sent = [("form", "1"), ("lr", "0,01"), ("noise", " 0,5 "), ("decay", "−0,1"), ("place", "none"), ("place", "1")]
    assert dict(joined([*sent, ("p", "0,5")])) == {
        "lr": "0.01", "noise": "0.5", "decay": "-0.1", "place": "1", "p": "0.5",
    }  # fmt: skip
    each = [("form", "1"), ("place", "1"), ("place", "2"), ("p.of", "1,2"), ("p", "0,5"), ("p", "0,25")]
    assert dict(joined(each))["p"] == "0.5,0.25"


def test_a_list_and_a_link_stay_as_they_are() -> None:
    sent = [("form", "1"), ("place", "1"), ("place", "2"), ("p", "0,5"), ("hidden", "12,5")]
    assert dict(joined(sent)) == {"place": "1,2", "p": "0,5", "hidden": "12,5"}
    assert joined([("lr", "0,01")]) == [("lr", "0,01")]
