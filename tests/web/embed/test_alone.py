"""A part of a page as it must be where there is no server."""

import base64
import hashlib

import numpy as np

from app.web.embed.alone import alone, policy
from app.web.figures.picture import diverging_pictures, drawn


def test_a_picture_is_inside() -> None:
    light, _dark = diverging_pictures(np.linspace(-1, 1, 9).reshape(3, 3))
    _, scale, width, text = light.removesuffix(".png").split("/")
    png = base64.b64encode(drawn(scale, int(width), text)).decode()  # type: ignore[arg-type]
    for root in ("", "./", "../"):
        assert alone(f'<img src="{root}{light}" alt="">') == f'<img src="data:image/png;base64,{png}" alt="">'


def test_links_that_script_takes_for_buttons_lead_to_the_figure_and_others_nowhere() -> None:
    assert alone('<a class="icon" href="./?step=3" data-act="on">') == '<a class="icon" data-act="on" href="#scene">'
    assert alone('<a href="./?sample=3" class="row chosen" data-sample="2">') == (
        '<a class="row chosen" data-sample="2" href="#scene">'
    )
    assert alone('<a class="row" data-sample="2">') == '<a class="row" data-sample="2">'  # a hand may not choose it
    assert alone('<a id="x" href="./?p=0.3" data-edit="p:0.3" data-link="" data-with="">') == '<a id="x">'
    assert alone('<a href="https://a.example/?p=0.3&amp;step=4">') == '<a href="https://a.example/?p=0.3&amp;step=4">'


def test_a_form_is_sent_nowhere_and_nothing_is_left_of_what_needs_a_server_without_script() -> None:
    form = '<form class="scrub" action="../replay" method="get"><noscript><button>Go</button></noscript></form>'
    assert alone(form) == '<form class="scrub" method="get"></form>'


def test_the_policy_names_script_and_style_by_what_they_are() -> None:
    found = dict(part.split(" ", 1) for part in policy("let a = 'ä';", "p { margin: 0 }").split("; "))
    digest = base64.b64encode(hashlib.sha256("let a = 'ä';".encode()).digest()).decode()
    assert found["script-src"] == f"'sha256-{digest}'"
    assert found["default-src"] == "'none'"
    assert found["img-src"] == "data:"
    assert "connect-src" not in found
