"""Explore for a projector: type that the back row can read, everything on one screen, and the link of the moment."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.hands import press

PUBLIC = "https://dropout.example.edu/course/"
BIG, SMALL = {"width": 1920, "height": 1080}, {"width": 1280, "height": 720}
OTHERS = [{"width": w, "height": h} for w, h in ((1024, 768), (1366, 768), (2560, 1440), (3840, 2160))]
PHONES = [{"width": w, "height": h} for w, h in ((844, 390), (390, 844))]
LEAST = {1920: 24.0, 1280: 16.0}  # px of the smallest type
SCENES = (
    "step=400",
    "data=digits&steps=60&step=30",
    "data=curve&step=30",
    "hidden=256,256,256,256,256,256&steps=4&step=3",
    "hidden=12,12,12,256&place=0,1,2,3,4&steps=12&step=5",
    "hidden=4,4&step=5",
    "method=classic&place=0,1,2,3&step=30",
    "method=gaussian&p=0.4&step=30",
    "method=dropconnect&step=30",
    "method=concrete&steps=60&step=40",
    "view=backward&step=30",
)
PARTS = (
    ".present-bar", "#sentence", "#network .heads", "#network .stack", "#network .gates", "#network .keys",
    "#network .notes", "#loss-chart", "#verdict", "#transport .transport-buttons", ".scrub", ".step-readout",
)  # fmt: skip
# Every text that is seen, with the size at which its letters are drawn.
SEEN = """root => {
  const found = [], texts = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, element = text.parentElement, range = document.createRange();
    if (!text.data.trim() || element.closest('.sr, script, sub, math, option')) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    range.selectNodeContents(text);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    const scale = element.ownerSVGElement ? element.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size) found.push({ text: text.data.trim(), size, left, right, top, bottom });
  }
  return found;
}"""
NAMES = """() => [...document.querySelectorAll('.heads b')].map(name => parseFloat(
  getComputedStyle(name, name.matches(':is(.columns-6, .columns-7, .columns-8) *') ? '::before' : null).fontSize))"""
BOXES = """parts => parts.map(part => document.querySelector(part))
  .filter(part => part?.checkVisibility({ visibilityProperty: true }))
  .map(part => [part, part.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height)
  .map(([part, { left, right, top, bottom }]) => ({ text: part.id || part.className, left, right, top, bottom }))"""
# Where everything is, each time that it is another place, over so many steps.
PLACES = """([parts, steps]) => new Promise(done => {
  const seen = new Set(), step = () => Number(document.querySelector('[data-step-text]').textContent);
  const end = step() + steps;
  const look = () => {
    const boxes = parts.map(part => document.querySelector(part).getBoundingClientRect());
    seen.add(boxes.map(({ left, right, top, bottom }) => [left, right, top, bottom].map(Math.round)).join(' '));
    if (step() < end) requestAnimationFrame(look); else done([...seen]);
  };
  look();
})"""
# How much there is outside of the window.
ROOM = """() => {
  const { scrollWidth, scrollHeight } = document.documentElement;
  return [scrollWidth - innerWidth, scrollHeight - innerHeight];
}"""


def overlaps(boxes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Which of these lie on each other, by more than a rounding."""
    return [
        (one["text"], other["text"])
        for i, one in enumerate(boxes)
        for other in boxes[:i]
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    ]


@pytest.mark.parametrize("scene", SCENES)
def test_the_back_row_can_read_all_of_it_on_one_screen(page: Page, scene: str) -> None:
    page.goto(f"/?present=1&{scene}")
    for window in (BIG, SMALL):
        page.set_viewport_size(window)
        least = LEAST[window["width"]]
        texts = page.evaluate(SEEN, "#scene")
        assert len(texts) > 20
        assert [seen for seen in texts if seen["size"] < least - 0.01] == []
        assert min(page.evaluate(NAMES)) > least
        assert page.evaluate(ROOM) == [0, 0]
        out = [
            seen
            for seen in texts
            if seen["left"] < 0
            or seen["top"] < 0
            or seen["right"] > window["width"]
            or seen["bottom"] > window["height"]
        ]
        assert out == []
        assert overlaps(page.evaluate(BOXES, PARTS)) == []
        for row in (".heads", ".gates", ".keys", ".neurons"):
            assert overlaps(page.evaluate(SEEN, f"#network {row}")) == [], (window, row)


def test_settings_and_code_can_be_read_too_and_nothing_gives_way(page: Page) -> None:
    page.goto("/?present=1&step=40&method=concrete&steps=60")
    for window in (BIG, SMALL):
        page.set_viewport_size(window)
        before = page.evaluate(BOXES, PARTS)
        for key in "cq":
            page.keyboard.press(key)
        expect(page.locator(".code-words")).to_be_visible()
        expect(page.locator(".part-controls")).to_have_css("transform", "none")
        small = [seen for seen in page.evaluate(SEEN, "#scene") if seen["size"] < LEAST[window["width"]] - 0.01]
        assert small == []
        assert page.evaluate(ROOM) == [0, 0]
        assert page.evaluate(BOXES, PARTS) == [box for box in before if box["text"] != "verdict"]
        assert overlaps(page.evaluate(BOXES, [*PARTS, ".code-words"])) == []
        page.keyboard.press("Escape")
        expect(page.locator(".part-controls")).to_be_hidden()
        assert page.evaluate(BOXES, PARTS) == before


def test_all_of_it_is_seen_on_other_screens_and_scrolled_on_a_phone(page: Page) -> None:
    page.goto("/?present=1&step=40&steps=60")
    for window in OTHERS:
        page.set_viewport_size(window)
        assert page.evaluate(ROOM) == [0, 0]
        assert overlaps(page.evaluate(BOXES, PARTS)) == []
        least = min(window["width"] / 80, window["height"] / 45)
        assert [seen for seen in page.evaluate(SEEN, "#scene") if seen["size"] < least - 0.01] == []
    for window in PHONES:
        page.set_viewport_size(window)
        across, down = page.evaluate(ROOM)
        assert across == 0
        assert down > 0
        assert overlaps(page.evaluate(BOXES, PARTS)) == []
        assert min(seen["size"] for seen in page.evaluate(SEEN, "#scene")) > 8.5


def test_nothing_moves_while_it_plays(page: Page) -> None:
    page.set_viewport_size(BIG)
    page.goto("/?present=1&rate=120")
    expect(page.locator("[data-step-text]")).not_to_have_text("0")
    assert len(page.evaluate(PLACES, [PARTS, 120])) == 1


def test_keys_enter_show_and_leave(page: Page) -> None:
    page.set_viewport_size(SMALL)
    page.goto("/?step=40&steps=60")
    page.evaluate("window.same = true")
    header, settings = page.locator(".top"), page.locator(".part-controls")
    page.keyboard.press("c")
    page.keyboard.press("q")
    assert page.evaluate("document.documentElement.className") == ""  # these are keys of the presentation
    field = page.locator("#control-steps")
    field.focus()
    page.keyboard.press("f")
    expect(header).to_be_visible()  # a letter typed
    field.evaluate("field => { field.value = field.defaultValue; field.blur(); }")

    page.keyboard.press("f")
    expect(header).to_be_hidden()
    expect(page).to_have_url(re.compile(r"[?&]present=1$"))
    expect(page.locator("#present-leave")).to_have_attribute("href", "./?steps=60&step=40&sample=1")
    assert page.evaluate(BOXES, ["#about-title", "#outcomes", "#masks", ".transport-more"]) == []
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"step=41&present=1$"))

    network = page.locator("#network .stack")
    network.focus()
    page.keyboard.press("c")
    expect(settings).to_be_visible()
    expect(page.locator("#control-p")).to_be_focused()
    page.keyboard.press("c")
    expect(settings).to_be_hidden()
    expect(network).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("#control-p")).to_be_focused()
    page.keyboard.press("Escape")
    expect(settings).to_be_hidden()
    expect(network).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#inspector .neuron")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#inspector .neuron")).to_have_count(0)
    expect(header).to_be_hidden()
    page.keyboard.press("Escape")
    expect(header).to_be_visible()
    expect(page).to_have_url(re.compile(r"step=41$"))
    assert page.evaluate("window.same && document.fullscreenElement === null")


