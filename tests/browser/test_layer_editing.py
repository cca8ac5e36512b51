"""Typing in the one-layer page: whatever is done next, the edit is kept and what was pressed acts."""

import re

import pytest
from playwright.sync_api import Page, expect

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
