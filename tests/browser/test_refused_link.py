"""Of a link that is partly wrong or damaged, figure, form and address are one run, and stay it."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect


def test_a_wrong_link_shows_what_is_right_of_it_and_one_key_loses_nothing(page: Page, troubles: list[str]) -> None:
    page.goto("/?p=0.6&seed=7&colour=red&step=5")
    expect(page.locator(".refused")).to_contain_text("'colour' is not a setting")
    expect(page.locator("#control-p")).to_have_value("0.6")
    expect(page.locator("#control-seed")).to_have_value("7")
    assert urlsplit(page.url).query == "p=0.6&seed=7&step=5"
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"\?p=0\.6&seed=7&step=6$"))
    expect(page.locator("#control-p")).to_have_value("0.6")
    assert all("422" in trouble for trouble in troubles)
    troubles.clear()


def test_a_link_that_was_followed_and_damaged_is_its_run(page: Page) -> None:
    page.goto("/?fbclid=IwAR0x&p=0.6&amp;seed=7&amp;step=5).")
    expect(page.locator(".refused")).to_have_count(0)
    expect(page.locator("#control-p")).to_have_value("0.6")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"\?p=0\.6&seed=7&step=6$"))


def test_a_link_that_was_escaped_twice_is_its_run(page: Page) -> None:
    page.goto("/?p=0.6&#038;seed=7&#038;step=5")
    page.wait_for_url(re.compile(r"\?p=0\.6&seed=7&step=5$"))
    expect(page.locator("#control-seed")).to_have_value("7")
    page.goto("/layer?p=0.3&#x26;cell=12")
    page.wait_for_url(re.compile(r"\?p=0\.3&cell=12$"))
    expect(page.locator("#was")).to_have_value("p=0.3&cell=12")
