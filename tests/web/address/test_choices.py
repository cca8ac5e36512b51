"""Names of a link that have a few values each."""

import pytest

from app.runs.spec.fields import Field
from app.runs.spec.link import SpecError
from app.web.address.choices import read_choices

FIELDS = {
    "theme": Field("theme", "choice", choices=("light", "dark")),
    "controls": Field("controls", "choice", choices=("p", "step")),
}


def test_the_rest_of_the_link_comes_back_in_its_order() -> None:
    pairs = [("p", "0.3"), ("theme", "dark"), ("step", "3"), ("controls", "step, p"), ("p", "0.4")]
    found, rest = read_choices(FIELDS, pairs, lists=("controls",))
    assert found == {"theme": ["dark"], "controls": ["step", "p"]}
    assert rest == [("p", "0.3"), ("step", "3"), ("p", "0.4")]


@pytest.mark.parametrize("text", ["dark,light", "blue", ""])
def test_one_value_is_one(text: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_choices(FIELDS, [("theme", text), ("controls", "p")], lists=("controls",))
    assert set(caught.value.faults) == {"theme"}


def test_a_name_twice_is_wrong_whatever_it_says() -> None:
    for texts in (("dark", "dark"), ("blue", "dark")):
        with pytest.raises(SpecError) as caught:
            read_choices(FIELDS, [("theme", text) for text in texts])
        assert caught.value.faults["theme"].kind == "repeated"
