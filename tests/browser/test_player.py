"""Play, step, scrub and change p in a real browser, against the real server."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from app.web.figures import loss_axes
from tests.browser.hands import press

STEP = "[data-step-text]"
SHOWN = "document.querySelector('[data-step-text]').textContent"
PLAY = "[data-act=play]"


def mask_of(page: Page) -> str:
    """The chosen sample's rows of all matrices, as drawn."""
    rows = page.locator("#masks .chosen .kept")
    return "|".join(rows.nth(i).get_attribute("d") or "" for i in range(rows.count()))


def curve_of(page: Page) -> str:
    return page.get_attribute("[data-line='dropout test']", "d") or ""


@pytest.mark.own_profile
def test_it_plays_by_itself_and_space_pauses_at_a_step_that_the_link_holds(page: Page) -> None:
    page.clock.install()
    page.goto("/?steps=300")
    expect(page.locator(PLAY)).to_have_text("Pause")
    page.wait_for_function(f"() => Number({SHOWN}) > 5")
    page.keyboard.press("Space")
    expect(page.locator(PLAY)).to_have_text("Play")
    page.wait_for_function(f"() => location.search.includes('step=' + {SHOWN})")
    step = page.text_content(STEP)
    page.clock.fast_forward(2000)
    assert page.text_content(STEP) == step


@pytest.mark.own_profile
def test_a_link_with_a_step_stands_still(page: Page) -> None:
    page.clock.install()
    page.goto("/?steps=300&step=7")
    page.clock.fast_forward(2000)
    assert page.text_content(STEP) == "7"


@pytest.mark.own_profile
@pytest.mark.parametrize("page", [{"reduced_motion": "reduce"}], indirect=True)
def test_nothing_plays_by_itself_for_those_who_want_no_motion(page: Page) -> None:
    page.clock.install()
    page.goto("/?steps=300")
    page.clock.fast_forward(2000)
    assert page.text_content(STEP) == "0"
    expect(page.locator(PLAY)).to_have_text("Play")


def test_a_step_on_and_back_shows_the_same_masks_again(page: Page) -> None:
    page.goto("/?steps=300&step=40")
    before = mask_of(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("step=41"))
    assert mask_of(page) != before
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("step=40"))
    assert mask_of(page) == before


def test_home_end_and_the_slider_reach_any_step(page: Page) -> None:
    page.goto("/?steps=300&step=40")
    page.keyboard.press("End")
    page.wait_for_url(re.compile("step=300"))
    page.keyboard.press("Home")
    page.wait_for_url(re.compile(r"step=0\b"))
    page.fill("#transport input[type=range]", "123")
    page.wait_for_url(re.compile("step=123"))
    for cursor in page.locator("[data-cursor]").all():
        assert cursor.get_attribute("x1") == loss_axes.across(123, 300)


@pytest.mark.parametrize("arm", ["dropout", "twin"])
def test_the_loss_chart_scrubs(page: Page, arm: str) -> None:
    page.goto("/?steps=300&step=40")
    box = page.locator(f"[data-panel={arm}] .plot").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 2 / 3, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(80)
    page.mouse.up()
    page.wait_for_function(f"() => Math.abs({SHOWN} - 200) <= 2")


def test_p_takes_effect_while_it_moves_and_becomes_a_branch_when_let_go(page: Page) -> None:
    page.goto("/?steps=300&step=100")
    slider = page.locator("input.live-p")
    before, curve = mask_of(page), curve_of(page)
    slider.evaluate("s => { s.value = '0.6'; s.dispatchEvent(new Event('input', { bubbles: true })); }")
    expect(page.locator("[data-line='dropout test']")).not_to_have_attribute("d", curve)
    assert mask_of(page) != before
    assert page.locator("[data-ghost] path").count() == 2
    assert "change=" not in page.url
    slider.evaluate("s => s.dispatchEvent(new Event('change', { bubbles: true }))")
    page.wait_for_url(re.compile(r"change=p@100:0\.6&step=100"))
    assert page.text_content(STEP) == "100"
    page.go_back()
    page.wait_for_url(re.compile(r"\?steps=300&step=100$"))
    expect(page.locator("input.live-p")).to_have_value("0.2")


