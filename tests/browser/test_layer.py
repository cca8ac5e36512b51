"""The one-layer page in a browser: sub-steps, pointing, editing, the slider and the tasks, by hand and by keyboard."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.tasks import example
from tests.browser.conftest import LOOKS
from tests.browser.hands import look

SERIOUS = ("serious", "critical")


@pytest.fixture
def layer(page: Page) -> Page:
    page.goto("/layer")
    expect(page.locator("#figure")).to_be_visible()
    return page


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in SERIOUS]


def query(page: Page) -> str:
    return page.url.partition("?")[2]


def dropped(page: Page) -> set[str]:
    return set(page.locator(".matrix-m .cell.dropped").evaluate_all("cells => cells.map(cell => cell.dataset.at)"))


def truly_dropped(spec: LayerSpec) -> set[str]:
    mask = run(spec).mask
    return {f"{i + 1}{j + 1}" for i in range(spec.batch) for j in range(spec.units) if mask[i, j] == 0}


def move(page: Page, p: float) -> None:
    """As a hand moves the slider: an input event for each place, a change at the end."""
    page.locator("#p-slider").evaluate(
        "(slider, p) => { slider.value = p; slider.dispatchEvent(new Event('input', {bubbles: true})); }", p
    )


def test_nothing_overflows_and_axe_finds_nothing_serious(layer: Page):
    for name, options in LOOKS.items():
        look(layer, **options)
        assert layer.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if name in ("1360px-light", "360px-dark"):  # it takes seconds; each size and each scheme once
            assert violations(layer) == [], name


@pytest.mark.parametrize(
    "link", ["/layer?mode=eval", "/layer?substep=draw&batch=8&units=8", "/layer?substep=compare&coins=shown"]
)
def test_other_states_are_as_clean(page: Page, link: str):
    page.goto(link)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def at_widths(page: Page, *widths: int) -> Iterator[int]:
    """The same page at one width after the other: loading it is what takes time."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        yield width


@pytest.mark.parametrize("link", ["/layer", "/layer?batch=8&units=8&coins=shown&p=0.3"])
def test_no_width_overflows(page: Page, link: str):
    page.goto(link)
    for width in at_widths(page, 320, 768, 1200):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        right = page.locator(".matrix").evaluate_all(
            "all => Math.max(...all.map(m => m.getBoundingClientRect().right))"
        )
        assert right <= width


LONG = "x=11:-0.5625,12:-2.123456,13:-123000,14:0.12345,15:-0.562,21:1000000,22:-0.0000123,23:0.0012345"
CUT = """() => [...document.querySelectorAll('td.cell > input, td.cell > a > span')].filter((field) => {
  const cell = field.closest('td').getBoundingClientRect();
  if (field.matches('input')) {
    const pen = document.createElement('canvas').getContext('2d'), { fontSize, fontFamily } = getComputedStyle(field);
    pen.font = `${fontSize} ${fontFamily}`;
    return pen.measureText(field.value).width > field.clientWidth;
  }
  const text = document.createRange();
  text.selectNodeContents(field);
  const { left, right, height } = text.getBoundingClientRect();
  return field.textContent && (left < cell.left + 1 || right > cell.right - 1 || height > 20);
}).map(field => field.textContent || field.value)"""


@pytest.mark.parametrize("link", ["p=0.3", "p=0.3&batch=8&units=8", "p=0.3&substep=compare", "p=0.95&coins=shown"])
def test_no_number_is_cut(page: Page, link: str):
    page.goto(f"/layer?{link}&{LONG}")
    for width in at_widths(page, 1360, 1220, 768, 360):
        assert page.evaluate(CUT) == [], width
        assert page.locator("#formulas").evaluate("all => all.scrollWidth <= all.clientWidth"), width


PLACES = """() => ['.steps', '.matrices', '#network', '#formulas', '.source', '.predict'].map(
  (name) => Math.round(document.querySelector(name).getBoundingClientRect().top + scrollY))"""


