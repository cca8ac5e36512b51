"""How someone looks at a run outlives a change of the run."""

import re

from playwright.sync_api import Page, expect

SHOWN = "document.querySelector('[data-step-text]').textContent"


def looks(page: Page) -> dict[str, object]:
    return page.evaluate(
        """() => ({ rate: document.querySelector('[name=rate]').value, faint: document.querySelector('#faint').checked,
      every: document.querySelector('[data-every-mask]').checked,
      since: document.querySelector('[data-since] :checked').value })"""
    )


def test_speed_masks_edges_and_since_are_kept_by_gates_data_and_fields(page: Page) -> None:
    page.goto("/?steps=300&step=30&view=backward")
    page.check("#faint")
    page.check("[data-every-mask]")
    page.select_option("[name=rate]", "3")
    page.check("[data-since] [value=start]", force=True)
    chosen = looks(page)
    for act, then in (
        (lambda: page.click("#network-gate-2"), "place=1,3"),
        (lambda: page.select_option("#control-activation", "tanh"), "activation=tanh"),
        (lambda: page.click("#data-circles"), "data=circles"),
    ):
        act()
        page.wait_for_url(re.compile(then))
        expect(page.locator("#network.backward")).to_have_count(1)
        assert looks(page) == chosen
        assert "view=backward" in page.url
    page.click("#network-forward")
    expect(page.locator("#network.backward")).to_have_count(0)


def test_the_focus_goes_on_where_it_was_after_the_run_has_changed(page: Page) -> None:
    page.goto("/?steps=300&step=30")
    page.fill("#control-seed", "5")
    page.keyboard.press("Tab")
    page.wait_for_url(re.compile("seed=5"))
    assert page.evaluate("document.activeElement.textContent") == "Each seed apart"


def test_one_p_for_each_place_changes_nothing_but_the_sliders(page: Page) -> None:
    page.goto("/?steps=300&change=p@20:0.4&step=30&sample=5")
    page.click("#rates-apart")
    page.wait_for_url(re.compile(r"change=p@20:0.4&step=30&sample=5&apart=1$"))
    expect(page.locator(".live-p")).to_have_count(3)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"step=31&sample=5&apart=1$"))
    page.fill("#control-p-2", "0.6")
    page.wait_for_url(re.compile("p@31:0.4,0.6,0.4"))
    page.click("#rates-apart")
    expect(page.locator(".live-p")).to_have_count(1)
    page.wait_for_url(re.compile(r"\?steps=300&change=p@20:0.4&step=31&sample=5$"))


def test_what_is_at_rest_stays_at_rest_and_what_plays_plays_on_when_the_run_changes(
    page: Page, troubles: list[str]
) -> None:
    page.goto("/?steps=300&step=30&sample=5")
    play, said, step = page.locator("[data-act=play]"), page.locator("#sentence"), page.locator("[data-step-text]")
    changes = (
        (lambda: page.click("#network-gate-2"), "place=1,3"),
        (lambda: page.select_option("#control-activation", "tanh"), "activation=tanh"),
        (lambda: page.fill("#control-batch", "4") or page.keyboard.press("Enter"), "batch=4"),
        (lambda: page.click("#data-circles"), "data=circles"),
    )
    for (act, then), sample in zip(changes, (5, 5, 4, 4), strict=True):
        act()
        page.wait_for_url(re.compile(f"{then}.*step=30&sample={sample}$"))
        expect(said).to_contain_text(f"sample {sample}")
        expect(play).to_have_text("Play")
        expect(step).to_have_text("30")
    page.keyboard.press("Space")
    page.wait_for_function(f"() => Number({SHOWN}) > 32")
    page.fill("#control-batch", "none")
    page.keyboard.press("Enter")
    expect(page.locator("#control-batch-error")).to_be_visible()
    expect(play).to_have_text("Pause")
    page.fill("#control-batch", "6")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("batch=6"))
    expect(page.locator("#control-batch-error")).to_have_count(0)
    expect(play).to_have_text("Pause")
    before = int(step.text_content() or 0)
    page.click("#network-gate-2")
    page.wait_for_url(re.compile("place=1"))
    expect(play).to_have_text("Pause")
    page.wait_for_function(f"() => Number({SHOWN}) > {before}")
    assert all("422" in trouble for trouble in troubles)
    troubles.clear()