def test_p_dragged_and_brought_back_is_the_same_run_and_can_be_stepped_on(page: Page) -> None:
    page.goto("/?steps=300&step=100")
    box = page.locator("#control-p").bounding_box()
    assert box
    x, y = box["x"] + 8 + (box["width"] - 16) * 0.2 / 0.95, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for away in (30, 60, 30, 0):
        page.mouse.move(x + away, y)
        page.wait_for_timeout(60)
    page.mouse.up()
    press(page, "[data-act=on]")  # at once, whether or not the change is settled
    expect(page.locator("#control-p")).to_have_value("0.2")
    page.wait_for_url(re.compile(r"\?steps=300&step=101$"))


def test_a_change_can_count_from_the_start(page: Page) -> None:
    page.goto("/?steps=300&step=100")
    page.check("[data-since] [value=start]", force=True)
    page.locator("input.live-p").fill("0.4")
    page.wait_for_url(re.compile(r"p=0\.4&step=100"))
    assert "change=" not in page.url


def test_keys_belong_to_the_field_that_has_the_focus(page: Page) -> None:
    page.goto("/?steps=300&step=100")
    page.focus("input[name=lr]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    expect(page.locator("input[name=lr]")).to_have_value(re.compile("n"))
    assert page.text_content(STEP) == "100"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("lr", "0", "Learning rate must lie in (0, 10], got 0"),
        ("decay", "2", "Weight decay must lie in [0, 1], got 2"),
        ("lr", "1e400", "Learning rate must lie in (0, 10], got 1e400"),
        ("lr", "fast", "Learning rate must be a number, got 'fast'"),
    ],
)
def test_a_wrong_number_stays_as_typed_with_the_message_beside_it(
    page: Page, troubles: list[str], name: str, text: str, message: str
) -> None:
    page.goto("/?steps=300&step=100")
    field = page.locator(f"input[name={name}]")
    error = page.locator(f"#control-{name}-error")
    field.fill(text)
    field.press("Enter")
    expect(error).to_have_text(message)
    expect(field).to_have_attribute("aria-describedby", f"control-{name}-error")
    with page.expect_response(lambda r: "hx-request" in r.request.headers):
        page.click("[data-act=on]")
    expect(field).to_have_value(text)
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("0,5")
    field.press("Enter")
    page.wait_for_url(re.compile(f"change={name}@101:0.5"))
    expect(field).to_have_value("0.5")
    expect(error).to_have_count(0)
    assert field.get_attribute("aria-invalid") is None
    assert [trouble for trouble in troubles if "422" not in trouble] == []
    troubles.clear()


@pytest.mark.own_profile
def test_keys_that_follow_each_other_make_one_branch_while_it_plays(page: Page) -> None:
    page.clock.install()
    page.goto("/?steps=1500")
    page.wait_for_function(f"() => Number({SHOWN}) > 5")
    page.focus("#control-p")
    page.clock.pause_at(page.evaluate("Date.now()") + 100)
    for _ in range(30):
        page.keyboard.press("ArrowRight")
        page.clock.run_for(40)
    assert "change=" not in page.url
    page.clock.resume()
    page.wait_for_url(re.compile(r"change=p@\d+:0\.5&"))
    step = page.text_content(STEP)
    page.wait_for_function(f"() => Number({SHOWN}) > {step}")
    expect(page.locator("#control-p")).to_have_value("0.5")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.wait_for_url(re.compile(r"p@\d+:0\.5;p@\d+:0\.51&"))


def test_the_twenty_first_change_is_refused_at_its_field(page: Page, troubles: list[str]) -> None:
    changes = ";".join(f"p@{step}:{0.3 + step / 1000}" for step in range(1, 21))
    page.goto(f"/?steps=300&change={changes}&step=100")
    page.fill("#control-p", "0.5")
    expect(page.locator("#control-p-error")).to_have_text("A run can be changed at most 20 times, got 21")
    assert "@100" not in page.url
    in_force = page.locator("#control-p"), page.locator("output[for=control-p]")
    expect(in_force[0]).to_have_value("0.32")
    page.keyboard.press("ArrowRight")
    expect(in_force[0]).to_have_value("0.32")
    expect(in_force[1]).to_have_text("0.32")
    page.fill("#transport input[type=range]", "4")
    expect(in_force[0]).to_have_value("0.304")
    assert [trouble for trouble in troubles if "422" not in trouble] == []
    troubles.clear()


