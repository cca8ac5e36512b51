"""What a screen reader hears of the transport: nothing while it plays, and after a step what it shows, once."""

import re

from playwright.sync_api import Page, expect

from tests.browser.hands import press

HEAR = """() => {
  window.heard = [];
  const live = '[role=status], [role=alert], output, [aria-live]';
  const quiet = region => region.closest('[aria-live=off]');
  new MutationObserver(changes => {
    for (const { target, addedNodes } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest(live) ?? [...addedNodes].find(node => node.matches?.(live));
      if (region && !quiet(region)) window.heard.push(region.textContent.trim());
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
SHOWN = "document.querySelector('[data-step-text]').textContent"
SAID = "[data-step-said]"


def test_it_is_quiet_while_it_plays_and_says_the_sentence_once_when_it_rests(page: Page) -> None:
    page.goto("/?steps=1500&step=5&change=p@10:0.4")
    page.evaluate(HEAR)
    press(page, "[data-act=play]")
    page.wait_for_function(f"() => Number({SHOWN}) > 40")
    assert page.evaluate("window.heard") == []
    press(page, "[data-act=play]")
    expect(page.locator(SAID)).to_have_text(re.compile(r"^At step \d+, .* off for sample 1\."))
    assert len(page.evaluate("window.heard")) == 1
    step = int(page.text_content("[data-step-text]") or 0)
    for _ in range(3):
        press(page, "[data-act=on]")
    expect(page.locator(SAID)).to_contain_text(f"At step {step + 3}, ")
    assert page.text_content(SAID) == page.text_content("#sentence")
    assert page.evaluate("window.heard")[-1].startswith(f"At step {step + 3}, ")


def test_a_wheel_over_a_field_that_has_the_focus_scrolls_and_changes_nothing(page: Page) -> None:
    page.goto("/?steps=300&step=5&apart=1")
    page.evaluate("document.querySelectorAll('.controls details').forEach(part => part.open = true)")
    fields = page.locator(
        ".controls :is(input:not([type=hidden], [type=checkbox]), select), #transport :is(select, input)"
    )
    values = (
        "() => [...document.querySelectorAll('.controls input, .controls select, #transport select')].map(f => f.value)"
    )
    before, address = page.evaluate(values), page.url
    for at in range(fields.count()):
        field = fields.nth(at)
        if not field.is_visible() or field.is_disabled():
            continue
        field.focus()
        field.hover()
        for turn in (120, -120):
            page.mouse.wheel(0, turn)
    assert page.evaluate(values) == before
    assert page.url == address


def test_what_counts_from_when_is_said_of_all_that_it_governs(page: Page) -> None:
    page.goto("/?steps=300&step=100")
    expect(page.locator("[data-since] legend")).to_have_text("Changes of p, learning rate and decay count")
    page.locator("[data-since] [value=start]").check(force=True)
    page.fill("#control-lr", "0.05")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"lr=0\.05"))
    assert "change=" not in page.url
