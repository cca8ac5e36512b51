"""The loss chart as a person sees it: at all sizes, in print, in forced colours, with and without script."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

WINDOWS = ({"width": 1280, "height": 720}, {"width": 360, "height": 740})
RUNS = ["steps=300&step=150", "data=digits&steps=100&step=80", "data=curve&steps=300&step=300", "lr=10&step=300"]

# What is drawn of the chart, but for the browser's own rounding: shapes, places and words.
DRAWN = """root => [...root.querySelectorAll('#loss-chart :is(.loss-panels *, .loss-sentence)')].map(node => [
  node.nodeName, ...[...node.attributes].filter(({name}) => name !== 'style').map(({name, value}) => name + '='
    + (/^[-\\d.]+%$/.test(value) ? parseFloat(value).toFixed(1) : value)).sort(),
  node.children.length ? '' : node.textContent.trim()].join(' '))"""
OF_SERVER = f"""async () => {{
  const page = await (await fetch(location.href)).text();
  return ({DRAWN})(new DOMParser().parseFromString(page, 'text/html'));
}}"""
TEXTS = """() => [...document.querySelectorAll('#loss-chart .plot text, #loss-chart .label')]
  .filter(node => node.checkVisibility() && node.textContent.trim())
  .map(node => { const { left, right, top, bottom } = node.getBoundingClientRect();
    return { text: node.textContent.trim(), left, right, top, bottom, size: parseFloat(getComputedStyle(node).fontSize),
      line: node.matches('.label, .level text') ? node.closest('.panel').dataset.panel : '' }; })"""


def settled(page: Page, query: str) -> None:
    """At rest, with the whole curve."""
    page.goto(f"/?{query}")
    page.wait_for_function("() => Number(document.querySelector('.scrub-trained').getAttribute('width')) > 999")


@pytest.mark.parametrize(
    "query",
    [
        *RUNS,
        "steps=1500&step=1500",
        "data=spiral&steps=300&step=90",
        "steps=300&step=150&change=p@100:0.5;lr@120:0.05",
        "place=none&steps=60&step=30",
    ],
)
def test_the_chart_can_be_read_and_script_draws_it_as_the_server_does(page: Page, query: str) -> None:
    settled(page, query)
    if "change" not in query and "none" not in query:
        all_type_is_in_sight_and_large_enough_and_both_axes_have_their_numbers(page, query)
    page.set_viewport_size(WINDOWS[0])
    step = int(re.search(r"\bstep=(\d+)", query)[1])  # type: ignore[index]
    for act, to in (("back", step - 1), ("on", step)):  # so that script has drawn all that an outcome changes
        page.click(f"[data-act={act}]")
        page.wait_for_url(re.compile(rf"\bstep={to}\b"))
    assert page.evaluate(f"() => ({DRAWN})(document)") == page.evaluate(OF_SERVER)


def all_type_is_in_sight_and_large_enough_and_both_axes_have_their_numbers(page: Page, query: str) -> None:
    steps = re.search(r"steps=(\d+)", query)
    for window in WINDOWS:
        page.set_viewport_size(window)
        texts = page.evaluate(TEXTS)
        assert all(text["left"] >= 0 and text["right"] <= window["width"] for text in texts), texts
        assert min(text["size"] for text in texts) >= 12
        written = [text["text"] for text in texts]
        assert written.count("0") >= 3  # a loss, and a step in each panel
        assert written.count(steps[1] if steps else "1500") == 2
        assert written.count("step") == 2
        for one, other in combinations([text for text in texts if text["line"]], 2):
            apart = (
                one["line"] != other["line"]
                or min(one["right"], other["right"]) - max(one["left"], other["left"]) < 2
                or min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) < 4
            )
            assert apart, (window, one["text"], other["text"])


def test_script_draws_curves_as_the_server_does(page: Page) -> None:
    """Of a run that is still trained when the page is made, and rests: its curve events, against the page of the whole
    run."""
    page.goto("/?steps=6000&seed=82&step=2")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("step=3$"))
    assert not page.evaluate("Number(document.querySelector('.scrub-trained').getAttribute('width')) > 999"), "trained?"
    page.wait_for_function(
        "() => document.querySelector('[data-line=\"twin test\"]').getAttribute('d').includes('L6000 ')"
    )
    lines = "() => [...document.querySelectorAll('.loss-lines, .loss-lines path')].map(n => n.outerHTML)"
    found = page.evaluate(lines)
    page.goto(page.url)
    assert found == page.evaluate(lines)


def test_axis_and_labels_stand_still_while_it_plays_and_the_numbers_follow(page: Page) -> None:
    settled(page, "steps=1500&step=0")
    still = """() => [document.querySelector('.loss-lines').getAttribute('viewBox'),
      ...[...document.querySelectorAll('.label')].map(label => label.dataset.row + label.dataset.side)].join(' ')"""
    before, gap = page.evaluate(still), page.text_content("[data-now=dropout] text")
    page.select_option("[name=rate]", "max")
    page.click("[data-act=play]")
    page.wait_for_function("() => Number(document.querySelector('[data-step-text]').textContent) > 900")
    assert page.evaluate(still) == before
    assert page.text_content("[data-now=dropout] text") != gap
    page.click("[data-act=play]")


def test_the_bracket_stands_at_the_step_whose_losses_it_has(page: Page) -> None:
    settled(page, "steps=1500&step=405")
    place = page.locator("[data-now=dropout]")
    expect(place).to_have_attribute("x", "26.6667%")  # step 400, the last at which both were evaluated
    expect(page.locator("[data-cursor]").first).to_have_attribute("x1", "27%")


def test_without_colours_of_its_own_and_in_print_the_chart_is_whole(page: Page) -> None:
    settled(page, "steps=300&step=150")
    told_apart_without_colour(page)
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        text = page.evaluate("getComputedStyle(document.body).color")
        strokes = page.locator(".loss-lines .clean, .loss-lines .test, .loss-lines .masks_on").evaluate_all(
            "lines => lines.map(line => getComputedStyle(line).stroke)"
        )
        assert set(strokes) == {text}
        fills = page.locator("[data-now] text").evaluate_all("texts => texts.map(text => getComputedStyle(text).fill)")
        assert set(fills) == {text}
        ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert page.locator("circle.test").first.evaluate("dot => getComputedStyle(dot).fill") == ground
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('#loss-chart')).breakInside") == "avoid"
    assert page.evaluate("getComputedStyle(document.querySelector('#loss-chart-title')).breakAfter") == "avoid"
    assert page.locator(".loss-lines").first.is_visible()


def told_apart_without_colour(page: Page) -> None:
    """Test and training loss."""
    dashes = page.locator(".loss-lines").evaluate_all(
        """plots => plots.map(plot => ['clean', 'test'].map(name => getComputedStyle(plot.querySelector('.' + name))
          .strokeDasharray))"""
    )
    assert all(clean == "none" != test for clean, test in dashes)
    fills = page.locator("[data-now=dropout] circle").evaluate_all("all => all.map(dot => getComputedStyle(dot).fill)")
    assert len(set(fills)) == 2
