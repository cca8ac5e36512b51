"""Hover, focus and tap of a neuron or a mask's cell do the same thing."""

import re
from collections.abc import Callable

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
    expect(page.locator(WHEN)).to_have_text("step 30, sample 8, not the one drawn", use_inner_text=True)
    expect(page.locator("#inspector h2")).to_have_text("Hidden 2, neuron 4")
    page.mouse.move(*cell(page, matrix=1, unit=3, sample=4))
    expect(page.locator(WHEN)).to_have_text("step 30, sample 5", use_inner_text=True)
    page.mouse.move(5, 5)
    expect(page.locator("#inspector article")).to_have_count(0)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_tap_on_a_cell_draws_its_sample_and_shows_its_neuron_in_the_window(page: Page) -> None:
    page.goto("/?steps=300&step=30")
    page.touchscreen.tap(*cell(page, matrix=2, unit=5, sample=9))
    expect(page.locator("#sentence")).to_contain_text("sample 10")
    expect(page.locator(WHEN)).to_have_text("step 30, sample 10", use_inner_text=True)
    expect(page.locator("#inspector h2")).to_be_in_viewport()
    assert page.locator(".layer[data-layer='3'] .focus").get_attribute("visibility") == "visible"
    page.click("[data-act=close-neuron]")
    expect(page.locator("#inspector article")).to_have_count(0)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_tap_on_a_neuron_shows_its_formula_in_the_window_and_the_network_stays_in_sight(page: Page) -> None:
    page.goto("/?steps=300&step=30")
    neuron = page.locator(".layer[data-layer='1'] .marks circle").nth(3)
    before = neuron.bounding_box()
    assert before
    page.touchscreen.tap(before["x"] + 4, before["y"] + 4)
    expect(page.locator("#inspector .own-map")).to_be_visible()
    expect(page.locator("#inspector h2")).to_be_in_viewport()
    covered = """() => document.querySelector('#network .stack').getBoundingClientRect().bottom
      - document.querySelector('#inspector').getBoundingClientRect().top"""
    page.wait_for_function(f"() => ({covered})() <= 0")
    after = neuron.bounding_box()
    assert after
    assert after["y"] > 0
    assert after["y"] + page.evaluate("scrollY") == pytest.approx(before["y"], abs=0.5), "in the page it has not moved"


def test_arrow_keys_go_from_row_to_row_and_from_cell_to_cell(page: Page) -> None:
    page.goto("/?steps=300&step=30&sample=5")
    assert page.locator("#masks [tabindex='0']").count() == 1, "the masks are one stop"
    page.focus("#masks [tabindex='0']")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("#inspector h2")).to_have_text("Hidden 1, neuron 2")
    expect(page.locator(WHEN)).to_have_text("step 30, sample 6", use_inner_text=True)
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
    expect(page.locator(WHEN)).to_have_text("step 31, sample 1", use_inner_text=True)
    assert page.url.endswith("step=31&layer=2&unit=5")
    page.focus("#network .stack")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile("step=31$"))


def test_while_it_plays_the_card_follows_and_says_when_the_figure_has_gone_on(page: Page) -> None:
    page.goto("/?steps=1500&step=0&rate=60")
    page.evaluate("""() => {
      window.lies = [];
      window.steps = new Set();
      const look = () => {
        const card = document.querySelector('#inspector .neuron');
        if (!card) return;
        window.steps.add(card.dataset.step);
        const marked = document.querySelector('#inspector').classList.contains('behind');
        const said = !card.querySelector('.moved-on').hidden;
        const now = document.querySelector('[data-step-text]').textContent;
        const lie = marked !== said || marked === (card.dataset.step === now);
        if (lie) window.lies.push([card.dataset.step, now, marked]);
      };
      for (const part of ['[data-step-text]', '#inspector']) {
        const all = { childList: true, characterData: true, subtree: true };
        new MutationObserver(look).observe(document.querySelector(part), all);
      }
    }""")
    page.locator(".layer[data-layer='1'] .marks circle").nth(3).click(force=True, delay=60)
    expect(page.locator("#inspector article")).to_have_count(1)
    page.click("#transport [data-act=play]", delay=60)
    page.wait_for_function("() => window.steps.size > 3")
    page.click("#transport [data-act=play]", delay=60)
    expect(page.locator("#inspector")).not_to_have_class(re.compile("behind"))
    assert page.evaluate("window.lies") == []
    step = page.text_content("[data-step-text]")
    expect(page.locator(WHEN)).to_contain_text(f"step {step}, sample 1")
    expect(page.locator(".moved-on")).to_be_hidden()