def test_nothing_jumps_while_p_moves_and_while_sub_steps_change(page: Page):
    places = set()

    def look(query: str) -> None:
        expect(page.locator("#figure")).to_have_attribute("data-query", query)
        for width in at_widths(page, 1360, 360):
            places.add((width, *page.evaluate(PLACES)))

    page.goto("/layer")
    for mode in ("", "mode=eval"):
        for substep in SUB_STEPS:
            page.locator(f"#step-{substep}").click()
            look("&".join(filter(None, (mode, "" if substep == SUB_STEPS[-1] else f"substep={substep}"))))
        page.locator("#to-train" if mode else "#to-eval").click()
    for p in (0, 0.05, 0.42, 0.88, 0.95, 0.5):
        move(page, p)
        look("" if p == 0.5 else f"p={p}")
    assert len(places) == 2


@pytest.mark.parametrize("size", ["batch=1&units=1", "batch=2&units=3", "batch=8&units=5"])
def test_signs_stand_at_the_middle_of_the_matrices_and_brackets_close_around_them(page: Page, size: str):
    page.goto(f"/layer?{size}")

    def middle(name: str) -> float:
        box = page.locator(name).bounding_box()
        return box["y"] + box["height"] / 2

    for _ in at_widths(page, 1360, 1000):
        for sign, matrix in (
            (".op-1", ".matrix-x"),
            (".op-2", ".matrix-y"),
            (".op-3", ".matrix-dy"),
            (".op-4", ".matrix-dx"),
        ):
            assert middle(sign) == pytest.approx(middle(matrix), abs=3)
        box, cells = page.locator(".matrix-x").bounding_box(), page.locator(".matrix-x td.cell").all()
        assert box["width"] < sum(cell.bounding_box()["width"] + 4 for cell in cells[: int(size[-1])]) + 14
        for caption in page.locator(".matrices .caption").all():
            assert caption.bounding_box()["height"] < 40


def test_arrow_keys_go_through_the_sub_steps_and_each_lights_its_line(layer: Page):
    layer.locator("#step-pass").focus()
    layer.keyboard.press("Home")
    for name in SUB_STEPS:
        expect(layer.locator(f"#step-{name}")).to_have_attribute("aria-current", "step")
        expect(layer.locator(".code .now")).to_have_count(1)
        layer.keyboard.press("ArrowRight")
    expect(layer.locator(".code .now")).to_contain_text("return")
    layer.keyboard.press("ArrowLeft")
    expect(layer.locator("#step-mask")).to_have_attribute("aria-current", "step")
    assert query(layer) == "substep=mask"


def test_the_buttons_do_the_same(layer: Page):
    layer.locator("#to-back").click()
    expect(layer.locator("#step-mask")).to_have_attribute("aria-current", "step")
    layer.locator("#step-draw").click()
    expect(layer.locator(".code .now")).to_contain_text("random(")
    expect(layer.locator("#m34")).to_have_text("0.88")


def test_pointing_at_a_cell_lights_it_in_all_five_and_draws_its_row(layer: Page):
    layer.locator("#y22").hover()
    expect(layer.locator("table .in-row.in-column")).to_have_count(5)
    for name in ("x", "m", "y", "dy", "dx"):
        expect(layer.locator(f".matrix-{name} .in-row.in-column")).to_have_attribute("data-at", "22")
    expect(layer.locator("#network h2")).to_have_text("Sample 2")
    expect(layer.locator("#network .selected .number")).to_have_text("2")
    expect(layer.locator("#network .dropped")).to_have_count(4)
    expect(layer.locator("#sentence")).to_contain_text("Neuron 2 of sample 2 was dropped")
    layer.locator(".brand").hover()
    expect(layer.locator("#network h2")).to_have_text("Sample 3")
    assert query(layer) == ""


def test_a_click_selects_and_the_link_says_so(layer: Page):
    layer.locator("#m25").click()
    expect(layer.locator("#sentence")).to_contain_text("Neuron 5 of sample 2 was kept")
    assert query(layer) == "cell=25"
    layer.keyboard.press("ArrowDown")
    expect(layer.locator("#m35")).to_be_focused()
    expect(layer.locator("#network h2")).to_have_text("Sample 3")
    assert query(layer) == "cell=35"
    layer.locator("#step-draw").click()
    expect(layer.locator("#step-draw")).to_have_attribute("aria-current", "step")
    assert "cell=35" in query(layer)
    layer.reload()
    expect(layer.locator(".matrix-m .in-row.in-column")).to_have_attribute("data-at", "35")