def test_a_mouse_does_the_same(page: Page) -> None:
    page.set_viewport_size(SMALL)
    page.goto("/?step=40&steps=60")
    entrance = page.locator("#present")
    press(page, entrance)
    expect(entrance).to_be_hidden()
    press(page, page.get_by_role("link", name="Settings", exact=True))
    expect(page.locator(".part-controls")).to_be_visible()
    press(page, page.get_by_role("link", name="Close the settings"))
    expect(page.locator(".part-controls")).to_be_hidden()
    press(page, "#present-code")
    expect(page.locator(".code-message")).to_contain_text("--host 0.0.0.0")
    press(page, "#present-code")
    expect(page.locator("#code")).to_be_hidden()
    press(page, "#present-leave")
    expect(entrance).to_be_visible()
    expect(entrance).to_be_focused()


def test_the_browsers_full_screen_comes_and_goes_with_it(page: Page) -> None:
    page.goto("/?step=40&steps=60")
    entrance = page.locator("#present")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement")
    page.keyboard.press("f")
    page.wait_for_function("!document.fullscreenElement")
    expect(entrance).to_be_visible()
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement")
    page.evaluate("document.exitFullscreen()")  # as the browser's own Escape does
    expect(entrance).to_be_visible()
    page.evaluate("document.documentElement.requestFullscreen = undefined")  # where there is none
    page.keyboard.press("f")
    expect(entrance).to_be_hidden()


