"""Typing in the one-layer page: whatever is done next, the edit is kept and what was pressed acts."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, Request, Route, expect

from app.runs.one_layer.tasks import example

# What a browser far from the server sees.
SLOW = """const quick = window.fetch;
window.fetch = async (...asked) => {
  const answer = await quick(...asked);
  await new Promise((go) => setTimeout(go, 250));
  return answer;
};"""
FIGURE = re.compile(r"/layer\?")  # and neither a cell, nor the laboratories
# A cell of the first task that is kept, and its x: an answer that forgets to scale.
(ROW, COLUMN), *_ = np.argwhere(example(0).mask != 0).tolist()
KEPT, UNSCALED = f"#y-a{ROW + 1}{COLUMN + 1}", f"{example(0).x[ROW, COLUMN]:g}"


class Gate:
    """What a page asks for waits here until the test lets it pass."""

    def __init__(self, page: Page, address: re.Pattern[str]) -> None:
        self.page = page
        self.closed = True
        self.waiting: list[Route] = []
        page.route(address, self._hold)

    def _hold(self, route: Route) -> None:
        if self.closed:
            self.waiting.append(route)
        else:
            route.continue_()

    def asked(self) -> None:
        """Return once something waits."""
        while not self.waiting:
            self.page.evaluate("new Promise(requestAnimationFrame)")

    def pass_one(self) -> None:
        self.asked()
        self.waiting.pop(0).continue_()

    def refuse(self, status: int = 0, words: str = "", retry_after: str = "") -> None:
        """Answer with a status, or with 0 break off."""
        self.asked()
        route = self.waiting.pop(0)
        headers = {"retry-after": retry_after} if retry_after else {}
        if status:
            route.fulfill(status=status, content_type="text/plain", body=words, headers=headers)
        else:
            route.abort()

    def open(self) -> None:
        self.closed = False
        while self.waiting:
            self.waiting.pop(0).continue_()


def shows(page: Page, query: str) -> None:
    """Figure and address bar come to say this."""
    expect(page.locator("#figure")).to_have_attribute("data-query", query)
    expect(page).to_have_url(re.compile(re.escape(f"/layer{'?' if query else ''}{query}") + "$"))


@pytest.fixture(params=["near", "far"])
def layer(page: Page, request: pytest.FixtureRequest) -> Page:
    """With a cell typed in and not yet sent."""
    page.goto("/layer")
    if request.param == "far":
        page.evaluate(f"() => {{ {SLOW} }}")
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
    ("layer", "pressed", "link", "held"),
    [
        ("near", "#step-scale", "x=34:0.7&substep=scale", 30),
        ("far", "#step-scale", "x=34:0.7&substep=scale", 120),
        ("near", "#to-back", "x=34:0.7&substep=mask", 0),
        ("far", "#to-eval", "x=34:0.7&mode=eval", 30),
        ("near", "#to-coins", "seed=0&x=34:0.7", 30),
        ("far", "#m25", "x=34:0.7&cell=25", 120),
        ("near", "#m25", "x=34:0.7&cell=25", 30),
        ("far", "#to-back", "x=34:0.7&substep=mask", 0),
    ],
    indirect=["layer"],
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


@pytest.mark.parametrize(
    ("layer", "held"), [("far", (120, 0, 30)), ("near", (30, 30, 30)), ("far", (0, 120, 200))], indirect=["layer"]
)
def test_no_click_is_lost_however_fast_they_come(layer: Page, held: tuple[int, int, int]):
    layer.keyboard.press("Enter")
    for name, hold in zip(("#step-draw", "#to-eval", "#to-shown"), held, strict=True):
        press(layer, name, hold)
    shows(layer, "x=34:0.7&mode=eval&substep=draw&coins=shown")


def test_what_depends_on_what_was_pressed_before_counts_each_press(layer: Page):
    for name in ("#to-coins", "#to-coins", "#to-shown", "#to-back", "#to-shown", "#to-back", "#to-shown", "#to-on"):
        press(layer, name, 30)
    shows(layer, "seed=1&x=34:0.7&substep=mask&coins=shown")
    layer.locator("#seed").fill("41")
    press(layer, "#to-coins", 30)
    shows(layer, "seed=42&x=34:0.7&substep=mask&coins=shown")
    expect(layer.locator("#seed")).to_have_value("42")


def test_the_release_of_one_press_does_not_end_the_next(page: Page):
    page.goto("/layer")
    gate = Gate(page, FIGURE)
    page.locator("#x34").fill("0.7")
    page.keyboard.press("Enter")
    gate.asked()
    page.evaluate("""() => ['pointerdown', 'pointerup', 'pointerdown'].forEach((name) =>
      document.querySelector('#to-eval').dispatchEvent(new PointerEvent(name, {bubbles: true, pointerId: 1})))""")
    with page.expect_response(FIGURE) as answer:
        gate.open()
    answer.value.finished()
    page.evaluate("new Promise((go) => setTimeout(() => setTimeout(() => setTimeout(go))))")  # it would be in place now
    expect(page.locator("#figure")).to_have_attribute("data-query", "")
    page.evaluate("document.dispatchEvent(new PointerEvent('pointerup', {pointerId: 1}))")
    shows(page, "x=34:0.7")


def test_what_is_pressed_stays_the_same_element(page: Page):
    """So a key that is down on it, or a reader's place, is not lost either."""
    page.goto("/layer")
    page.evaluate("window.link = document.querySelector('#to-eval'); window.cell = document.querySelector('#x11')")
    page.locator("#step-draw").click()
    shows(page, "substep=draw")
    assert page.evaluate("link === document.querySelector('#to-eval') && cell === document.querySelector('#x11')")