@pytest.mark.own_profile
def test_a_pointer_that_passes_by_opens_nothing_and_one_that_rests_does(page: Page) -> None:
    page.clock.install(time=0)
    page.goto("/?steps=300&step=30")
    page.clock.pause_at(100_000)
    asked: list[str] = []
    page.on("request", lambda r: "/neuron" in r.url and asked.append(r.url))
    for unit in range(12):
        page.locator(".layer[data-layer='2'] .marks circle").nth(unit).hover(force=True)
        page.clock.run_for(200)
    assert page.locator(".layer[data-layer='2'] .focus").get_attribute("visibility") == "visible"
    assert asked == []
    page.clock.run_for(250)
    expect(page.locator("#inspector h2")).to_have_text("Hidden 2, neuron 12")
    page.mouse.move(5, 5)
    expect(page.locator("#inspector article")).to_have_count(0)


HAND_HELD = [(360, 740), (320, 640), (768, 1024), (740, 360)]
DESKTOPS = [(1360, 900), (901, 700), (1280, 720), (1920, 1080)]
CARD = """() => ['#inspector .neuron', '#network .stack'].map(part => {
  const { left, top, right, bottom } = document.querySelector(part).getBoundingClientRect();
  return [left, top, right, bottom];
})"""


@pytest.mark.parametrize("windows", [HAND_HELD, DESKTOPS], ids=["in the hand", "on a desk"])
@pytest.mark.parametrize("query", ["step=63&layer=2&unit=5", "data=digits&step=9&layer=1&unit=7"])
def test_the_card_lies_in_the_window_and_covers_no_part_of_the_network(
    new_page: Callable[..., Page], windows: list[tuple[int, int]], query: str
) -> None:
    page = new_page(viewport=dict(zip(("width", "height"), windows[0], strict=True)), has_touch=windows is HAND_HELD)
    for width, height in windows:
        page.set_viewport_size({"width": width, "height": height})
        if windows is HAND_HELD or width == DESKTOPS[0][0]:  # in the hand the page is moved for the card, when it comes
            page.goto(f"/?{query}")
        expect(page.locator("#inspector .neuron")).to_be_visible()
        expect(page.locator("#network .focus[visibility=visible]")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        (left, top, right, bottom), (x0, y0, x1, y1) = page.evaluate(CARD)
        assert left >= 0, width
        assert right <= width
        assert bottom <= height or height < 520, width
        assert left >= x1 or right <= x0 or top >= y1 or bottom <= y0, f"the card covers the network at {width}"
        wide = page.locator("#inspector :is(dd, .formula, .terms li, h2, .when)").evaluate_all(
            "nodes => nodes.filter(node => node.scrollWidth > node.clientWidth + 1).map(node => node.textContent)"
        )
        assert not wide, width


def test_by_keys_a_neurons_name_and_state_are_read_out_and_no_more(page: Page) -> None:
    page.goto("/?steps=300&step=30")
    page.focus("#network .stack")
    assert page.locator("#inspector[aria-live], #inspector [aria-live], #inspector [role=status]").count() == 0
    for key, name in (("ArrowDown", "Hidden 1, neuron 1"), ("ArrowDown", "Hidden 1, neuron 2")):
        page.keyboard.press(key)
        expect(page.locator("#inspector h2")).to_have_text(name)
        state = page.locator("#inspector .state").inner_text()
        expect(page.locator("#neuron-said")).to_have_text(f"{name}: {state}")
    page.keyboard.press("Escape")
    expect(page.locator("#neuron-said")).to_have_text("")


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_on_a_phone_a_sample_is_chosen_by_buttons_that_a_thumb_can_hit(page: Page) -> None:
    page.goto("/?steps=300&step=30&sample=20")
    following = page.locator(".samples a").last
    box = following.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    following.scroll_into_view_if_needed()
    following.tap()
    expect(page.locator("#sentence")).to_contain_text("sample 1.")
    expect(page.locator("[data-sample-now]")).to_have_text("1")
    following.tap()
    expect(page.locator("#sentence")).to_contain_text("sample 2.")
    page.locator(".samples a").first.tap()
    expect(page.locator("[data-sample-now]")).to_have_text("1")


def test_the_chosen_row_of_a_long_batch_is_in_sight_and_the_page_stays(page: Page) -> None:
    hidden = """() => [...document.querySelectorAll('#masks .rows')].map(rows => {
      const [box, row] = [rows, rows.querySelector('.chosen .hit')].map(part => part.getBoundingClientRect());
      return row.top >= box.top - 1 && row.bottom <= box.bottom + 1 ? 'seen' : 'hidden';
    }).join(' ')"""
    scrolls = "[...document.querySelectorAll('#masks .rows')].map(rows => rows.scrollTop)"
    page.goto("/?data=blobs&n=300&batch=256&steps=20&step=10&sample=256")
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
    page.locator("#masks").evaluate("node => node.querySelector('.row').setAttribute('data-before', '')")
    page.click("[data-act=on]")
    expect(page.locator("#masks [data-before]")).to_have_count(0)  # the server's page has taken its place
    assert page.evaluate(scrolls) == [900, 900], "a reader who has scrolled away is left there"
