"""The one diverging scale."""

import re

import numpy as np

from app.resources import static_dir
from app.web.figures.colour import DARK, LIGHT, diverging


def test_the_ends_and_the_middle_are_the_three_colours() -> None:
    for dark, codes in ((False, LIGHT), (True, DARK)):
        assert tuple(f"#{colour.hex()}" for colour in map(bytes, diverging(np.array([-1, 0, 1]), dark))) == codes


def test_what_lies_outside_is_cut_off_and_what_is_no_number_is_zero() -> None:
    assert (diverging(np.array([5.0, -5.0])) == diverging(np.array([1.0, -1.0]))).all()
    assert (diverging(np.array([np.nan])) == diverging(np.array([0.0]))).all()


def test_the_two_signs_are_about_equally_light() -> None:
    def lightness(code: str) -> float:
        linear = (np.array(list(bytes.fromhex(code[1:]))) / 255) ** 2.2
        return float(linear @ [0.2126, 0.7152, 0.0722])

    for negative, _, positive in (LIGHT, DARK):
        assert abs(lightness(negative) - lightness(positive)) < 0.1


def test_the_style_sheet_states_the_same_colours() -> None:
    css = (static_dir() / "css" / "site.css").read_text(encoding="utf-8")
    for number, name in enumerate(("negative", "zero", "positive")):
        assert re.findall(rf"--{name}: (#\w+);", css) == [LIGHT[number], DARK[number]]
