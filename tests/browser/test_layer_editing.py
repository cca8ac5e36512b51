"""Typing in the one-layer page: whatever is done next, the edit is kept and what was pressed acts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

# What a browser far from the server sees.
SLOW = """const quick = window.fetch;
window.fetch = async (...asked) => {
  const answer = await quick(...asked);
  await new Promise((go) => setTimeout(go, 250));
  return answer;
};"""
COUNT = """const counted = window.fetch;
window.asked = [];
window.fetch = (address, options) => {
  if (String(address).startsWith('/layer?')) window.asked.push(String(address));
  return counted(address, options);
};"""

# Only the figure is far: what is asked for next is answered before it.
SLOW_FIGURE = """const prompt = window.fetch;
window.fetch = async (address, ...options) => {
  const answer = await prompt(address, ...options);
  if (String(address).startsWith('/layer?')) await new Promise((go) => setTimeout(go, 300));
  return answer;
};"""
SLOW_MASKS = """const open = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (...body) { setTimeout(() => open.apply(this, body), 700); };"""


@pytest.fixture(params=[False, True], ids=["near", "far"])
def layer(page: Page, request: pytest.FixtureRequest) -> Page:
    if request.param:
        page.add_init_script(SLOW)
    page.goto("/layer")
    page.locator("#x34").click()
    page.keyboard.type("0.7")
    return page


def press(page: Page, name: str, held: int) -> None:
    """As a hand clicks: the button is down for a while, and the place does not move."""
    place = "name => { const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();"
    page.mouse.move(*page.evaluate(f"{place} return [x + width / 2, y + height / 2] }}", name))
    page.mouse.down()
    if held:
        page.wait_for_timeout(held)
    page.mouse.up()


@pytest.mark.parametrize(
    ("pressed", "link", "held"),
    [
        ("#step-scale", "x=34:0.7&substep=scale", 30),
        ("#step-scale", "x=34:0.7&substep=scale", 120),
        ("#to-back", "x=34:0.7&substep=mask", 0),
        ("#to-eval", "x=34:0.7&mode=eval", 30),
        ("#to-coins", "seed=0&x=34:0.7", 30),
        ("#m25", "x=34:0.7&cell=25", 120),
    ],
)
def test_a_click_acts_and_what_was_typed_is_kept(layer: Page, pressed: str, link: str, held: int):
    press(layer, pressed, held)
    expect(layer.locator("#x34")).to_have_attribute("title", "0.7")
    expect(layer.locator("#figure")).to_have_attribute("data-query", link)
    expect(layer).to_have_url(re.compile(re.escape(f"?{link}") + "$"))


def test_other_numbers_of_a_task_come_and_what_was_typed_is_kept(layer: Page):
    layer.locator("#next-y").evaluate("link => link.scrollIntoView({block: 'center'})")
    press(layer, "#next-y", 120)
    expect(layer.locator("input[name=y-turn]").first).to_have_value("1")
    expect(layer.locator("#figure")).to_have_attribute("data-query", "x=34:0.7")


def test_a_click_while_an_answer_is_on_its_way_is_not_lost(layer: Page):
    layer.keyboard.press("Enter")
    press(layer, "#step-draw", 120)
    press(layer, "#to-eval", 0)
    press(layer, "#to-shown", 30)
    expect(layer.locator("#figure")).to_have_attribute("data-query", "x=34:0.7&mode=eval&substep=draw&coins=shown")


def test_cells_typed_one_after_the_other_are_all_kept(layer: Page):
    for name, text in (("x11", "1"), ("x12", "2"), ("dy44", "3"), ("x13", "4")):
        layer.locator(f"#{name}").focus()
        layer.keyboard.type(text)
    layer.keyboard.press("Enter")
    expect(layer.locator("#figure")).to_have_attribute("data-query", "x=11:1,12:2,13:4,34:0.7&dy=44:3&cell=13")


def test_enter_asks_once(page: Page):
    page.add_init_script(COUNT)
    page.goto("/layer")
    page.locator("#x34").fill("0.7")
    page.keyboard.press("Enter")
    expect(page.locator("#y34")).to_have_text("1.4")
    page.wait_for_timeout(400)
    assert len(page.evaluate("asked")) == 1


def test_whoever_edits_a_long_number_sees_all_of_it(page: Page):
    page.goto("/layer?x=34:0.12345")
    cell = page.locator("#x34")
    expect(cell).to_have_value("0.123…")
    cell.focus()
    expect(cell).to_have_value("0.12345")
    page.keyboard.press("Tab")
    expect(cell).to_have_value("0.123…")
    cell.focus()
    page.keyboard.type("0.123")
    page.keyboard.press("Enter")
    expect(page.locator("#figure")).to_have_attribute("data-query", "x=34:0.123")


def test_predicting_again_keeps_all_that_is_on_screen(page: Page):
    page.goto("/layer?coins=shown")
    page.locator("#dy34").fill("0.5")
    page.keyboard.press("Enter")
    page.locator("#step-multiply").click()
    shown = "dy=34:0.5&substep=multiply&coins=shown"
    expect(page.locator("#figure")).to_have_attribute("data-query", re.compile(f"^{re.escape(shown)}"))
    again = page.locator("#to-other")
    expect(again).to_have_attribute("href", re.compile("dy=34:0.5.*substep=multiply.*coins=shown.*mode=eval#ten$"))
    expect(page.locator("#scaling-form input[name=was]")).to_have_value(re.compile("^dy=34:0.5&substep=multiply"))
    again.click()
    expect(page.locator("#ten .lead")).to_contain_text("give one answer")
    expect(page.locator("#figure")).to_have_attribute(
        "data-query", re.compile("^dy=34:0.5&mode=eval&substep=multiply&coins=shown")
    )
    page.locator("#k").fill("50")
    page.keyboard.press("Enter")
    expect(page.locator(".measured caption")).to_contain_text("over 50 masks")
    page.locator("#to-other").click()
    expect(page.locator("#figure")).to_have_attribute("data-query", "dy=34:0.5&substep=multiply&coins=shown&k=50")


def test_a_mouse_that_rests_leaves_the_reading_to_the_keyboard(page: Page):
    page.goto("/layer")
    page.locator("#x14").click()
    page.keyboard.type("3")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#figure")).to_have_attribute("data-query", "x=14:3&cell=24")
    page.wait_for_timeout(300)
    expect(page.locator("#x24")).to_be_focused()
    expect(page.locator("#sentence")).to_contain_text("Neuron 4 of sample 2")
    expect(page.locator(".matrix-y .in-row.in-column")).to_have_attribute("data-at", "24")
    press(page, "#y12", 0)
    expect(page.locator("#sentence")).to_contain_text("Neuron 2 of sample 1")
    page.locator("#step-pass").focus()
    page.locator("#y33").hover()
    page.keyboard.press("n")
    expect(page.locator("#seed")).to_have_value("0")
    expect(page.locator("#sentence")).to_contain_text("Neuron 3 of sample 3")


def test_a_cell_that_is_reached_before_the_answer_is_the_one_that_is_shown(page: Page):
    page.add_init_script(SLOW_FIGURE)
    page.goto("/layer")
    page.locator("#x24").focus()
    page.keyboard.type("3")
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(60)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#x24")).to_have_attribute("title", "3")
    expect(page.locator("#x15")).to_be_focused()
    expect(page.locator("#sentence")).to_contain_text("Neuron 5 of sample 1")
    expect(page.locator(".matrix-y .in-row.in-column")).to_have_attribute("data-at", "15")
    expect(page).to_have_url(re.compile(r"\?x=24:3&cell=15$"))
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.wait_for_timeout(60)
    page.locator("#dy31").focus()
    page.locator("#p").focus()  # what was selected is kept wherever the focus is
    expect(page.locator("#x15")).to_have_attribute("title", "4")
    expect(page.locator("#sentence")).to_contain_text("Neuron 1 of sample 3")
    expect(page.locator("#figure")).to_have_attribute("data-query", "x=15:4,24:3&cell=31")


@pytest.mark.parametrize("slow", [SLOW_FIGURE, SLOW_MASKS], ids=["figure", "masks"])
def test_another_number_of_masks_and_new_coins_are_both_kept(page: Page, slow: str):
    page.add_init_script(slow)
    page.goto("/layer")
    page.locator("#k").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("50")
    page.locator("#to-coins").click()
    expect(page).to_have_url(re.compile(r"\?seed=0&k=50$"))
    expect(page.locator("#labs")).to_have_attribute("data-labs", "seed=0&k=50")
    expect(page.locator(".measured caption")).to_contain_text("over 50 masks")
    expect(page.locator("#k")).to_have_value("50")


def test_a_figure_that_does_not_come_is_told_until_one_does(page: Page, troubles: list[str]):
    page.goto("/layer")
    page.locator("#step-draw").focus()
    told, said = page.locator("#figure .refused"), page.locator("#said")
    link = "**/layer?*"

    def refuse(route: Route, status: int, words: str) -> None:
        route.fulfill(status=status, content_type="text/plain", body=words)

    ways: dict[str, Callable[[Route], None]] = {
        "The server does not answer.": lambda route: route.abort(),
        "The server answers with status 500.": lambda route: refuse(route, 500, "Internal Server Error"),
        "The server says: link must be short.": lambda route: refuse(route, 422, "link must be short"),
    }
    for why, answer in ways.items():
        page.unroute(link)
        page.route(link, answer)
        page.keyboard.press("ArrowLeft")
        expect(told).to_have_text(f"The figure could not be had. {why} What is on screen is the last one.")
        expect(said).to_have_text(told.inner_text())
    page.wait_for_timeout(600)
    expect(said).to_have_text(told.inner_text())
    page.unroute(link)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#step-mask")).to_have_attribute("aria-current", "step")
    expect(told).to_have_count(0)
    expect(said).to_have_text(page.locator("#sentence").inner_text())
    assert all("Failed to load resource" in trouble for trouble in troubles)
    troubles.clear()


def test_a_reading_and_a_measurement_that_do_not_come_are_told_too(page: Page, troubles: list[str]):
    page.goto("/layer")
    for part in ("cell", "labs"):
        page.route(f"**/layer/{part}?*", lambda route: route.abort())
    page.locator("#m25").click()
    told = page.locator("#figure .refused p")
    expect(told).to_contain_text(
        ["The reading of this cell could not be had", "The measurement below could not be had"]
    )
    for part in ("cell", "labs"):
        page.unroute(f"**/layer/{part}?*")
    page.locator("#m24").click()
    expect(page.locator("#sentence")).to_contain_text("Neuron 4 of sample 2")
    expect(page.locator("#labs")).to_have_attribute("data-labs", "cell=24")
    expect(page.locator("#figure .refused")).to_have_count(0)
    assert all("Failed to load resource" in trouble for trouble in troubles)
    troubles.clear()


def test_a_pasted_text_of_any_length_leaves_the_cell_with_a_message(page: Page, troubles: list[str]):
    page.goto("/layer")
    page.locator("#x34").focus()
    page.keyboard.insert_text("1" * 17_000)
    page.keyboard.press("Enter")
    expect(page.locator("#x34-error")).to_be_visible()
    page.locator("#x34").fill("0.5")
    page.keyboard.press("Enter")
    expect(page.locator("#figure")).to_have_attribute("data-query", "x=34:0.5")
    troubles.clear()


def test_a_message_makes_way_while_another_cell_is_edited(page: Page, troubles: list[str]):
    page.goto("/layer")
    page.locator("#x11").fill("abc")
    page.keyboard.press("Enter")
    message = page.locator("#x11-error")
    expect(message).to_have_css("clip-path", "none")
    page.locator("#x31").focus()
    expect(message).to_have_css("clip-path", "inset(50%)")
    page.locator("#p").focus()
    expect(message).to_have_css("clip-path", "none")
    troubles.clear()
