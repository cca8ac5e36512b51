"""/why/remove and /why/matters: a click takes a neuron away, and what is said then is what the API says."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS
from tests.browser.hands import look
from tests.browser.test_method_page import serious

RUN = "data=digits&n=50&hidden=20,6&batch=25&steps=40"
CELLS = ".left-over tbody tr:nth-child(2) td"


def says(page: Page, off: str) -> list[str]:
    """What a program gets of both networks without these, as the page writes it."""
    found = page.request.get(f"/api/step/40?{RUN}&off={off}").json()["without"]
    return [f"{100 * found[arm]['accuracy']:.1f} %" for arm in ("dropout", "twin")]


def test_a_click_takes_a_neuron_away_and_the_accuracy_is_what_the_api_says(page: Page) -> None:
    page.goto(f"/why/remove?{RUN}")
    expect(page.locator("[data-step-text]")).to_have_text("40")  # it opens at the last step, and waits to be played
    page.click("#removing-h1-3")
    page.wait_for_url(re.compile(r"off=h1\.3"))
    expect(page.locator("#removing .voice")).to_contain_text("Without h1.3, ")
    cells = page.locator(CELLS)
    assert [cells.nth(0).inner_text(), cells.nth(2).inner_text()] == says(page, "h1.3")
    expect(page.locator("#removing-h1-3")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"off=h1\.3,h1\.4"))
    page.keyboard.press("ArrowDown")  # to the row below, not a step on
    expect(page.locator("#removing .unit[tabindex='0']")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"off=h1\.3,h1\.4,h[12]\.\d"))
    expect(page.locator("#removing .unit.gone")).to_have_count(3)
    off = re.search(r"off=([^&]*)", page.url)
    assert off
    assert [cells.nth(0).inner_text(), cells.nth(2).inner_text()] == says(page, off[1])
    page.click("#removing-off-none")
    expect(page.locator("#removing .unit.gone")).to_have_count(0)
    page.click("#removing-off-half")
    expect(page.locator("#removing .unit.gone")).to_have_count(13)
    page.go_back()
    expect(page.locator("#removing .unit.gone")).to_have_count(0)


def test_axe_finds_nothing_serious_and_nothing_overflows(page: Page) -> None:
    for path in (f"/why/remove?{RUN}&off=h1.3,h2.1", f"/why/matters?{RUN}"):
        page.goto(path)
        for name in ("1360px-light", "360px-dark"):
            look(page, **LOOKS[name])
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, name)
        assert serious(page) == [], path
