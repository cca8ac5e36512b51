"""The residual network: what script draws of it is what the server draws, and what is grey is what is masked."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS
from tests.browser.hands import look
from tests.browser.test_method_page import serious
from tests.browser.test_settle import assert_says_what_the_server_says, step_on

LOOK = """root => ['wide', 'narrow'].map(name => [...root.querySelectorAll(`#network .${name}-drawing *`)].filter(
  node => !node.matches('.off .fill, .off .size')).map(node => [node.localName, ...[...node.classList].sort(),
    ...['d', 'fill-opacity', 'transform'].map(at => node.getAttribute(at)),
    node.children.length ? '' : node.textContent].join(' ')))"""
SERVERS = f"""async () => {{
  const answer = await fetch(location.href, {{ headers: {{ 'HX-Request': 'true' }} }});
  return ({LOOK})(new DOMParser().parseFromString(await answer.text(), 'text/html'));
}}"""
GREY = "() => [...document.querySelectorAll('#network .wide-drawing .branch')].map(of => of.classList.contains('off'))"
MASKED = """async ([query, step, sample]) => {
  const answer = await (await fetch(`api/step/${step}?${query}`)).json();
  return answer.masks.map(of => !(of[of.length > 1 ? sample : 0] > 0));
}"""
SMALL = "data=digits&n=100&blocks=5&width=8&steps=60"


@pytest.mark.parametrize(
    ("how", "view"), [("method=stochastic_depth&each=sample&p=0.8", ""), ("method=layerdrop&p=0.5", "&view=backward")]
)
def test_what_is_grey_is_what_is_masked_and_script_draws_what_the_server_draws(page: Page, how: str, view: str) -> None:
    seen = set()
    for sample in (1, 3):
        page.goto(f"/?{SMALL}&{how}{view}&sample={sample}&step=20")
        for step in (21, 22, 23):
            step_on(page)
            grey = page.evaluate(GREY)
            assert grey == page.evaluate(MASKED, [f"{SMALL}&{how}", step, sample - 1])
            seen |= set(grey)
            assert page.evaluate(f"() => ({LOOK})(document)") == page.evaluate(SERVERS)
        assert_says_what_the_server_says(page)
    assert seen == {True, False}


def test_a_block_is_looked_into_by_keyboard_and_pointer(page: Page) -> None:
    page.goto(f"/?{SMALL}&method=stochastic_depth&step=20")
    page.locator(".wide-drawing .block").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#inspector h2")).to_have_text("Block 2")
    page.click(".wide-drawing .block:nth-child(4) .box")
    expect(page.locator("#inspector h2")).to_have_text("Block 4")
    expect(page.locator("#inspector")).to_contain_text("Coin against p")


def test_its_page_cuts_blocks_by_hand_has_nothing_serious_for_axe_and_nothing_overflows(page: Page) -> None:
    page.goto(f"/methods/layerdrop?{SMALL}&method=layerdrop&step=40")
    page.click("#pruning-block-2")
    expect(page.locator("#pruning .voice")).to_contain_text("Without block 2, ")
    page.click("#pruning-cut-half")
    expect(page.locator("#pruning .gone")).to_have_text(["2", "4"])
    assert "cut=2,4" in page.url
    for name in ("1360px-light", "360px-dark"):
        look(page, **LOOKS[name])
        assert serious(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
