"""/why/ensemble, /why/uncertainty and /why/eval: how many are averaged is one choice away, by key too."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS
from tests.browser.hands import look
from tests.browser.test_method_page import serious

RUN = "n=40&hidden=6,6&batch=20&steps=40"


def test_a_choice_averages_more_subnetworks_and_the_table_ends_at_them(page: Page) -> None:
    page.goto(f"/why/ensemble?{RUN}&passes=10")
    expect(page.locator("#ensemble .thumbnails figure")).to_have_count(8)
    expect(page.locator("#ensemble .voice")).to_contain_text("the arithmetic mean of 10 ")
    page.focus("#ensemble-20")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("passes=20"))
    expect(page.locator("#ensemble .voice")).to_contain_text("the arithmetic mean of 20 ")
    expect(page.locator("#ensemble-20")).to_be_focused()
    page.click("#ensemble-numbers summary")
    expect(page.locator("#ensemble-numbers tbody tr").nth(-2).locator("th")).to_have_text("20")
    page.go_back()
    expect(page.locator("#ensemble .voice")).to_contain_text("the arithmetic mean of 10 ")


def test_axe_finds_nothing_serious_and_nothing_overflows(page: Page) -> None:
    for name in ("ensemble", "uncertainty", "eval"):
        page.goto(f"/why/{name}?{RUN}")
        expect(page.locator(f"#{name}")).to_be_visible()
        look(page, **LOOKS["1360px-light"])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        look(page, **LOOKS["360px-dark"])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert serious(page) == [], name
