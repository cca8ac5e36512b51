"""What the builder is asked for, by a link or by its form."""

import pytest

from app.web.embed.allowed import Allowed
from app.web.embed.catalogue import EMBEDS
from app.web.embed.wanted import PLATFORMS, Wanted, read_wanted


def test_a_link_that_is_silent_wants_the_usual() -> None:
    assert read_wanted([("p", "0.3"), ("step", "3")]) == (Wanted(), {})


def test_what_it_says_is_read_back() -> None:
    for wanted in (
        Wanted(),
        Wanted("loss", Allowed(("p",), True, "dark"), "quarto", 640, 480, True, True),
        Wanted("batch", Allowed(()), "markdown", None, 300),
    ):
        assert read_wanted(wanted.pairs()) == (wanted, {})
    assert Wanted().pairs() == (("figure", "network"),)


@pytest.mark.parametrize("figure", EMBEDS)
@pytest.mark.parametrize("to", PLATFORMS)
def test_each_figure_for_each_platform(figure: str, to: str) -> None:
    wanted, faults = read_wanted([("figure", figure), ("to", to)])
    assert (wanted.figure, wanted.to, faults) == (figure, to, {})


def test_a_form_says_each_control_by_itself_and_the_button_that_was_pressed_last() -> None:
    sizes = [("width", ""), ("height", " 400 ")]
    ticked = [("to", "html"), ("controls", "p"), ("controls", "step"), *sizes, ("to", "myst")]
    wanted, faults = read_wanted(ticked, form=True)
    assert faults == {}
    assert (wanted.allowed.controls, wanted.to, wanted.width, wanted.height) == (("p", "step"), "myst", None, 400)
    assert read_wanted([("width", "700")], form=True)[0].allowed.controls == ()


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("width", "abc", "whole"),
        ("width", "200", "outside"),
        ("height", "9999", "outside"),
        ("figure", "nothing", "choice"),
        ("to", "word", "choice"),
        ("begin", "3", "choice"),
        ("theme", "blue", "choice"),
        ("controls", "q", "choice"),
    ],
)
def test_what_is_wrong_is_named_and_the_usual_stands_in_for_it(name: str, text: str, kind: str) -> None:
    wanted, faults = read_wanted([(name, text), ("autoplay", "1")])
    assert {fault: of.kind for fault, of in faults.items()} == {name: kind}
    assert wanted == Wanted(allowed=Allowed(autoplay=True))


def test_a_link_says_each_once() -> None:
    wanted, faults = read_wanted([("width", "400"), ("width", "500"), ("theme", "dark"), ("theme", "light")])
    assert {name: fault.kind for name, fault in faults.items()} == {"width": "repeated", "theme": "repeated"}
    assert wanted == Wanted()