@pytest.mark.parametrize("page", [{"viewport": {"width": 360, "height": 740}, "has_touch": True}], indirect=True)
def test_a_tap_does_the_same_and_is_answered_on_screen(layer: Page):
    layer.locator("#dx12").tap()
    expect(layer.locator("#line")).to_have_text("y12=0.05·2=0.1dx12=0.02·2=0.04")
    expect(layer.locator("#line")).to_be_in_viewport(ratio=1)
    expect(layer.locator("table .in-row.in-column")).to_have_count(5)
    expect(layer.locator("#network h2")).to_have_text("Sample 1")


def test_in_the_backward_view_the_gradient_stops_at_dropped_neurons(layer: Page):
    expect(layer.locator("#network .stop")).to_have_count(3)
    layer.locator("#step-multiply").click()
    expect(layer.locator("#network .stop")).to_have_count(0)
    expect(layer.locator("#network .edge")).to_have_count(2)


def test_an_edited_cell_is_in_the_numbers_and_in_the_link(layer: Page):
    layer.locator("#x34").fill("-0.7")
    layer.keyboard.press("Tab")
    expect(layer.locator("#y34")).to_have_text("−1.4")
    assert query(layer) == "x=34:-0.7"
    layer.reload()
    expect(layer.locator("#x34")).to_have_value("-0.7")


def test_a_p_between_the_places_of_the_slider_survives_an_edit(page: Page):
    page.goto("/layer?p=0.999")
    page.locator("#x34").fill("0.5")
    page.keyboard.press("Enter")
    expect(page.locator("#figure")).to_have_attribute("data-query", "p=0.999&x=34:0.5")


def test_arrows_move_between_inputs_and_what_is_typed_is_kept(layer: Page):
    layer.locator("#x11").focus()
    layer.keyboard.press("ArrowRight")
    layer.keyboard.type("9")
    layer.keyboard.press("ArrowRight")
    layer.keyboard.press("ArrowDown")
    expect(layer.locator("#x23")).to_be_focused()
    layer.keyboard.type("8")
    layer.keyboard.press("Enter")
    expect(layer.locator("#x12")).to_have_value("9")
    expect(layer.locator("#x23")).to_have_value("8")
    expect(layer.locator("#figure")).to_have_attribute("data-query", re.compile("x=12:9,23:8"))


@pytest.mark.parametrize("pause", [10, 40, 90])
def test_typing_goes_on_while_an_answer_arrives(layer: Page, pause: int):
    layer.locator("#x11").fill("5")
    layer.locator("#dy44").focus()
    layer.keyboard.type("1.25", delay=pause)
    expect(layer.locator("#figure")).to_have_attribute("data-query", re.compile("x=11:5"))
    expect(layer.locator("#dy44")).to_have_value("1.25")
    expect(layer.locator("#dy44")).to_be_focused()
    layer.keyboard.press("Tab")
    expect(layer.locator("#figure")).to_have_attribute("data-query", re.compile("dy=44:1.25"))


@pytest.mark.parametrize(
    "page", [{"viewport": {"width": width, "height": 740}} for width in (1360, 360)], indirect=True
)
def test_what_is_wrong_with_a_cell_is_said_at_the_cell(layer: Page, troubles: list[str]):
    below = "document.querySelector('#formulas').getBoundingClientRect().top + scrollY"
    before = layer.evaluate(below)
    for name in ("x11", "x35", "dy41", "dy45"):
        field, message = layer.locator(f"#{name}"), layer.locator(f"#{name}-error")
        right = field.input_value()
        field.scroll_into_view_if_needed()
        field.fill("abc")
        layer.keyboard.press("Enter")
        expect(message).to_be_visible()
        at, cell = message.bounding_box(), field.bounding_box()
        assert 0 <= at["y"] - (cell["y"] + cell["height"]) < 10
        assert at["x"] >= 0
        assert at["x"] + at["width"] <= layer.viewport_size["width"]
        assert at["y"] + at["height"] <= layer.evaluate("innerHeight")
        assert layer.evaluate(below) == before
        field.fill(right)
        layer.keyboard.press("Enter")
        expect(message).to_have_count(0)
    troubles.clear()


