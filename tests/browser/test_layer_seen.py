"""The one-layer page seen with a reader's own colours, with fields that can be found, and with a finger."""

import pytest
from playwright.sync_api import Page

from tests.browser.hands import look

# Of each pair: how it looks but for the colour of its ground.
LOOKS = """names => names.map((name) => {
  const look = getComputedStyle(document.querySelector(name));
  return ['border-top', 'outline-style', 'text-decoration-line', 'background-image', 'font-weight'].map(
    (property) => look.getPropertyValue(property)).join();
})"""
PAIRS = (
    ("#to-train", "#to-eval"),
    ("#step-pass", "#step-mask"),
    ("#m12", "#m11"),  # kept and dropped
    ("#y34", "#y33"),
    ("#y12", "#y11"),
    (".ghost [data-at='12']", ".ghost [data-at='11']"),
    (".ghost [data-at='34']", ".ghost [data-at='12']"),
    ("#x34", "#x11"),  # selected
    ("#x33", "#x11"),  # in its row
    (".code .now", ".code .ran"),
)


def test_with_forced_colours_what_is_chosen_kept_and_dropped_is_seen_without_its_ground(page: Page):
    page.goto("/layer")
    for scheme in ("light", "dark"):
        look(page, forced_colors="active", color_scheme=scheme)
        for one, other in PAIRS:
            first, second = page.evaluate(LOOKS, [one, other])
            assert first != second, (scheme, one, other)
        for dropped in ("#m11", "#y11", ".ghost [data-at='11']"):
            assert "gradient" in page.evaluate(LOOKS, [dropped])[0], (scheme, dropped)


CONTRAST = """names => names.map((name) => {
  const part = document.querySelector(name), rgb = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  let ground = part.parentElement;
  while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
  const light = (colour) => colour.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const colours = [getComputedStyle(part).borderTopColor, getComputedStyle(ground).backgroundColor];
  const both = colours.map((colour) => light(rgb(colour)));
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
})"""
BORDERED = ["#x11", "#dy11", "#p", "#units", "#seed", "#k", "#y-a11", ".segments", ".steps"]


def test_borders_of_fields_and_pills_have_a_contrast_of_3(page: Page):
    page.goto("/layer")
    for scheme in ("light", "dark"):
        look(page, color_scheme=scheme)
        found = dict(zip(BORDERED, page.evaluate(CONTRAST, BORDERED), strict=True))
        assert {name: round(ratio, 2) for name, ratio in found.items() if ratio < 3} == {}, scheme


SMALL = """() => [...document.querySelectorAll('main :is(a, button, input, summary)')].filter((target) => {
  const { width, height } = target.getBoundingClientRect();
  return target.checkVisibility() && width && !target.closest('p:not(.segments, .task-buttons, .field), td, .sr') &&
    (width < 24 || height < 24);
}).map((target) => target.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("page", [{"viewport": {"width": 360, "height": 740}, "has_touch": True}], indirect=True)
@pytest.mark.parametrize("link", ["/layer", "/layer?batch=8&units=8"])
def test_what_a_finger_presses_has_24_pixels(page: Page, link: str):
    page.goto(link)
    assert page.evaluate(SMALL) == []
    cells = page.locator(".matrix td.cell > *").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect()).map(({width, height}) => Math.min(width, height))"
    )
    assert min(cells) >= 24