def test_cells_typed_one_after_the_other_are_all_kept(layer: Page):
    for name, text in (("x11", "1"), ("x12", "2"), ("dy44", "3"), ("x13", "4")):
        layer.locator(f"#{name}").focus()
        layer.keyboard.type(text)
    layer.keyboard.press("Enter")
    expect(layer.locator("#figure")).to_have_attribute("data-query", "x=11:1,12:2,13:4,34:0.7&dy=44:3&cell=13")


def test_enter_asks_once(page: Page):
    asked: list[Request] = []
    page.on("request", lambda request: FIGURE.search(request.url) and asked.append(request))
    page.goto("/layer")
    page.locator("#x34").fill("0.7")
    page.keyboard.press("Enter")
    expect(page.locator("#y34")).to_have_text("1.4")
    page.locator("#step-draw").click()
    shows(page, "x=34:0.7&substep=draw")
    assert [re.sub("^.*was=", "", request.url) for request in asked] == ["&x34=0.7", "x%3D34%3A0.7&substep=draw"]


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
    expect(page.locator("#labs")).to_have_attribute("data-labs", "x=14:3&cell=24")
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
    page.goto("/layer")
    gate = Gate(page, FIGURE)
    page.locator("#x24").focus()
    page.keyboard.type("3")
    page.keyboard.press("ArrowUp")
    gate.asked()
    page.keyboard.press("ArrowRight")
    gate.pass_one()
    expect(page.locator("#x24")).to_have_attribute("title", "3")
    expect(page.locator("#x15")).to_be_focused()
    expect(page.locator("#sentence")).to_contain_text("Neuron 5 of sample 1")
    expect(page.locator(".matrix-y .in-row.in-column")).to_have_attribute("data-at", "15")
    shows(page, "x=24:3&cell=15")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    gate.asked()
    page.locator("#dy31").focus()
    page.locator("#p").focus()  # what was selected is kept wherever the focus is
    gate.pass_one()
    expect(page.locator("#x15")).to_have_attribute("title", "4")
    expect(page.locator("#sentence")).to_contain_text("Neuron 1 of sample 3")
    shows(page, "x=15:4,24:3&cell=31")


@pytest.mark.parametrize("late", [FIGURE, re.compile("/layer/labs")], ids=["figure", "masks"])
def test_another_number_of_masks_and_new_coins_are_both_kept(page: Page, late: re.Pattern[str]):
    page.goto("/layer")
    gate = Gate(page, late)
    page.locator("#k").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("50")
    page.locator("#to-coins").click()
    gate.asked()
    gate.open()
    expect(page).to_have_url(re.compile(r"\?seed=0&k=50$"))
    expect(page.locator("#labs")).to_have_attribute("data-labs", "seed=0&k=50")
    expect(page.locator(".measured caption")).to_contain_text("over 50 masks")
    expect(page.locator("#k")).to_have_value("50")


