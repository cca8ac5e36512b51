"""Seen by everybody: in high contrast, at three to one, by fingers, on paper."""

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS
from tests.browser.hands import look

BASE = (Path(__file__).parents[2] / "static" / "css" / "site.css").read_text("utf-8")
# What is chosen, and its neighbour that is not.
CHOSEN = {
    "page in the navigation": (".top nav [aria-current]", ".top nav a:not([aria-current])"),
    "data set": ("#data-moons", "#data-circles"),
    "place": (".chip:has(#place-1)", ".chip:has(#place-0)"),
    "view": ("#network-forward", "#network-backward"),
    "since": ("[data-since] :checked + span", "[data-since] input:not(:checked) + span"),
    "gate": ("#network-gate-1", "#network-gate-0"),
}
LOOK = """selector => {
  const element = document.querySelector(selector), style = getComputedStyle(element);
  const mark = getComputedStyle(element, '::before').content, text = element.textContent.trim();
  const line = [style.borderBottomStyle, style.borderBottomWidth, style.textDecorationLine, style.fontWeight].join(' ');
  return { mark: mark === 'none' ? '' : mark, line, text, colour: style.color, ground: style.backgroundColor };
}"""
CONTRAST = """selectors => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const channels = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([red, green, blue]) => [red, green, blue].map(byte => byte / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return light(colour);
    }
  };
  return selectors.flatMap(selector => [...document.querySelectorAll(selector)].map(element => {
    const pair = [light(channels(getComputedStyle(element).borderBottomColor)), ground(element.parentElement)];
    return [selector, (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)];
  }));
}"""
BORDERED = [".field input[type=text]", ".field select", ".chip", ".button", ".gate", ".switch", "[data-since] span"]
TARGETS = """() => {
  const every = 'a[href], button, summary, select, input:not([type=hidden]), .chip, .check, [data-since] span';
  const aside = '.skip, svg, p:not(.new-masks), li:not(.contents li), .voice, .sr, .check > input';
  return [...document.querySelectorAll(every)]
    .filter(target => target.checkVisibility({ visibilityProperty: true }) && getComputedStyle(target).opacity !== '0')
    .filter(target => !target.closest(aside))
    .map(target => [target.id || target.textContent.trim().slice(0, 20), target.getBoundingClientRect()])
    .map(([name, { width, height }]) => [name, Math.round(width), Math.round(height)]);
}"""


def serious(page: Page) -> list[tuple[str, str]]:
    """What axe finds."""
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


def test_in_high_contrast_no_choice_is_told_by_its_background_alone_and_axe_finds_nothing(page: Page) -> None:
    page.goto("/?steps=300&step=40")
    for scheme in ("light", "dark"):
        look(page, forced_colors="active", color_scheme=scheme)
        no_choice_is_told_by_its_background_alone(page)
    assert serious(page) == []


def no_choice_is_told_by_its_background_alone(page: Page) -> None:
    for kind, (chosen, other) in CHOSEN.items():
        this, that = page.evaluate(LOOK, chosen), page.evaluate(LOOK, other)
        assert (this["mark"], this["line"]) != (that["mark"], that["line"]), kind
        assert this["colour"] != this["ground"], f"{kind}: its text is seen"
    play = page.locator(".play").evaluate(
        "play => [getComputedStyle(play).color, getComputedStyle(play).backgroundColor]"
    )
    assert play[0] != play[1]
    frame = page.locator(".matrix .frame").first.evaluate("frame => getComputedStyle(frame).stroke")
    assert frame != page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


@pytest.mark.parametrize(("path", "opened"), [("/docs", ""), ("/?steps=300&step=40", "#words summary")])
def test_axe_finds_nothing_serious_in_the_docs_and_the_words(page: Page, path: str, opened: str) -> None:
    page.goto(path)
    if opened:
        page.click(opened)
    for name in ("360px-dark", "1360px-light"):
        look(page, **LOOKS[name])
        assert serious(page) == [], name
    if path == "/docs":
        look(page, forced_colors="active", color_scheme="dark")
        assert serious(page) == [], "forced colours"


