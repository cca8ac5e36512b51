"""What a page places in percent, at its place in pixels."""

import re

import pytest

from app.web.embed.flat import Plot
from app.web.figures import loss_chart
from app.web.figures.loss_axes import between
from app.web.moment import Moment
from app.web.site.templates import environment
from tests.web.embed.svg_tree import all_of, read, text_of, words
from tests.web.runs import trained

PLOT = Plot(200, 100, 400, 2.0)


def test_lines_in_steps_and_losses_go_from_the_left_to_the_right_and_0_lies_at_the_bottom() -> None:
    assert PLOT.path("M0 2L100 .5L400 0") == "M0 0 L50 75 L200 100"
    assert PLOT.path("M0 1H400") == "M0 50 H200"
    assert PLOT.path(between("M0 1L400 1", "M0 .5L400 1.5")) == ("M0 50 L200 50 V100 H0 ZM0 75 L200 25 V100 H0 Z")


def test_percent_are_pixels_and_svgs_are_groups_at_their_place() -> None:
    flat = PLOT.flat('<svg class="mark" x="25%"><line y2="100%"/><rect x="-3" y="8%"/></svg>')
    assert flat == '<g class="mark" transform="translate(50 0)"><line y2="100" /><rect x="-3" y="8" /></g>'


LEAVES = '<path class="leaves" d="M0 0"'
CASES = {
    '<g display="none"><text>no</text></g><path d="M0 0"/>': '<path d="M0 0" />',
    '<g><tspan class="short">a</tspan><tspan class="long">b</tspan> c</g>': '<g><tspan class="long">b</tspan> c</g>',
    f'<svg data-above=""><circle r="3"/>{LEAVES}/></svg>': f'<g transform="translate(0 0)">{LEAVES} /></g>',
    f'<svg><circle r="3"/>{LEAVES}/></svg>': '<g transform="translate(0 0)"><circle r="3" /></g>',
    '<g x="100%" data-place="over right">a</g>': '<g x="200" dx="-4" dy="-0.35em" text-anchor="end">a</g>',
    '<svg data-side="left"><g class="bracket"/></svg>': (
        '<g data-side="left" transform="translate(0 0)"><g class="bracket" transform="scale(-1 1)" /></g>'
    ),
}


@pytest.mark.parametrize(("page", "picture"), CASES.items())
def test_what_a_page_does_not_show_or_moves_by_its_sheet(page: str, picture: str) -> None:
    assert PLOT.flat(page) == picture


def test_the_ground_around_words_is_a_text_under_them() -> None:
    assert PLOT.flat('<g><text class="first">a<tspan>b</tspan></text> </g>') == (
        '<g><text class="first halo">a<tspan>b</tspan></text><text class="first">a<tspan>b</tspan></text> </g>'
    )


def test_words_are_short_where_that_is_asked_for() -> None:
    page = '<g class="stop"><tspan class="short">a</tspan><tspan class="long">b</tspan></g>'
    assert PLOT.flat(page, brief="stop") == '<g class="stop"><tspan class="short">a</tspan></g>'


@pytest.mark.parametrize("query", ["steps=60", "steps=60&change=p@10:0.5", "optimizer=momentum&lr=10&decay=1&steps=60"])
@pytest.mark.parametrize("step", [0, 20, 60])
def test_every_word_of_a_chart_is_in_its_picture(query: str, step: int) -> None:
    run = trained(query)
    moment = Moment(run, min(step, run.ended_at))
    shown = loss_chart.context(moment)
    text = text_of("loss", query, step)
    said, root = " ".join(words(read(text))), read(text)
    assert not re.search(r"\d%", "".join(mark.get(name, "") for mark in root.iter() for name in ("x", "y", "x2", "cx")))
    assert shown.now is not None
    values = [*shown.now.texts[0], *shown.now.texts[1], shown.now.masks_on]
    assert all(value in said for value in values)
    assert all(exit.long in said for exit in shown.chart.exits if exit.anchor)
    assert all(mark.long in said for mark in shown.chart.layout.marks)
    for gap in shown.now.texts[2]:
        assert gap == "not finite" or f"gap {gap}" in said


def test_a_dot_stands_where_its_line_is() -> None:
    root, moment = read(text_of("loss", "steps=60", 30)), Moment(trained("steps=60"), 30)
    shown = loss_chart.context(moment)
    assert shown.now is not None
    panel = all_of(root, "g", "panel")[0]
    top = shown.chart.layout.top
    (now,) = all_of(panel, "g", "now")
    across = float(re.findall(r"[\d.]+", now.get("transform", ""))[0])
    assert across == pytest.approx(290 * shown.now.step / 60, abs=0.1)
    downs = [
        float(re.findall(r"[\d.]+", group.get("transform", ""))[1])
        for group in now
        if group.tag.endswith("}g") and any(mark.tag.endswith("circle") for mark in group)
    ]
    expected = [230 * (1 - loss / top) for loss in (shown.now.clean[0], shown.now.test[0])]
    assert downs == pytest.approx(expected, abs=0.1)


def test_the_pages_own_parts_are_well_formed() -> None:
    """They are read as XML, which a page need not be."""
    parts = environment().get_template("figures/loss_parts.html").module
    shown = loss_chart.context(Moment(trained("steps=60"), 30))
    for i, arm in enumerate(loss_chart.ARMS):
        for drawn in (parts.around(shown, arm, shown.axes), parts.cursor(shown, arm, i, shown.axes)):  # type: ignore[attr-defined]
            read(f"<g>{drawn}</g>")