WAYS = {
    "gone": (0, "", "The server does not answer."),
    "broken": (500, "Internal Server Error", "The server answers with status 500."),
    "refused": (422, "link must be short", "The server says: link must be short."),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_figure_that_does_not_come_is_told_at_the_control_which_goes_back(page: Page, troubles: list[str], way: str):
    page.goto("/layer")
    gate = Gate(page, FIGURE)
    status, words, why = WAYS[way]
    page.locator("#seed").fill("7")
    page.keyboard.press("Enter")
    gate.refuse(status, words)
    told = page.get_by_role("alert")
    expect(told.locator("p")).to_have_text(f"{why} The figure shows what it showed before.")
    box, field = told.bounding_box(), page.locator("#seed").bounding_box()
    assert abs(box["y"] - field["y"] - field["height"]) < 12 or abs(box["y"] + box["height"] - field["y"]) < 12
    assert box["x"] <= field["x"] + field["width"]
    expect(page.locator("#seed")).to_have_value("")
    shows(page, "")
    assert troubles  # the browser logs it
    troubles.clear()
    told.get_by_role("button", name="Try again").click()
    expect(told).to_have_count(0)
    gate.open()
    shows(page, "seed=7")


def test_a_busy_server_is_asked_again_when_it_says_and_nothing_is_lost(page: Page, troubles: list[str]):
    page.goto("/layer")
    gate = Gate(page, FIGURE)
    press(page, "#to-eval", 30)
    gate.refuse(503, "the server is busy.", retry_after="1")
    told = page.get_by_role("alert")
    expect(told.locator("p")).to_contain_text("the server is busy. Trying again in 1 s.")
    press(page, "#to-shown", 30)
    gate.pass_one()
    shows(page, "mode=eval&coins=shown")
    expect(told).to_have_count(0)
    press(page, "#to-train", 30)
    gate.refuse(503, "the server is busy.", retry_after="100")
    told.get_by_role("button", name="Leave it").click()
    expect(told).to_have_count(0)
    gate.open()
    press(page, "#to-shown", 30)
    shows(page, "mode=eval")
    troubles.clear()


@pytest.mark.own_profile
def test_a_server_that_takes_long_is_told_and_can_be_left(page: Page):
    page.clock.install()
    page.goto("/layer")
    gate = Gate(page, FIGURE)
    page.locator("#p").fill("0.3")
    page.keyboard.press("Enter")
    gate.asked()
    page.clock.run_for(3000)
    told = page.get_by_role("alert")
    expect(told.locator("p")).to_have_text("The server has not answered yet. The figure shows what it showed before.")
    told.get_by_role("button", name="Leave it").click()
    expect(page.locator("#p")).to_have_value("0.5")
    expect(told).to_have_count(0)


def test_a_reading_and_a_measurement_that_do_not_come_are_told_too(page: Page, troubles: list[str]):
    page.goto("/layer")
    gates = [Gate(page, re.compile(f"/layer/{part}")) for part in ("cell", "labs")]
    page.locator("#m25").click()
    for gate in gates:
        gate.refuse()
    expect(page.locator("#no-sentence p")).to_have_text(
        "The server does not answer. The sentence and the formulas are of the cell before."
    )
    expect(page.locator("#no-labs p")).to_have_text(
        "The server does not answer. The measurements below are those from before."
    )
    for gate in gates:
        gate.open()
    page.locator("#m24").click()
    expect(page.locator("#sentence")).to_contain_text("Neuron 4 of sample 2")
    expect(page.locator("#labs")).to_have_attribute("data-labs", "cell=24")
    expect(page.get_by_role("alert")).to_have_count(0)
    troubles.clear()


@pytest.mark.parametrize("status", [0, 500, 503])
def test_a_task_that_is_not_marked_is_told_at_its_button(page: Page, troubles: list[str], status: int):
    page.goto("/layer")
    page.locator(KEPT).fill(UNSCALED)
    gate = Gate(page, re.compile(r"/layer\?.*task=y"))
    page.locator("#mark-y").click()
    gate.refuse(status, "the server is busy.", retry_after="1")
    told = page.locator("#no-task")
    expect(told).to_contain_text("The task is as it was.")
    expect(page.locator(KEPT)).to_have_value(UNSCALED)
    gate.open()
    if status != 503:  # which is tried again by itself
        told.get_by_role("button", name="Try again").click()
    expect(page.locator("#task-y-said")).to_contain_text("scaled as well")
    expect(told).to_have_count(0)
    troubles.clear()


def test_what_is_typed_in_a_task_while_it_is_marked_is_kept(page: Page):
    page.goto("/layer")
    gate = Gate(page, re.compile(r"/layer\?.*task=y"))
    page.locator(KEPT).fill(UNSCALED)
    page.keyboard.press("Enter")
    gate.asked()
    page.locator("#y-a23").focus()
    page.keyboard.type("1.")
    gate.pass_one()
    expect(page.locator("#task-y-said")).to_contain_text("scaled as well")
    expect(page.locator("#y-a23")).to_be_focused()
    page.keyboard.type("25")
    expect(page.locator("#y-a23")).to_have_value("1.25")
    page.keyboard.press("Enter")
    gate.asked()
    page.keyboard.press("Enter")  # asked for again before the answer
    gate.open()
    expect(page.locator("#y-a23")).to_have_class(re.compile("right|wrong"))


def test_no_field_turns_with_the_wheel(page: Page):
    page.goto("/layer")
    for name in ("batch", "units", "seed", "k", "p"):
        field = page.locator(f"#{name}")
        before = field.input_value()
        field.focus()
        field.hover()
        page.mouse.wheel(0, -400)
        page.mouse.wheel(0, 400)
        page.evaluate("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
        assert field.input_value() == before
        assert field.get_attribute("type") == "text"


def test_arrow_keys_turn_a_number_of_samples_or_neurons(page: Page):
    page.goto("/layer")
    page.locator("#batch").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    shows(page, "batch=5")
    expect(page.locator("#batch")).to_have_value("5")
    expect(page.locator("#batch")).to_be_focused()


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
