"""The LSTM: script draws what the server draws, what is grey is what is masked, and there is time within a step."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS
from tests.browser.hands import look
from tests.browser.test_method_page import serious
from tests.browser.test_settle import assert_says_what_the_server_says, step_on

LOOK = """root => [...root.querySelectorAll('#network .unrolled *')].filter(
  node => !node.closest('.lstm-veil')).map(node => [node.localName, ...[...node.classList].sort(),
    ...['d', 'fill-opacity'].map(at => node.getAttribute(at)),
    node.children.length ? '' : node.textContent].join(' '))"""
SERVERS = f"""async () => {{
  const answer = await fetch(location.href, {{ headers: {{ 'HX-Request': 'true' }} }});
  return ({LOOK})(new DOMParser().parseFromString(await answer.text(), 'text/html'));
}}"""
GREY = """place => [...document.querySelectorAll(`#network [data-mask="${place}"]`)].map(
  of => [...of.children].map(one => one.classList.contains('off')))"""
MASKED = """async ([query, step, sample, k]) => {
  const answer = await (await fetch(`api/step/${step}?${query}`)).json();
  return answer.masks[k][sample].flat(3).map(factor => factor === 0);
}"""
SMALL = "n=60&cells=5&steps=60&batch=8"


@pytest.mark.parametrize(
    ("how", "place", "k", "view"),
    [
        ("data=memory&delay=6&gates=untied&p=0.5", "h", 1, ""),
        ("data=memory&delay=6&method=naive&p=0.5", "c", 1, "&view=backward"),
        ("data=digits&method=recurrent&place=0,1&p=0.5", "x", 0, ""),
    ],
)
def test_what_is_grey_is_what_is_masked_and_script_draws_what_the_server_draws(
    page: Page, how: str, place: str, k: int, view: str
) -> None:
    query, seen = f"{how}&{SMALL}", set()
    for sample in (1, 3):
        page.goto(f"/?{query}{view}&sample={sample}&step=20")
        for step in (21, 22):
            step_on(page)
            masked = page.evaluate(MASKED, [query, step, sample - 1, k])
            grey = page.evaluate(GREY, place)
            assert grey
            assert all(group == masked for group in grey)
            seen |= set(masked)
            assert page.evaluate(f"() => ({LOOK})(document)") == page.evaluate(SERVERS)
        assert_says_what_the_server_says(page)
    assert seen == {True, False}


def test_a_small_transport_goes_along_the_sequence_while_training_stands(page: Page) -> None:
    page.goto(f"/?data=memory&delay=6&{SMALL}&step=20")
    said, veil = page.locator(".lstm-transport output"), page.locator(".lstm-veil")
    expect(said).to_have_text("t = 0 to 5")
    expect(veil).to_be_hidden()
    page.get_by_role("button", name="One step of the sequence on").click()
    page.get_by_role("button", name="One step of the sequence on").click()
    expect(said).to_have_text("t = 1")
    expect(veil).to_be_visible()
    column, strip = (page.locator(of).bounding_box() for of in (".lstm-veil i", ".strip.c"))
    assert column["x"] == pytest.approx(strip["x"] + strip["width"] / 6, abs=2)
    page.get_by_role("button", name="Play the sequence").click()
    expect(said).to_have_text("t = 0 to 5")  # when it is through
    assert "step=20" in page.url


def test_a_unit_is_looked_into_at_any_step_of_the_sequence(page: Page) -> None:
    page.goto(f"/?data=memory&delay=6&{SMALL}&step=20")
    page.locator(".strip.c .values rect").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#inspector h2")).to_have_text("Unit 2 at t = 2")
    expect(page.locator("#inspector")).to_contain_text("Gates")


@pytest.mark.parametrize("name", ["variational", "naive"])
def test_its_pages_have_nothing_serious_for_axe_and_nothing_overflows(page: Page, name: str) -> None:
    data = "digits" if name == "variational" else "memory"
    page.goto(f"/methods/{name}?data={data}&method={name}&{SMALL}&step=20")
    expect(page.locator("#same-coins li")).to_have_count(4)
    for how in ("1360px-light", "360px-dark"):
        look(page, **LOOKS[how])
        assert serious(page) == [], how
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), how
