"""Where frames come from: a stream, and what a page does where none comes or other windows need the connections."""

import json
import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.hands import press

SHOWN = "document.querySelector('[data-step-text]').textContent"
NOTE = "[data-note]"
PLAY = "[data-act=play]"

# Everything that comes to stand in an element from now on.
FOLLOW = """(element) => {
  const seen = document.querySelector(element);
  window.said = [];
  const all = { childList: true, characterData: true, subtree: true };
  new MutationObserver(() => window.said.push(seen.textContent)).observe(seen, all);
}"""


def is_past(page: Page, step: int) -> int:
    page.wait_for_function(f"() => Number({SHOWN}) > {step}")
    return int(page.text_content("[data-step-text]") or 0)


@pytest.mark.own_profile
def test_a_stream_that_gives_nothing_is_told_and_its_steps_are_asked_for_until_it_does(page: Page) -> None:
    page.clock.install()
    page.route("**/stream?*", lambda route: None)
    with page.expect_request("**/stream?*"):
        page.goto("/?steps=1500")
    expect(page.locator(PLAY)).to_have_text("Pause")
    page.clock.fast_forward(5000)
    expect(page.locator(NOTE)).to_contain_text("Nothing comes over the stream")
    step = is_past(page, 20)
    page.unroute_all()
    page.clock.fast_forward(9000)
    expect(page.locator(NOTE)).to_have_text("")
    is_past(page, step + 5)
    expect(page.locator(PLAY)).to_have_text("Pause")
    press(page, PLAY)
    expect(page.locator(PLAY)).to_have_text("Play")


@pytest.mark.own_profile
def test_what_comes_all_at_once_and_late_does_not_stop_the_steps_that_are_asked_for(page: Page, server: str) -> None:
    """A proxy that holds a stream back until its end has given up one of them: the next is held back too."""
    with urllib.request.urlopen(f"{server}/stream?steps=40&rate=max&from=1") as answer:
        held_back = answer.read().decode()
    page.clock.install()
    streams: list[Route] = []
    page.route("**/stream?*", lambda route: streams.append(route))
    with page.expect_request("**/stream?*"):
        page.goto("/?steps=1500")
    page.clock.fast_forward(5000)
    expect(page.locator(NOTE)).to_contain_text("Nothing comes over the stream")
    step = is_past(page, 20)
    page.evaluate(FOLLOW, NOTE)
    with page.expect_request("**/stream?*"):
        streams[0].fulfill(body=held_back, content_type="text/event-stream")
    is_past(page, step + 20)
    assert page.evaluate("window.said") == [], "what was said stayed"


@pytest.mark.own_profile
def test_a_moved_p_is_seen_without_a_stream_and_its_curve_too(page: Page) -> None:
    page.clock.install()
    page.goto("/?steps=300&step=100")
    curve = page.get_attribute("[data-line='dropout test']", "d")
    page.route("**/stream?*", lambda route: None)
    with page.expect_request("**/stream?*"):
        page.fill("#control-p", "0.6")
    page.clock.fast_forward(5000)
    page.wait_for_url(re.compile(r"change=p@100:0\.6&step=100"))
    line = page.locator("[data-line='dropout test']")
    expect(line).not_to_have_attribute("d", curve or "")
    expect(line).to_have_attribute("d", re.compile(r"L300 \S+$"))
    page.unroute_all()
    drawn, box = line.get_attribute("d"), page.get_attribute(".loss-lines", "viewBox")
    page.goto(page.url)
    expect(line).to_have_attribute("d", drawn or "")
    assert page.get_attribute(".loss-lines", "viewBox") == box


@pytest.mark.own_profile
def test_an_answer_that_is_broken_off_while_it_is_read_is_none_and_the_next_step_counts(page: Page) -> None:
    page.clock.install()
    page.add_init_script("""{
      const fetched = window.fetch;
      window.fetch = async (path, options) => {
        if (!/frame[?].*step=31/.test(path)) return fetched(path, options);
        const begun = new TextEncoder().encode('{"run":');
        const stays = (body) => options.signal.addEventListener('abort', () => body.error(options.signal.reason));
        window.begun = true;
        return new Response(new ReadableStream({ start: (body) => { body.enqueue(begun); stays(body) } }));
      };
    }""")
    page.goto("/?steps=300&step=30")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("window.begun")
    page.clock.fast_forward(200)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("step=32$"))
    expect(page.locator("#sentence")).to_contain_text("step 32")


@pytest.mark.own_profile
def test_a_server_that_is_gone_is_told_and_it_goes_on_by_itself_when_it_is_back(
    page: Page, troubles: list[str]
) -> None:
    page.clock.install()
    page.goto("/?steps=1500&step=5")
    for path in ("**/stream?*", "**/frame?*"):
        page.route(path, lambda route: route.abort())
    with page.expect_request("**/stream?*"):
        press(page, PLAY)
    page.clock.fast_forward(5000)
    expect(page.locator(NOTE)).to_have_text("The server does not answer. This goes on by itself when it does.")
    expect(page.locator(PLAY)).to_have_text("Pause")
    page.unroute_all()
    page.clock.fast_forward(9000)
    is_past(page, 10)
    expect(page.locator(NOTE)).to_have_text("")
    troubles.clear()


def test_where_the_server_has_no_stream_left_it_plays_by_steps(page: Page, troubles: list[str]) -> None:
    full = json.dumps({"errors": {"server": "2000 viewers are watching already."}})
    page.route("**/stream?*", lambda route: route.fulfill(status=503, content_type="application/json", body=full))
    page.goto("/?steps=1500")
    expect(page.locator(NOTE)).to_contain_text("The server has no stream left")
    is_past(page, 12)
    troubles.clear()


@pytest.mark.own_profile
def test_eight_windows_of_one_server_all_load_and_get_answers(new_page: Callable[..., Page], server: str) -> None:
    def viewers() -> int:
        with urllib.request.urlopen(f"{server}/healthz") as answer:
            return json.load(answer)["viewers"]

    first = new_page()
    context: BrowserContext = first.context
    pages = [first, *(context.new_page() for _ in range(7))]
    for page in pages:
        page.goto("/?n=20&batch=4&hidden=4&steps=6000&rate=3")
        is_past(page, 1)
    waits = [page for page in pages if page.text_content(NOTE)]
    assert waits == pages[:4], "those used last play by stream"
    expect(first.locator(NOTE)).to_contain_text("Other windows are playing; this one has a step a second")
    assert viewers() <= 4
    is_past(first, int(first.text_content("[data-step-text]") or 0) + 1)
    first.focus("#control-activation")
    first.select_option("#control-activation", "tanh")
    first.wait_for_url(re.compile("activation=tanh"))
    press(first, "#sentence")
    expect(first.locator(NOTE)).to_have_text("")
    is_past(first, int(first.text_content("[data-step-text]") or 0) + 3)
    expect(pages[4].locator(NOTE)).to_contain_text("Other windows are playing")
    for page in pages[5:]:
        page.close()
    expect(pages[4].locator(NOTE)).to_have_text("")
