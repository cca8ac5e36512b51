"""Explore and One layer in a frame of our own site that is a sandbox: of no origin, and often allowed scripts alone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.course import frame
from tests.browser.hands import press, type_over
from tests.browser.proxy import proxy

SCRIPTS = "allow-scripts"


def held(page: Page, site: str, path: str, sandbox: str) -> Frame:
    """What a page of this site holds in a frame."""
    page.goto(f"{site}/docs")
    page.evaluate(
        """([path, sandbox]) => {
          const frame = document.createElement('iframe');
          Object.assign(frame, { id: 'a', width: 1240, height: 2400, src: path });
          frame.setAttribute('sandbox', sandbox);
          document.body.replaceChildren(frame);
        }""",
        [path, sandbox],
    )
    return frame(page, "a")


@pytest.fixture(scope="module")
def unshared(server: str) -> Iterator[str]:
    """A proxy that takes away what lets a frame of no origin read."""
    with proxy(server, hides="access-control-") as address:
        yield address.rstrip("/")


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport={"width": 1280, "height": 2500}, reduced_motion="reduce")


def test_explore_works_by_script(page: Page, server: str) -> None:
    inner = held(page, server, "/?steps=300&step=0", SCRIPTS)
    inner.wait_for_selector("[data-started]", state="attached")
    expect(inner.locator(".unstarted")).to_be_hidden()
    press(page, inner.locator("[data-act=on]"))
    expect(inner.locator("#sentence")).to_contain_text("At step 1,")
    press(page, inner.locator("#data-circles"))
    expect(inner.locator("#data-circles[aria-current]")).to_have_count(1)
    press(page, inner.locator("[data-act=play]"))
    expect(inner.locator("[data-step-text]")).to_have_text(re.compile(r"^[1-9]\d$"))
    press(page, inner.locator("[data-act=play]"))
    press(page, inner.locator("#numbers summary"))
    expect(inner.locator(".numbers-body table").first).to_be_visible()


def test_one_layer_works_by_script(page: Page, server: str, troubles: list[str]) -> None:
    inner = held(page, server, "/layer", SCRIPTS)
    inner.wait_for_selector("[data-started]", state="attached")
    press(page, inner.locator("#to-back"))
    expect(inner.locator("#step-mask[aria-current]")).to_have_count(1)
    inner.locator("#m21").hover()
    expect(inner.locator("#sentence")).to_contain_text("Neuron 1 of sample 2")
    type_over(page, inner.locator("#p"), "0.3")  # type: ignore[arg-type]
    page.keyboard.press("Enter")
    expect(inner.locator("#labs")).to_have_attribute("data-query", "p=0.3&substep=mask")
    type_over(page, inner.locator("#k"), "20")  # type: ignore[arg-type]
    page.keyboard.press("Enter")
    expect(inner.locator("#scaling caption")).to_contain_text("over 20 masks")
    press(page, inner.locator("#mark-y"))
    expect(inner.locator("#task-y-said b").first).to_be_visible()
    assert all("Blocked form submission" in trouble for trouble in troubles)  # as Enter in a field asks for
    troubles.clear()


def is_without_script(inner: Frame, address: str) -> None:
    """It says so, after a while, with the address to open; what a form needs without script is there."""
    inner.wait_for_load_state("load")
    assert inner.locator("[data-started]").count() == 0
    expect(inner.locator(".unstarted")).to_be_hidden()
    inner.evaluate("document.getAnimations().forEach((each) => each.finish())")  # that while has gone by
    expect(inner.locator(".unstarted")).to_be_visible()
    assert inner.locator(".js-only:visible").count() == 0
    expect(inner.locator(".unstarted")).to_contain_text(address)
    expect(inner.locator("button.no-js-only, .no-js-only button").first).to_be_visible()


@pytest.mark.parametrize("path", ["/?n=40&steps=60&step=3", "/layer?p=0.3", "/embed/layer?p=0.3"])
def test_where_its_script_is_kept_away_it_says_so_and_links_work(
    page: Page, unshared: str, path: str, troubles: list[str]
) -> None:
    inner = held(page, unshared, path, SCRIPTS)
    is_without_script(inner, path)
    press(page, inner.locator("#to-eval" if "layer" in path else "#data-circles"))
    inner.wait_for_url("**mode=eval**" if "layer" in path else "**data=circles**")
    assert all("CORS policy" in trouble or "ERR_FAILED" in trouble for trouble in troubles)
    assert troubles
    troubles.clear()


def test_where_its_script_is_kept_away_forms_are_the_browsers(page: Page, unshared: str, troubles: list[str]) -> None:
    """htmx is there, and has hold of none."""
    inner = held(page, unshared, "/layer?p=0.3", f"{SCRIPTS} allow-forms")
    is_without_script(inner, "/layer?p=0.3")
    inner.locator("#y-a11").fill("1")
    press(page, inner.locator("#mark-y"))
    inner.wait_for_url("**task=y**")
    expect(inner.locator("#task-y-said b").first).to_be_visible()
    inner.locator("#k").fill("20")
    press(page, inner.locator("#scaling-form button"))
    inner.wait_for_url("**/layer?p=0.3&k=20#scaling")
    troubles.clear()
