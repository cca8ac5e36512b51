"""Hover, focus and tap of a neuron or a mask's cell do the same thing."""

import re

import pytest
from playwright.sync_api import Page, expect

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WHEN = "#inspector .when"


def cell(page: Page, matrix: int, unit: int, sample: int) -> tuple[float, float]:
    """Its middle, once it is in the window."""
    row = page.locator(".matrix").nth(matrix).locator(".row").nth(sample)
    row.scroll_into_view_if_needed()
    box = row.locator(".hit").bounding_box()
    assert box
    return box["x"] + (unit + 0.4) / 12 * box["width"], box["y"] + box["height"] / 2


def test_a_cell_of_another_row_shows_the_numbers_of_that_sample_and_says_so(page: Page) -> None:
    page.goto("/?steps=300&step=30&sample=5")
    page.mouse.move(*cell(page, matrix=1, unit=3, sample=7))
    expect(page.locator(WHEN)).to_have_text("step 30, sample 8, not the one drawn")
    expect(page.locator("#inspector h2")).to_have_text("Hidden 2, neuron 4")
    page.mouse.move(*cell(page, matrix=1, unit=3, sample=4))
    expect(page.locator(WHEN)).to_have_text("step 30, sample 5")
    page.mouse.move(5, 5)
    expect(page.locator("#inspector article")).to_have_count(0)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_tap_on_a_cell_draws_its_sample_and_shows_its_neuron_in_the_window(page: Page) -> None:
    page.goto("/?steps=300&step=30")
    page.touchscreen.tap(*cell(page, matrix=2, unit=5, sample=9))
    expect(page.locator("#sentence")).to_contain_text("sample 10")
    expect(page.locator(WHEN)).to_have_text("step 30, sample 10")
    expect(page.locator("#inspector h2")).to_be_in_viewport()
    assert page.locator(".layer[data-layer='3'] .focus").get_attribute("visibility") == "visible"
    page.click("[data-act=close-neuron]")
    expect(page.locator("#inspector article")).to_have_count(0)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_tap_on_a_neuron_shows_its_formula_in_the_window_and_moves_nothing(page: Page) -> None:
    page.goto("/?steps=300&step=30")
    neuron = page.locator(".layer[data-layer='1'] .marks circle").nth(3)
    before = neuron.bounding_box()
    assert before
    page.touchscreen.tap(before["x"] + 4, before["y"] + 4)
    expect(page.locator("#inspector .own-map")).to_be_visible()
    expect(page.locator("#inspector h2")).to_be_in_viewport()
    assert neuron.bounding_box() == before


def test_arrow_keys_go_from_row_to_row_and_from_cell_to_cell(page: Page) -> None:
    page.goto("/?steps=300&step=30&sample=5")
    assert page.locator("#masks [tabindex='0']").count() == 1, "the masks are one stop"
    page.focus("#masks [tabindex='0']")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("#inspector h2")).to_have_text("Hidden 1, neuron 2")
    expect(page.locator(WHEN)).to_have_text("step 30, sample 6")
    for _ in range(11):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#inspector h2")).to_have_text("Hidden 2, neuron 1")
    assert page.evaluate("document.activeElement.closest('.matrix').dataset.place") == "2"
    assert page.locator("#masks [tabindex='0']").count() == 1
    page.keyboard.press("Escape")
    expect(page.locator("#inspector article")).to_have_count(0)
    assert page.text_content("[data-step-text]") == "30"


def test_a_neuron_in_focus_is_in_the_link_and_follows_the_step(page: Page) -> None:
    page.goto("/?steps=300&step=30&layer=2&unit=5")
    expect(page.locator(".layer[data-layer='2'] .focus")).to_have_attribute("visibility", "visible")
    page.keyboard.press("ArrowRight")
    expect(page.locator(WHEN)).to_have_text("step 31, sample 1")
    assert page.url.endswith("step=31&layer=2&unit=5")
    page.focus("#network .stack")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile("step=31$"))


def test_a_neuron_under_the_pointer_follows_while_it_plays(page: Page) -> None:
    page.goto("/?steps=1500")
    asked: list[str] = []
    page.on("request", lambda r: "/neuron" in r.url and asked.append(r.url))
    page.locator(".layer[data-layer='1'] .marks circle").nth(3).hover(force=True)
    expect(page.locator(WHEN)).to_contain_text("step")
    first = page.text_content(WHEN)
    page.wait_for_timeout(1500)
    assert page.text_content(WHEN) != first
    assert len(asked) <= 5, "at most two a second"


def test_the_chosen_row_of_a_long_batch_is_in_sight_and_the_page_stays(page: Page) -> None:
    hidden = """() => [...document.querySelectorAll('#masks .rows')].map(rows => {
      const [box, row] = [rows, rows.querySelector('.chosen .hit')].map(part => part.getBoundingClientRect());
      return row.top >= box.top - 1 && row.bottom <= box.bottom + 1 ? 'seen' : 'hidden';
    }).join(' ')"""
    scrolls = "[...document.querySelectorAll('#masks .rows')].map(rows => rows.scrollTop)"
    page.goto("/?data=blobs&n=5000&batch=256&steps=200&step=100&sample=256")
    assert page.evaluate(hidden) == "seen seen"
    assert page.evaluate("scrollY") == 0
    page.focus("#masks [tabindex='0']")
    top = page.evaluate("scrollY")
    for _ in range(60):
        page.keyboard.press("ArrowUp")
    page.wait_for_url(re.compile("sample=196"))
    assert page.evaluate(hidden) == "seen seen"
    assert page.evaluate("scrollY") == top
    page.evaluate("document.querySelectorAll('#masks .rows').forEach(rows => rows.scrollTo(0, 40))")
    page.locator("#masks .rows").nth(1).locator(".row").nth(12).click()
    page.wait_for_url(re.compile("sample=13&?"))
    assert page.evaluate(scrolls) == [40, 40]
    page.evaluate("document.querySelectorAll('#masks .rows').forEach(rows => rows.scrollTo(0, 900))")
    with page.expect_response(lambda r: "hx-request" in r.request.headers):
        page.click("[data-act=on]")
    page.wait_for_timeout(100)
    assert page.evaluate(scrolls) == [900, 900], "a reader who has scrolled away is left there"
