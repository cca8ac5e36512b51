"""Both pages behind a proxy that serves them under a path of its own, which it passes on or takes away."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.proxy import proxy

PREFIX = "/user/ana%20b/proxy/8000"


@pytest.mark.parametrize("strips", [True, False], ids=["taken away", "passed on"])
def test_both_pages_work_behind_a_prefix(
    start_server: Callable[..., AbstractContextManager], new_page: Callable[..., Page], strips: bool
) -> None:
    flags = () if strips else (f"--root-path={PREFIX}/",)
    with start_server("--single-process", *flags) as running, proxy(running.url, PREFIX, strips) as address:
        page = new_page(reduced_motion="reduce", viewport={"width": 1360, "height": 900})
        page.goto(f"{address}?n=40&hidden=4&batch=10&steps=300&step=3")
        page.locator("[data-act=on]").click()
        page.wait_for_url(re.compile("step=4"))
        page.locator(".matrix .row").nth(5).click()
        page.wait_for_url(re.compile("sample=6"))
        page.locator(".stack").press("ArrowRight")
        expect(page.locator("#inspector h2")).to_contain_text("neuron")
        page.locator("[data-act=play]").click()
        expect(page.locator("[data-step-text]")).not_to_have_text("4")
        page.locator("input.live-p").first.press("ArrowRight")
        page.wait_for_url(re.compile("change=p@"))
        page.locator("[data-act=play]").click()
        page.locator("#new-masks").click()
        page.wait_for_url(re.compile("seed.masks=2"))
        page.locator("#numbers summary").click()
        expect(page.locator("#numbers table").first).to_be_visible()
        assert page.url.startswith(f"{address}?")
        page.locator("nav[aria-label=Pages] a", has_text="One layer").click()
        page.locator("#to-back").click()
        page.locator("#p").fill("0.3")
        page.locator("#p").press("Enter")
        page.wait_for_url(f"{address}layer?p=0.3&substep=mask")
        page.locator("#k").fill("50")
        page.locator("#k").press("Enter")
        page.wait_for_url(re.compile("k=50"))
        expect(page.locator("#scaling caption")).to_contain_text("50 masks")
        page.goto(f"{address}docs")
        page.locator(".reference a").nth(1).click()
        page.wait_for_url(f"{address}layer?p=0.3")
        page.goto(f"{address}share?figure=loss")  # a server that is told no prefix learns it from the page
        expect(page.locator("#snippet")).to_have_value(re.compile(re.escape(f'src="{address}embed/loss"')))
        expect(page.frame_locator("#preview").locator("#loss")).to_be_visible()
        page.close()
