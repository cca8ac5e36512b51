"""Behind a proxy that holds events back, and does not tell the server when a browser leaves a stream."""

import json
import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import press
from tests.browser.proxy import at_the_end, one_late, proxy
from tests.browser.test_source import NOTE, PLAY, is_past

WHOLE = re.compile(r"L300 \S+$")
TEST_LINE = "[data-line='dropout test']"


def viewers(server: str) -> int:
    with urllib.request.urlopen(f"{server}/healthz") as answer:
        return json.load(answer)["viewers"]


def test_held_back_until_the_next_event_a_run_is_played_to_its_end_and_has_its_curves_at_rest(
    new_page: Callable[..., Page], server: str
) -> None:
    with proxy(server, passing=one_late) as address:
        page = new_page(base_url=address)
        page.goto("?steps=300&step=40&seed=31")
        expect(page.locator(TEST_LINE)).to_have_attribute("d", WHOLE)
        page.fill("#control-p", "0.6")
        page.wait_for_url(re.compile(r"change=p@40:0\.6"))
        expect(page.locator(TEST_LINE)).to_have_attribute("d", WHOLE)
        before = viewers(server)
        for _ in range(3):
            press(page, PLAY)
            is_past(page, int(page.text_content("[data-step-text]") or 0) + 2)
            press(page, PLAY)
            expect(page.locator(PLAY)).to_have_text("Play")
        assert viewers(server) <= before + 1
        page.keyboard.press("+")
        page.keyboard.press("+")
        press(page, PLAY)
        expect(page.locator("[data-step-text]")).to_have_text("300")
        expect(page.locator(PLAY)).to_have_text("Play")
        expect(page.locator(NOTE)).to_have_text("")
        page.close()


@pytest.mark.own_profile
def test_held_back_until_the_end_the_page_says_so_and_draws_step_by_step(
    new_page: Callable[..., Page], server: str
) -> None:
    with proxy(server, passing=at_the_end) as address:
        page = new_page(base_url=address)
        page.clock.install()
        with page.expect_request("**/stream?*"):
            page.goto("?steps=300&rate=10")
        page.clock.fast_forward(5000)
        expect(page.locator(NOTE)).to_contain_text("Nothing comes over the stream")
        step = is_past(page, 5)
        press(page, PLAY)
        expect(page.locator(NOTE)).to_have_text("")
        page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
        with page.expect_request("**/frame?*"):  # at once: what one stream has shown holds for the next
            press(page, PLAY)
        page.clock.resume()
        expect(page.locator(NOTE)).to_contain_text("Nothing comes over the stream")
        is_past(page, step + 5)
        press(page, PLAY)
        page.fill("#control-p", "0.6")
        page.wait_for_url(re.compile(r"change=p@\d+:0\.6"))
        expect(page.locator(TEST_LINE)).to_have_attribute("d", WHOLE)
        page.close()
