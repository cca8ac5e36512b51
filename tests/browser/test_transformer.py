"""The transformer: what script draws of it is what the server draws, and what is grey is what is masked."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_settle import assert_says_what_the_server_says, step_on

LOOK = """root => [...root.querySelectorAll('#network .sheets *')].map(node =>
  [node.localName, ...[...node.classList].sort(), ...['d', 'fill-opacity'].map(at => node.getAttribute(at)),
    node.children.length ? '' : node.textContent].join(' '))"""
SERVERS = f"""async () => {{
  const answer = await fetch(location.href, {{ headers: {{ 'HX-Request': 'true' }} }});
  return ({LOOK})(new DOMParser().parseFromString(await answer.text(), 'text/html'));
}}"""
GREY = """() => ['1.E', 'attention', 'mixed', 'fed'].map(on =>
  [...document.querySelectorAll(`#network [data-mask="${on}"] > *`)].map(of => of.classList.contains('off')))"""
MASKED = """async ([query, step, sample]) => {
  const answer = await (await fetch(`api/step/${step}?${query}`)).json();
  return answer.masks.map(of => of[sample].flat(3).map(factor => factor === 0));
}"""
SMALL = "data=words&n=60&width=6&inner=5&batch=8&steps=60&p=0.4"


@pytest.mark.parametrize("view", ["", "&view=backward"])
def test_what_is_grey_is_what_is_masked_and_script_draws_what_the_server_draws(page: Page, view: str) -> None:
    seen = set()
    for sample in (1, 3):
        page.goto(f"/?{SMALL}{view}&sample={sample}&step=20")
        for step in (21, 22):
            step_on(page)
            grey = page.evaluate(GREY)
            assert grey == page.evaluate(MASKED, [SMALL, step, sample - 1])
            seen |= {off for place in grey for off in place}
            assert page.evaluate(f"() => ({LOOK})(document)") == page.evaluate(SERVERS)
        assert_says_what_the_server_says(page)
    assert seen == {True, False}


def test_a_weight_of_the_second_head_is_looked_into_by_keyboard(page: Page) -> None:
    page.goto(f"/?{SMALL}&step=20")
    page.locator("#network [data-values=attention][data-first] path").first.focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    words = page.locator("#network .sheets svg").nth(1).locator(".word").all_text_contents()
    expect(page.locator("#inspector h2")).to_have_text(f"Head 2: {words[1]} looks at {words[1]}")
    expect(page.locator("#inspector")).to_contain_text("Its row adds up to")