def test_what_the_server_refuses_is_said_at_the_field_too(page: Page, troubles: list[str]) -> None:
    page.goto("/?p=0.1,0.2&place=1,2&steps=300&step=100")
    page.route("**/stream?*set=*", lambda route: route.continue_(url=route.request.url.replace("set=p:", "set=p:7,")))
    page.route("**/frame?*set=*", lambda route: route.continue_(url=route.request.url.replace("set=p:", "set=p:7,")))
    page.fill("#control-p-2", "0.5")
    expect(page.locator("#control-p-1-error")).to_contain_text("p must lie in [0, 1), got 7")
    expect(page.locator("#control-p-2")).to_have_value("0.2")
    page.fill("#control-p-1", "0.5")
    expect(page.locator("#control-p-1")).to_have_value("0.1")
    page.click("[data-act=on]")
    page.wait_for_url(re.compile("&step=101$"))
    assert "change=" not in page.url
    assert all("422" in trouble for trouble in troubles)
    troubles.clear()


def test_the_stream_is_closed_while_nobody_looks(page: Page) -> None:
    page.goto("/?steps=1500")
    page.wait_for_function(f"() => Number({SHOWN}) > 3")
    hide = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
    hide += " document.dispatchEvent(new Event('visibilitychange')); }"
    page.evaluate(hide, True)
    step = int(page.text_content(STEP) or 0)
    page.wait_for_timeout(300)
    assert int(page.text_content(STEP) or 0) == step
    page.evaluate(hide, False)
    page.wait_for_function(f"() => Number({SHOWN}) > {step + 2}")


def test_at_most_three_masks_a_second_unless_every_one_is_asked_for(page: Page) -> None:
    page.goto("/?steps=1500&step=0&rate=20")
    page.evaluate("""() => {
      window.masks = 0;
      new MutationObserver(() => window.masks++).observe(document.querySelector('#sentence strong'),
        { childList: true, characterData: true, subtree: true });
    }""")
    page.click(PLAY)
    page.wait_for_timeout(1500)
    page.click(PLAY)
    assert page.evaluate("window.masks") <= 7  # of some 30 steps; the pause draws one more
    page.check("[data-every-mask]")
    page.evaluate("window.masks = 0")
    page.click(PLAY)
    page.wait_for_timeout(1500)
    page.click(PLAY)
    assert page.evaluate("window.masks") > 10


def test_the_open_table_follows_the_run(page: Page) -> None:
    page.goto("/?steps=300&step=100")
    page.click(".curve-table summary")
    rows = page.locator(".curve-table tbody tr")
    before = rows.all_text_contents()
    page.locator("input.live-p").fill("0.6")
    page.wait_for_url(re.compile("change=p@100"))
    expect(rows.last).not_to_have_text(before[-1])
    assert rows.count() == len(before)


def test_at_the_last_step_a_change_is_said_to_count_from_the_start(page: Page) -> None:
    page.goto("/?steps=300&step=300")
    here, start = (page.locator(f"[data-since] [value={value}]") for value in ("here", "start"))
    expect(start).to_be_checked()
    expect(here).to_be_disabled()
    page.keyboard.press("ArrowLeft")
    expect(here).to_be_checked()
    expect(here).to_be_enabled()


def test_one_movement_of_the_hand_is_one_entry_of_the_history(page: Page) -> None:
    page.goto("/?steps=300&step=100")
    before = page.evaluate("history.length")
    page.focus("#control-p")
    for p in ("0.21", "0.22", "0.23"):
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(f"change=p@100:{p}&"))
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    page.wait_for_url(re.compile(r"\?steps=300&step=100$"))


def test_back_and_on_again_before_the_page_has_its_script_shows_what_the_address_says(page: Page) -> None:
    page.goto("/?steps=300&step=100")
    page.fill("#control-p", "0.6")
    page.wait_for_url(re.compile("change=p@100"))
    scripts: list[Route] = []
    page.route("**/scripts/*", lambda route: route.continue_() if scripts else scripts.append(route))
    with page.expect_request("**/scripts/*"):
        page.evaluate("history.back()")
    expect(page.locator("input.live-p")).to_have_attribute("value", "0.2")
    page.evaluate("history.forward()")
    page.wait_for_url(re.compile("change=p@100"), wait_until="commit")
    scripts[0].continue_()
    expect(page.locator("input.live-p")).to_have_value("0.6")
    press(page, "[data-act=on]")
    page.wait_for_url(re.compile("change=p@100.*step=101"))


