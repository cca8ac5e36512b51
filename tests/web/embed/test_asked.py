"""What a link of a picture says beside the run and the view."""

import pytest

from app.runs.spec.link import SpecError
from app.web.embed.asked import Asked, read_asked


def test_a_link_that_is_silent_gets_the_usual() -> None:
    assert read_asked([("p", "0.3"), ("step", "3")]) == (Asked("light", False, 1), [("p", "0.3"), ("step", "3")])


def test_it_is_read_and_the_rest_left() -> None:
    pairs = [("theme", "auto"), ("p", "0.3"), ("print", "1"), ("scale", "2")]
    assert read_asked(pairs) == (Asked("auto", True, 2), [("p", "0.3")])
    assert read_asked([("print", "0")])[0] == Asked()


def test_what_is_wrong_is_named() -> None:
    with pytest.raises(SpecError) as caught:
        read_asked([("theme", "blue"), ("print", "yes"), ("scale", "2"), ("scale", "2")])
    assert set(caught.value.faults) == {"theme", "print", "scale"}