def test_borders_of_fields_and_pills_stand_out_at_three_to_one(page: Page) -> None:
    page.goto("/?steps=300&step=40")
    for scheme in ("light", "dark"):
        look(page, color_scheme=scheme)
        found = page.evaluate(CONTRAST, BORDERED)
        assert {selector for selector, _ in found} == set(BORDERED)
        assert [(selector, ratio) for selector, ratio in found if ratio < 3] == [], scheme


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("least", "tokens"),
    [
        (3, ["edge-of-control", "off-line", "positive", "negative", "twin"]),
        (4.5, ["ink", "muted", "positive-ink", "error"]),
    ],
)
def test_tokens_stand_out_on_both_grounds(scheme: str, least: float, tokens: list[str]) -> None:
    dark = BASE.index("prefers-color-scheme: dark")
    values = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", BASE[:dark]))
    if scheme == "dark":
        values |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", BASE[dark : BASE.index("*, *::before")]))
    for token, ground in product(tokens, ("paper", "raised")):
        first, second = sorted((luminance(values[token]), luminance(values[ground])))
        assert (second + 0.05) / (first + 0.05) >= least, (token, ground)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG defines it."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("path", ["/?steps=300&step=40", "/docs"])
def test_fingers_find_targets_of_44_pixels_and_none_under_24(new_page: Callable[..., Page], path: str) -> None:
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(path)
    found = page.evaluate(TARGETS)
    assert len(found) > 5
    assert [target for target in found if min(target[1:]) < 24] == []
    assert [target for target in found if target[2] < 44] == []


def test_names_of_the_inputs_are_read_at_360_pixels_beside_their_values(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto("/?steps=300&step=40")
    boxes = page.locator("[data-layer='0'] text").evaluate_all(
        "all => all.map(t => t.getBoundingClientRect().toJSON())"
    )
    marks = page.locator("[data-layer='0'] .marks circle").evaluate_all(
        "all => all.map(t => t.getBoundingClientRect().toJSON())"
    )
    assert page.locator("[data-layer='0'] .name").all_text_contents() == ["x₁", "x₂"]
    assert all(box["height"] >= 11 and box["left"] >= 0 for box in boxes)
    for i, box in enumerate(boxes):
        for other in (*boxes[:i], *marks):
            apart = min(box["right"], other["right"]) - max(box["left"], other["left"])
            over = min(box["bottom"], other["bottom"]) - max(box["top"], other["top"])
            assert apart <= 0 or over <= 3, "letters have room above and below them in their box"


def test_print_carries_every_setting_and_the_link_of_the_step(page: Page) -> None:
    page.goto("/?steps=300&p=0.3&step=40&hidden=8,8")
    page.click("[data-act=on]")
    page.wait_for_url(re.compile("step=41"))
    expect(page.locator(".said")).to_be_hidden()
    assert page.pdf()[:4] == b"%PDF"
    page.emulate_media(media="print")
    said = page.locator(".said").inner_text().replace("\n", " ")
    for words in ("p 0.3 after Hidden 1, Hidden 2", "Data Moons", "Hidden layers 8,8", "Learning rate 0.02", "Seed 1"):
        assert words in " ".join(said.split())
    assert page.locator(".address").inner_text() == f"Link: {page.url}"


def test_print_does_not_part_charts_from_their_titles(page: Page) -> None:
    page.goto("/?steps=300&step=40")
    page.emulate_media(media="print")
    breaks = "part => getComputedStyle(document.querySelector(part)).breakInside"
    for part in ("#loss-chart", ".part-figure", ".arms", ".matrix"):
        assert page.evaluate(breaks, part) == "avoid", part
    after = page.locator("#scene h2").evaluate_all("all => all.map(title => getComputedStyle(title).breakAfter)")
    assert set(after) == {"avoid"}
