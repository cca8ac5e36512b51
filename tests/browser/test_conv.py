"""The convolutional network: what script draws of it is what the server draws, and what is grey is what is masked."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS
from tests.browser.hands import look
from tests.browser.test_method_page import serious
from tests.browser.test_network import alone
from tests.browser.test_settle import assert_says_what_the_server_says

MARKS = ".values > *, .whole, .coin-dots *, path, [data-part]"
LOOK = f"""root => [...root.querySelectorAll('#network :is({MARKS})')].map(node => [
  node.localName, ...[...node.classList].sort(), node.getAttribute('d'), node.getAttribute('fill-opacity'),
  node.children.length ? '' : node.textContent].join(' '))"""
SERVERS = f"""async address => {{
  const answer = await fetch(address, {{ headers: {{ 'HX-Request': 'true' }} }});
  return ({LOOK})(new DOMParser().parseFromString(await answer.text(), 'text/html'));
}}"""
GREY = """() => Object.fromEntries(['pool1', 'conv2', 'dense'].map(name => [name,
  [...document.querySelectorAll(`#network [data-mask="${name}"]:not(.coin-dots)`)].flatMap(group => [...group.children])
    .map(cell => cell.classList.contains('off'))]))"""
MASKED = """async ([query, step, sample]) => {
  const answer = await (await fetch(`api/step/${step}?${query}`)).json();
  const off = k => answer.masks[k][sample].flat(3).map(of => of === 0);
  return Object.fromEntries(['pool1', 'conv2', 'dense'].map((name, k) => [name, off(k)]));
}"""
SMALL = "data=digits&n=60&maps=3,4&neurons=10&batch=8&steps=60&p=0.4&place=0,1,2"


@pytest.mark.parametrize("how", ["net=conv", "method=spatial&view=backward", "method=dropblock&block=2"])
def test_what_is_grey_is_what_is_masked_and_script_draws_what_the_server_draws(page: Page, how: str) -> None:
    query, seen = f"{SMALL}&{how}", set()
    for sample in (1, 3):
        page.goto(f"/?{query}&sample={sample}&step=20")
        truth = [page.evaluate(SERVERS, f"/?{query}&sample={sample}&step={step}") for step in (21, 22)]
        alone(page)
        for step, wanted in zip((21, 22), truth, strict=True):
            page.keyboard.press("ArrowRight")
            expect(page.locator("#sentence")).to_contain_text(f"At step {step}")
            assert page.evaluate(f"() => ({LOOK})(document)") == wanted
            grey = page.evaluate(GREY)
            assert grey == page.evaluate(MASKED, [query.replace("&view=backward", ""), step, sample - 1])
            seen |= set(grey["pool1"])
        page.unroute_all()
    assert seen == {True, False}


def test_a_cell_is_looked_into_by_keyboard_from_map_to_map_and_by_pointer(page: Page) -> None:
    page.goto(f"/?{SMALL}&method=dropblock&step=20")
    page.locator("#network .pool1 [tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowLeft", *["ArrowDown"] * 6):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.locator("#inspector h2")).to_have_text("Pool 1, number 1, 7, 7")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#inspector h2")).to_have_text("Pool 1, number 2, 1, 1")
    page.click("#network .conv2 .tile:nth-child(2) .values rect:nth-child(25)")
    expect(page.locator("#inspector h2")).to_have_text("Conv 2, number 2, 4, 4")
    expect(page.locator("#inspector")).to_contain_text("seeds that reach it")
    page.locator("#network .conv2 [tabindex='0']").press("Escape")
    expect(page.locator("#inspector h2")).to_have_count(0)
    assert "layer=" not in page.url
    page.click("[data-act=play]")
    expect(page.locator("[data-step-text]")).not_to_have_text("20")
    page.click("[data-act=play]")
    assert_says_what_the_server_says(page)


def test_its_page_has_nothing_serious_for_axe_and_nothing_overflows(page: Page) -> None:
    page.goto(f"/methods/dropblock?{SMALL}&method=dropblock&step=20")
    for name in ("1360px-light", "360px-dark"):
        look(page, **LOOKS[name])
        assert serious(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
