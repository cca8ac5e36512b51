"""Each method on the page: what the script draws is what the server draws, from method to method on one page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_settle import assert_says_what_the_server_says, step_on

SHAPES = """root => [...root.querySelectorAll('#network .marks > *')].map(mark =>
  [mark.getAttribute('class'), Number(mark.getAttribute('r')), mark.getAttribute('fill-opacity')].join(' '))"""
LINES = "root => [...root.querySelectorAll('#network .lines path')].map(line => line.classList.contains('x'))"
MASKS = "root => [...root.querySelectorAll('#masks .kept')].map(path => path.getAttribute('d'))"
SERVERS = f"""async () => {{
  const answer = await fetch(location.href, {{ headers: {{ 'HX-Request': 'true' }} }});
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return [{SHAPES}, {LINES}, {MASKS}].map(drawn => drawn(page));
}}"""


def assert_drawn_as_by_the_server(page: Page) -> list[list[object]]:
    live: list[list[object]] = page.evaluate(f"() => [{SHAPES}, {LINES}, {MASKS}].map(drawn => drawn(document))")
    assert live == page.evaluate(SERVERS)
    return live


def test_every_method_is_one_click_away_and_moves_as_the_server_draws_it(page: Page) -> None:
    page.goto("/?n=40&batch=10&steps=60&step=40&sample=4")
    for method in ("classic", "gaussian", "dropconnect", "concrete", "dropout"):
        page.click(f"#method-{method}")
        expect(page.locator(f"#method-{method}")).to_have_attribute("aria-current", "true")
        expect(page.locator("#scene.asking")).to_have_count(0)
        step_on(page)
        marks, lines, _ = assert_drawn_as_by_the_server(page)
        assert_says_what_the_server_says(page)
        dropped = sum("dropped" in str(mark) for mark in marks)
        assert (dropped > 0) == (method in ("classic", "dropout"))
        assert any(lines) == (method in ("classic", "dropout", "dropconnect"))
    assert "method=" not in page.url


def test_learned_p_moves_its_gauge_and_a_fault_stands_at_its_field(page: Page, troubles: list[str]) -> None:
    page.goto("/?steps=300&step=40&method=concrete&p=0.4")
    gauge = page.locator(".gauge").first
    level, text = gauge.locator(".level"), gauge.locator("[data-learned]")
    before = level.get_attribute("width")
    for _ in range(3):
        step_on(page)
    assert level.get_attribute("width") != before
    expect(page.locator("#network-gate-1 [data-p]")).to_have_text(text.inner_text())
    expect(page.locator("input[type=range][name=p]")).to_have_count(0)
    page.fill("#control-length", "0")
    page.press("#control-length", "Enter")
    expect(page.locator("#control-length-field .error")).to_contain_text("Length scale must lie in (0, 100]")
    assert all("422" in trouble for trouble in troubles)
    troubles.clear()


@pytest.mark.parametrize("view", ["", "&view=backward"])
def test_strong_weights_that_are_dropped_are_marked_on_wide_layers(page: Page, view: str) -> None:
    page.goto(f"/?data=digits&method=dropconnect&hidden=32&steps=40&step=9&sample=3{view}")
    step_on(page)
    _, lines, _ = assert_drawn_as_by_the_server(page)
    assert (True in lines) == (view == "")


PASSES = """root => [root.querySelector('#passes [data-said]').textContent,
  ...[...root.querySelectorAll('#passes path')].map(line => line.getAttribute('d'))]"""


@pytest.mark.parametrize("query", ["steps=900&passes=5&rate=60", "data=curve&steps=900&passes=5&rate=60"])
def test_monte_carlo_passes_move_while_a_run_plays_and_rest_as_the_server_draws_them(page: Page, query: str) -> None:
    page.goto(f"/?{query}")
    said = "document.querySelector('#passes [data-said]').textContent"
    page.wait_for_function(f"() => /step [1-9]/.test({said})")
    if "curve" not in query:
        page.wait_for_function("() => document.querySelectorAll('#passes canvas:not([hidden])').length === 4")
    first = page.evaluate(f"() => [{said}, ({PASSES})(document).at(-1)]")
    page.wait_for_function(f"first => {said} !== first[0] && ({PASSES})(document).at(-1) !== first[1]", arg=first)
    page.keyboard.press(" ")
    page.wait_for_url(re.compile("step="))
    page.wait_for_function(
        f"""async () => {{
          const answer = await fetch(location.href, {{ headers: {{ 'HX-Request': 'true' }} }});
          const server = new DOMParser().parseFromString(await answer.text(), 'text/html');
          return String(({PASSES})(document)) === String(({PASSES})(server));
        }}"""
    )
    expect(page.locator("#passes canvas:not([hidden])")).to_have_count(0)  # the server's pictures stand again


def test_passes_come_and_go_without_another_page(page: Page) -> None:
    page.goto("/?steps=300&step=50")
    page.evaluate("() => { window.here = true; }")
    page.click("#passes-10")
    page.wait_for_url("**/?steps=300&step=50&passes=10")
    expect(page.locator("#passes [data-said]")).to_contain_text("At step 50: mean of 10 networks")
    page.click("#passes-off")
    page.wait_for_url("**/?steps=300&step=50")
    expect(page.locator("#passes [data-said]")).to_have_count(0)
    assert page.evaluate("() => window.here")