@pytest.mark.parametrize("page", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
def test_the_message_of_a_cell_at_the_lower_edge_comes_into_view(layer: Page, troubles: list[str]):
    layer.locator("#dy34").fill("abc")
    layer.locator("#dy34").evaluate("cell => scrollBy(0, cell.getBoundingClientRect().bottom + 5 - innerHeight)")
    layer.keyboard.press("Enter")
    expect(layer.locator("#dy34-error")).to_be_in_viewport(ratio=1)
    foot = "name => document.querySelector(name).getBoundingClientRect()"
    assert layer.evaluate(f"({foot})('#dy34-error').bottom <= ({foot})('#line').top")
    troubles.clear()


def test_a_wrong_cell_gets_a_message_and_the_rest_stays(layer: Page, troubles: list[str]):
    layer.locator("#x34").fill("abc")
    layer.keyboard.press("Enter")
    expect(layer.locator("#x34-error")).to_contain_text("x34 must be a number, got 'abc'")
    expect(layer.locator("#x34")).to_have_value("abc")
    expect(layer.locator("#x34")).to_have_attribute("aria-invalid", "true")
    expect(layer.locator("#y34")).to_have_text("1.3")
    assert violations(layer) == []
    layer.locator("#x34").fill("1")
    layer.keyboard.press("Enter")
    expect(layer.locator("#x34-error")).to_have_count(0)
    expect(layer.locator("#y34")).to_have_text("2")
    assert all("422" in trouble for trouble in troubles)
    troubles.clear()


def test_moving_p_drops_neurons_one_by_one_as_it_passes_their_coins(layer: Page):
    coins = sorted(run(LayerSpec()).coins.ravel().tolist())
    before: set[str] = set()
    for count in (0, 1, 2, 5, 6):
        p = 0.01 if count == 0 else round((coins[count - 1] + coins[count]) / 2, 2)
        move(layer, p)
        expect(layer.locator("#p")).to_have_value(f"{p:g}")
        expect(layer.locator("#figure")).to_have_attribute("data-p", f"{p:g}")
        now = dropped(layer)
        assert now == truly_dropped(LayerSpec(p=p))
        assert before <= now
        before = now
    assert query(layer) == f"p={p:g}"


def test_the_newest_p_wins(layer: Page):
    for step in range(1, 60):
        move(layer, step / 100)
    expect(layer.locator("#figure")).to_have_attribute("data-p", "0.59")
    expect(layer.locator("#labs")).to_have_attribute("data-labs", "p=0.59")
    assert dropped(layer) == truly_dropped(LayerSpec(p=0.59))


def test_new_coins_draw_again_and_coins_can_be_shown(layer: Page):
    layer.keyboard.press("n")
    expect(layer.locator("#seed")).to_have_value("0")
    assert dropped(layer) == truly_dropped(LayerSpec(seed=0))
    layer.locator("#to-shown").click()
    expect(layer.locator(".matrix-m small")).to_have_count(20)
    assert query(layer) == "seed=0&coins=shown"


def test_evaluation_passes_through_and_predicts_one_answer(layer: Page):
    expect(layer.locator("#ten .lead")).to_contain_text("was left in train")
    layer.locator("#to-eval").click()
    expect(layer.locator("#dx34")).to_have_text("0.26")
    expect(layer.locator("#network .dropped")).to_have_count(0)
    expect(layer.locator("#ten .lead")).to_contain_text("give one answer, 3, ten times")
    assert query(layer) == "mode=eval"


def test_a_p_that_is_typed_is_exact_and_moves_the_slider(layer: Page, troubles: list[str]):
    layer.locator("#p").fill("0.123456")
    layer.keyboard.press("Enter")
    expect(layer.locator("#figure")).to_have_attribute("data-query", "p=0.123456")
    expect(layer.locator("#p-slider")).to_have_value("0.12")
    layer.locator("#p").fill("1.5")
    layer.keyboard.press("Enter")
    expect(layer.locator("#p-error")).to_have_text("p must lie in [0, 1), got 1.5")
    expect(layer.locator("#figure")).to_have_attribute("data-query", "p=0.123456")
    troubles.clear()


def test_home_and_end_are_the_pages_own_outside_the_figure(layer: Page):
    layer.keyboard.press("End")
    expect(layer.locator("#notebook")).to_be_in_viewport()
    expect(layer.locator("#step-pass")).to_have_attribute("aria-current", "step")
    layer.locator("#step-pass").focus()
    layer.keyboard.press("Home")
    expect(layer.locator("#step-draw")).to_have_attribute("aria-current", "step")


@pytest.mark.parametrize("name", ["it is", "The notebook’s statements"])
def test_links_to_the_errata_lead_there(layer: Page, name: str):
    layer.locator("#figure").get_by_role("link", name=name).click()
    expect(layer.locator("#notebook :target")).to_be_in_viewport()


def test_a_seed_that_is_no_number_is_refused(layer: Page, troubles: list[str]):
    layer.locator("#seed").fill("12e")
    layer.keyboard.press("Enter")
    expect(layer.locator("#seed-error")).to_contain_text("Seed of the coins must be a whole number, got '12e'")
    assert query(layer) == ""
    troubles.clear()


def test_sizes_change_the_matrices(layer: Page):
    layer.locator("#units").fill("7")
    layer.keyboard.press("Enter")
    expect(layer.locator(".matrix-x td.cell")).to_have_count(28)
    expect(layer.locator("#units")).to_be_focused()


def test_the_laboratory_takes_another_number_of_masks(layer: Page):
    layer.locator("#k").fill("10000")
    layer.keyboard.press("Enter")
    expect(layer.locator(".measured caption")).to_contain_text("over 10000 masks")
    expect(layer).to_have_url(re.compile(r"\?k=10000$"))
    layer.locator("#step-draw").click()
    expect(layer.locator("#step-draw")).to_have_attribute("aria-current", "step")
    assert query(layer) == "substep=draw&k=10000"


def test_a_task_is_marked_with_a_reason(layer: Page):
    task = layer.locator("#task-y")
    (row, column), *_ = np.argwhere(example(0).mask != 0).tolist()
    cell = layer.locator(f"#y-a{row + 1}{column + 1}")
    cell.fill(f"{example(0).x[row, column]:g}")
    task.get_by_role("button", name="Mark").click()
    expect(layer.locator("#task-y-said")).to_contain_text("scaled as well")
    expect(cell).to_have_class("wrong")
    cell.fill(f"{example(0).y[row, column]:.2f}")
    layer.keyboard.press("Enter")
    expect(cell).to_have_class("right")
    assert violations(layer) == []


def test_other_numbers_keep_the_focus_on_their_link(layer: Page):
    before = layer.locator("#task-y .small-matrix").first.inner_text()
    layer.locator("#next-y").click()
    expect(layer.locator("#task-y .small-matrix").first).not_to_have_text(before)
    expect(layer.locator("#task-y input[name=y-turn]")).to_have_value("1")
    expect(layer.locator("#next-y")).to_be_focused()


def test_an_empty_task_is_told_what_is_missing(layer: Page):
    layer.locator("#mark-mean").click()
    expect(layer.locator("#task-mean-said")).to_contain_text("Nothing is filled in yet")


def test_the_preset_brings_everything_back(layer: Page):
    move(layer, 0.8)
    expect(layer.locator("#figure")).to_have_attribute("data-p", "0.8")
    layer.get_by_role("link", name="The notebook’s numbers", exact=True).click()
    expect(layer.locator("#p")).to_have_value("0.5")
    expect(layer.locator(".box-m .caption")).to_contain_text("6 of 20 kept")


@pytest.mark.parametrize(
    "page", [{"java_script_enabled": False, "viewport": {"width": 1360, "height": 900}}], indirect=True
)
def test_without_a_script_links_and_forms_do_everything(page: Page):
    page.goto("/layer")
    page.locator("#to-back").click()
    expect(page.locator("#step-mask")).to_have_attribute("aria-current", "step")
    page.locator("#m25").click()
    expect(page.locator("#sentence")).to_contain_text("Neuron 5 of sample 2")
    page.locator("#x25").fill("3")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#y25")).to_have_text("6")
    page.locator("#to-coins").click()
    expect(page.locator("#seed")).to_have_value("0")
    page.locator("#y-a11").fill("77")
    page.locator("#mark-y").click()
    expect(page.locator("#task-y-said")).to_contain_text("Its coin")
    expect(page.locator("#x25")).to_have_value("3")
    page.locator("#mean-train").fill("0.4")
    page.locator("#mark-mean").click()
    expect(page.locator("#y-a11")).to_have_value("77")
    expect(page.locator("#task-mean-said")).to_contain_text("of 3 right")
    page.locator("#p").fill("0.123")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#was")).to_have_value(re.compile("^p=0.123&"))
    page.locator("#k").fill("50")
    page.get_by_role("button", name="Draw", exact=True).click()
    expect(page.locator(".measured caption")).to_contain_text("over 50 masks")
