"""What a link of an embed allows."""

import pytest

from app.runs.spec.link import SpecError
from app.web.embed.allowed import CONTROLS, USUAL, Allowed, read_allowed


def test_a_link_that_is_silent_allows_the_usual() -> None:
    assert read_allowed([("p", "0.3")]) == (Allowed(USUAL), [("p", "0.3")])


@pytest.mark.parametrize("control", CONTROLS)
def test_each_control_is_there_alone(control: str) -> None:
    allowed, rest = read_allowed([("controls", control), ("step", "3")])
    assert (allowed.controls, rest) == ((control,), [("step", "3")])


def test_none_and_several_in_any_order() -> None:
    assert read_allowed([("controls", "none")])[0].controls == ()
    assert read_allowed([("controls", "step, p")])[0].controls == ("p", "step")


def test_what_it_says_is_read_back() -> None:
    for allowed in (Allowed(), Allowed(("p",), True, "dark"), Allowed((), False, "light")):
        assert read_allowed(allowed.pairs()) == (allowed, [])
    assert Allowed().pairs() == ()


def test_what_is_wrong_is_named() -> None:
    with pytest.raises(SpecError) as caught:
        read_allowed([("controls", "p,q"), ("theme", "blue"), ("autoplay", "yes")])
    assert set(caught.value.faults) == {"controls", "theme", "autoplay"}
    with pytest.raises(SpecError):
        read_allowed([("theme", "dark"), ("theme", "light")])
