"""Copy link: by the browser's newer way, by its older one, or by the reader's own hand."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

NEWER = """window.board = { writeText: async text => { window.copied = text; } };
Object.defineProperty(navigator, 'clipboard', { get: () => window.board });"""
NO_NEWER = "Object.defineProperty(navigator, 'clipboard', { get: () => undefined });"  # http in a network, frames
OLDER = "document.execCommand = () => { window.copied = String(getSelection() || '') || selected(); return true; };"
SELECTED = """const selected = () => { const { value, selectionStart, selectionEnd } = document.activeElement;
  return value?.slice(selectionStart, selectionEnd); };"""
NEITHER = "document.execCommand = () => false;"
LINK = "/?steps=40&p=0.3&step=7"
pytestmark = pytest.mark.own_profile
PAGES = pytest.mark.parametrize("path", [LINK, "/layer?p=0.3"])


def press(page: Page | FrameLocator) -> None:
    page.locator("[data-act=copy-link]").click(delay=60)


@PAGES
@pytest.mark.parametrize("ways", [NEWER, NO_NEWER + SELECTED + OLDER], ids=["newer", "older"])
def test_the_link_of_what_is_on_screen_is_copied(page: Page, path: str, ways: str) -> None:
    page.add_init_script(ways)
    page.goto(path)
    button = page.locator("[data-act=copy-link]")
    press(page)
    expect(button).to_have_text("Copied")
    expect(page.locator("[data-copy-said]")).to_have_text("Copied")
    assert page.evaluate("copied") == page.url
    expect(page.locator("[data-by-hand]")).to_be_hidden()
    expect(button).to_have_text("Copy link")


@PAGES
def test_where_a_page_may_not_copy_the_link_is_selected_and_the_page_says_so(page: Page, path: str) -> None:
    page.add_init_script(NO_NEWER + NEITHER)
    page.goto(path)
    press(page)
    field = page.locator("[data-by-hand] input")
    expect(field).to_have_value(page.url)
    assert page.evaluate("(" + SELECTED.removeprefix("const selected = ").rstrip().rstrip(";") + ")()") == page.url
    expect(page.locator("[data-by-hand]")).to_contain_text("The link is selected")
    expect(page.locator("[data-copy-said]")).to_contain_text("The link is selected")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()


@pytest.mark.parametrize("ways", [NEWER, NO_NEWER + SELECTED + OLDER], ids=["newer", "older"])
def test_what_is_to_paste_is_copied_with_its_lines(page: Page, ways: str) -> None:
    page.add_init_script(ways)
    page.goto("/share?figure=loss&to=myst")
    button = page.locator("[data-act=copy]")
    button.click(delay=60)
    expect(button).to_have_text("Copied")
    assert page.evaluate("copied") == page.locator("#snippet").input_value()
    assert page.locator("#snippet").input_value().count("\n") == 3
    expect(page.locator("[data-by-hand]")).to_be_hidden()


def test_where_a_page_may_not_copy_what_is_to_paste_is_selected(page: Page) -> None:
    page.add_init_script(NO_NEWER + NEITHER)
    page.goto("/share?figure=loss")
    page.locator("[data-act=copy]").click(delay=60)
    expect(page.locator("[data-by-hand]")).to_contain_text("The text is selected")
    snippet = page.locator("#snippet")
    assert snippet.evaluate("field => field.selectionEnd - field.selectionStart") == len(snippet.input_value())


def test_in_a_frame_the_link_is_the_frames_own(page: Page, server: str) -> None:
    page.add_init_script(NO_NEWER + NEITHER)
    course = f'<title>Course</title><iframe src="{server}{LINK}" width="700" height="500"></iframe>'
    page.route(f"{server}/course", lambda route: route.fulfill(body=course, content_type="text/html"))
    page.goto("/course")
    frame = page.frame_locator("iframe")
    press(frame)
    expect(frame.locator("[data-by-hand] input")).to_have_value(f"{server}{LINK}")
    assert page.url == f"{server}/course"


def test_a_program_is_copied_with_its_lines(page: Page) -> None:
    page.add_init_script(NEWER)
    page.goto("/methods/gaussian?steps=5&step=5")
    button = page.locator("[data-act=copy]").last
    button.click(delay=60)
    expect(button).to_have_text("Copied")
    assert page.evaluate("copied") == page.locator("#program-2").input_value()
    assert page.evaluate("copied").startswith("import keras\n")


def test_a_run_is_copied_as_a_program_that_follows_the_run(page: Page) -> None:
    page.add_init_script(NEWER)
    page.goto(LINK)
    page.locator("#files summary").click(delay=60)
    button = page.locator("[data-from=numpy-program]")
    button.click(delay=60)
    expect(button).to_have_text("Copied")
    code = page.locator("#numpy-program").input_value()
    assert page.evaluate("copied") == code
    assert "/run.npz?steps=40&p=0.3\n" in code
    page.locator(".chip:has(#place-1)").click(delay=60)
    expect(page.locator("#numpy-program")).to_have_value(re.compile("place=2,3"))