def test_a_number_sent_with_enter_is_not_sent_again_when_it_is_left(page: Page) -> None:
    page.goto("/?steps=300&step=100")
    asked: list[str] = []
    page.on("request", lambda r: "edit=lr" in r.url and asked.append(r.url))
    page.fill("input[name=lr]", "0.03")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("change=lr@100:0.03"))
    entries = page.evaluate("history.length")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert len(asked) == 1
    assert page.evaluate("history.length") == entries


def test_the_address_follows_while_it_plays(page: Page) -> None:
    page.goto("/?steps=1500")
    page.wait_for_url(re.compile(r"[?&]step=[1-9]"))
    expect(page.locator(PLAY)).to_have_text("Pause")


def test_it_says_which_step_the_mask_is_of_and_what_the_rings_are_while_it_plays(page: Page) -> None:
    page.goto("/?steps=1500&step=0")
    key, height = page.locator(".flow-key"), "() => document.querySelector('#network').offsetHeight"
    expect(key).not_to_be_visible()
    before = page.evaluate(height)
    page.click(PLAY)
    expect(key).to_be_visible()
    expect(key).to_contain_text("kept in this share of the last 32 steps")
    steps = """() => [document.querySelector('[data-mask-step]').textContent,
      document.querySelector('#sentence').textContent.match(/step (\\d+)/i)[1]]"""
    mask, said = page.evaluate(steps)
    assert mask == said
    assert page.evaluate(height) == before, "nothing moves when it appears"


def test_past_the_last_test_of_a_run_that_diverged_the_words_say_so(page: Page) -> None:
    page.goto("/?optimizer=momentum&lr=10&decay=1&step=3")
    said = page.locator("[data-sentence]")
    expect(said).to_contain_text("the pictures show step 3, the losses were last taken at step 0")
    page.keyboard.press("ArrowLeft")
    expect(said).to_contain_text("the pictures show step 2")


def test_a_setting_sent_with_enter_is_asked_for_once(page: Page) -> None:
    page.goto("/?steps=300&step=100")
    asked: list[str] = []
    page.on("request", lambda r: "edit=" in r.url and asked.append(r.url))
    for name, text, then in (("batch", "10", "batch=10"), ("hidden", "8,8", "hidden=8,8")):
        page.fill(f"#control-{name}", text)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(then))
    page.uncheck("#place-2")
    page.wait_for_url(re.compile("place=1"))
    assert len(asked) == 3


def test_whole_curves_follow_a_hand_that_never_rests_and_stay_until_others_are_whole(page: Page) -> None:
    page.goto("/?steps=300&step=31")
    page.wait_for_function("() => Number(document.querySelector('.scrub-trained').getAttribute('width')) > 999")
    box = page.locator("#control-p").bounding_box()
    assert box
    page.evaluate("""() => {
      window.ends = new Set();
      window.curves = new Set();
      const lines = ['dropout', 'twin'].map(arm => document.querySelector(`[data-line="${arm} test"]`));
      const look = () => {
        for (const line of lines) window.ends.add(line.getAttribute('d').split('L').pop().split(' ')[0]);
        window.curves.add(lines[0].getAttribute('d'));
        requestAnimationFrame(look);
      };
      look();
    }""")
    x, y = box["x"] + 8 + (box["width"] - 16) * 0.2 / 0.95, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for move in range(2400):
        page.mouse.move(x + 12 + 3 * (move % 30), y)
        page.wait_for_timeout(25)
        if page.evaluate("window.curves.size") > 2:  # the first is the one that was left
            break
    assert page.evaluate("window.curves.size") > 2
    assert page.evaluate("[...window.ends]") == ["300"]
    page.mouse.move(x + 105, y)  # to a value that it has not been at
    page.mouse.up()
    page.wait_for_url(re.compile("change=p@31"))
    assert page.locator("[data-ghost] path").count() == 2
    page.wait_for_function(
        "end => document.querySelector('[data-line=\"dropout test\"]').getAttribute('d').includes(end)",
        arg="L300 ",
    )
