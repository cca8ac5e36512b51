"""The page of a method in a browser: what a hand does stays there, and another method leads to its own page."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import LOOKS
from tests.browser.hands import look
from tests.browser.test_settle import assert_says_what_the_server_says, step_on

EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"/>'
LINK = "steps=300&n=40&batch=10"


def serious(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


def test_a_walk_through_a_page_loses_nothing(page: Page) -> None:
    page.goto(f"/methods/gaussian?{LINK}&step=40&method=gaussian")
    step_on(page)
    assert "/methods/gaussian?" in page.url
    assert_says_what_the_server_says(page)
    expect(page.locator("#putting-out")).to_contain_text("at step 41")
    page.focus("#control-p")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"/methods/gaussian\?.*change=p@41:0\.21"))
    expect(page.locator("#turned")).to_contain_text("with p = 0.21")
    page.click("[data-act=play]")
    expect(page.locator("[data-step-text]")).not_to_have_text("41")
    page.click("[data-act=play]")
    assert_says_what_the_server_says(page)
    page.click("#method-classic")  # whose page is another
    page.wait_for_url(re.compile(r"/methods/classic\?.*method=classic"))
    expect(page.locator("h1")).to_have_text("Classic dropout")
    expect(page).to_have_title(re.compile("^Classic dropout"))
    expect(page.locator("#turned")).to_have_count(0)
    step_on(page)
    assert_says_what_the_server_says(page)
    page.go_back()
    page.wait_for_url(re.compile("/methods/gaussian"))
    expect(page.locator("h1")).to_have_text("Gaussian dropout")
    page.click("#on-explore")
    page.wait_for_url(re.compile(r"/\?.*method=gaussian"))
    page.click("#method-page")
    expect(page.locator("h1")).to_have_text("Gaussian dropout")


def drawn_at_once(route: Route) -> None:
    """A picture in place of the server's, which has many runs to train for all of them."""
    route.fulfill(body=EMPTY, content_type="image/svg+xml")


def test_a_picture_of_the_table_plays_while_the_mouse_is_on_its_row(page: Page) -> None:
    page.route("**/figure/**", drawn_at_once)
    page.goto("/methods?sort=title")
    picture = page.locator("#row-dropout img")
    page.hover("#row-dropout")
    expect(picture).to_have_attribute("src", re.compile(r"step=20[2-9]"))
    page.hover("h1")
    now = str(picture.get_attribute("src"))
    page.hover("#row-classic")
    expect(page.locator("#row-classic img")).to_have_attribute("src", re.compile(r"step=20[1-9]"))
    step = re.search(r"step=(\d+)", str(picture.get_attribute("src")))
    assert str(picture.get_attribute("src")) == now
    assert step
    expect(picture).to_have_attribute("alt", re.compile(f"at step {step[1]}$"))


AXED = [
    f"/methods/dropconnect?{LINK}&method=dropconnect&step=40",
    "/methods",
    "/methods/transformer?step=20&view=backward",
]


@pytest.mark.parametrize("path", AXED)
def test_axe_finds_nothing_serious_and_nothing_overflows(page: Page, path: str) -> None:
    page.goto(path)
    for name in ("1360px-light", "360px-dark"):
        look(page, **LOOKS[name])
        assert serious(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    look(page, forced_colors="active", color_scheme="dark")
    assert serious(page) == [], "forced colours"