def test_what_a_hand_does_stays_in_presentation(page: Page) -> None:
    page.set_viewport_size(SMALL)
    page.goto("/?present=1&step=40&steps=60")
    header, changed = page.locator(".top"), re.compile(r"data=curve.*&present=1$")
    page.keyboard.press("c")
    press(page, "#data-curve")
    expect(page).to_have_url(changed)
    expect(page.locator("#network.columns-4")).to_be_visible()
    expect(page.locator("#data-xor")).to_have_attribute("href", re.compile("&present=1"))
    expect(header).to_be_hidden()
    expect(page.locator(".part-controls")).to_be_visible()
    page.reload()
    expect(header).to_be_hidden()
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?present=1&step=40&steps=60$"))
    expect(page.locator("#network.columns-5")).to_be_visible()
    expect(header).to_be_hidden()
    page.go_forward()
    expect(page).to_have_url(changed)
    expect(page.locator("#network.columns-4")).to_be_visible()
    expect(header).to_be_hidden()


@pytest.mark.parametrize("page", [{"java_script_enabled": False, "viewport": SMALL}], indirect=True)
def test_without_script_plain_links_do_it(page: Page) -> None:
    page.goto("/?step=20&steps=40")
    press(page, "#present")
    header, settings = page.locator(".top"), page.locator(".part-controls")
    expect(header).to_be_hidden()
    expect(settings).to_be_hidden()
    press(page, page.get_by_role("link", name="One step on"))
    expect(page).to_have_url(re.compile(r"step=21.*&present=1"))
    press(page, page.get_by_role("link", name="Settings", exact=True))
    expect(settings).to_be_visible()
    press(page, page.get_by_role("button", name="Show this run"))
    expect(page).to_have_url(re.compile(r"step=21.*&present=1"))
    expect(settings).to_be_hidden()
    press(page, "#present-code")
    expect(page.locator(".code-message")).to_be_visible()
    press(page, page.get_by_role("link", name="Back to the figure"))
    expect(header).to_be_hidden()
    press(page, "#present-leave")
    expect(header).to_be_visible()
    expect(page).to_have_url(re.compile(r"step=21&sample=1$"))


@pytest.fixture
def public(start_server: Callable[..., AbstractContextManager[Any]]) -> Iterator[str]:
    with start_server("--single-process", "--public-url", PUBLIC) as running:
        yield running.url


def scanned(page: Page) -> str:
    """What a camera finds in the room's picture of the screen."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    (found,) = zxingcpp.read_barcodes(picture.convert("RGB"))
    return str(found.text)


def test_the_code_is_of_the_moment_on_screen(new_page: Callable[..., Page], public: str) -> None:
    page = new_page(base_url=public, viewport=SMALL)
    page.goto("/?present=1&step=40&steps=60&sample=3")
    moment, words = page.locator(".code-moment"), page.locator(".code-address")
    page.keyboard.press("q")
    expect(words).to_have_text("dropout.example.edu/course/?steps=60&step=40&sample=3")
    assert scanned(page) == f"{PUBLIC}?steps=60&step=40&sample=3"
    page.keyboard.press("ArrowRight")
    expect(moment).to_contain_text("at step 41")
    page.emulate_media(color_scheme="dark", forced_colors="active")
    assert scanned(page) == f"{PUBLIC}?steps=60&step=41&sample=3"
    page.keyboard.press("Home")
    expect(moment).to_contain_text("at step 0")
    page.keyboard.press(" ")
    expect(page.locator("[data-step-text]")).not_to_have_text("0")
    assert moment.text_content().endswith("at step 0")  # that of the step at which it was asked for
    page.keyboard.press("End")
    expect(moment).to_contain_text("at step 60")
