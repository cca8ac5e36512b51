"""The page of an experiment in a browser: dots come, a sweep is stopped, goes on, is widened, and nothing is lost."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS
from tests.conftest import Server

SMALL = "n=20&batch=10&steps=40&hidden=4"  # a cell takes milliseconds
LONG = "hidden=8,8&steps=700&seeds=60&first=501"  # half a minute
QUICK = f"{SMALL}&values=0;0.5&seeds=6&first=301"
DONE = "Number(document.querySelector('#outcome').dataset.done)"
COMPLETE = "#outcome[data-state=complete]"


def done(page: Page) -> int:
    return page.evaluate(DONE)


def test_a_reader_predicts_runs_and_says_what_she_saw_and_a_dot_opens_its_run(page: Page) -> None:
    page.goto("/practice/p")
    page.check("[name=guess][value='2']")
    page.fill("#control-values", "0; 0.5")
    page.fill("#control-seeds", "6")
    page.fill("#control-first", "101")
    page.click("#run")
    page.wait_for_url(re.compile(r"first=101&run=1&guess=2$"))
    page.wait_for_selector(COMPLETE)
    expect(page.locator(".arms .dots.dropout a")).to_have_count(12)
    expect(page.locator("#seen")).to_contain_text("You predicted")
    dot = page.locator(".arms [data-at='p = 0.5'] .dropout a[data-seed='103']")
    said, href = dot.get_attribute("data-said"), dot.get_attribute("href")
    page.focus("[data-plots]")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    readout = page.locator("[data-readout]").text_content() or ""
    assert re.match(r"Seed \d+, p = 0\.5: [\d.]+ % with dropout", readout)
    seed = re.findall(r"\d+", readout)[0]
    assert page.locator(f".lit[data-seed='{seed}']").count() == page.locator(f"[data-seed='{seed}']").count()
    dot.locator("circle").hover()
    expect(page.locator("[data-readout]")).to_contain_text(f"Seed 103, p = 0.5: {said} with dropout")
    dot.locator("circle").click()
    page.wait_for_url(re.compile(r"/\?p=0\.5&seed=103&step=1500$"))
    assert href is not None
    expect(page.locator("[data-figure=Outcomes]")).to_contain_text(f"{said} right")


def test_a_sweep_is_stopped_goes_on_survives_a_reload_and_is_widened(page: Page) -> None:
    page.goto(f"/practice/p?{LONG}&run=1")
    page.wait_for_function(f"() => {DONE} > 0")
    before = done(page)
    page.reload()
    assert done(page) >= before  # nothing that was there is gone
    page.click("#stop")
    page.wait_for_url(re.compile("run=stopped"))
    expect(page.locator("[data-progress]")).to_contain_text("Stopped")
    stopped = done(page)
    page.click("#go-on")
    page.wait_for_function(f"() => {DONE} > {stopped}")
    page.click("#stop")
    page.wait_for_url(re.compile("run=stopped"))
    page.goto(f"/practice/p?{QUICK}&run=1")
    page.wait_for_selector(COMPLETE)
    dots = page.locator(".arms .dots a").evaluate_all("dots => dots.map((dot) => dot.outerHTML)")
    page.fill("#control-seeds", "8")
    page.click("#run")
    page.wait_for_url(re.compile("seeds=8"))
    assert done(page) >= 18 - 6  # of the twelve cells none is computed again
    page.wait_for_selector(COMPLETE)
    after = page.locator(".arms .dots a").evaluate_all("dots => dots.map((dot) => dot.outerHTML)")
    assert set(dots) <= set(after)
    assert len(after) == 2 * 2 * 8


@pytest.mark.own_profile
def test_a_server_that_comes_back_goes_on_where_the_page_was(
    new_page: Callable[..., Page],
    start_server: Callable[..., AbstractContextManager[Server]],
    troubles: list[str],
    tmp_path: Path,
) -> None:
    cells = ("--cells", str(tmp_path / "cells"), "--workers", "1", "--single-process")
    with start_server(*cells) as first:
        page = new_page(base_url=first.url)
        page.goto(f"/practice/p?{LONG}&run=1")
        page.wait_for_function(f"() => {DONE} > 0")
        before = done(page)
        port = first.url.rpartition(":")[2]
    expect(page.locator("[data-progress]")).to_have_text("The server does not answer.")
    with start_server("--port", port, *cells):
        page.wait_for_function(f"() => {DONE} > {before}")
        page.click("#stop")
        page.wait_for_url(re.compile("run=stopped"))
    assert all("ERR_CONNECTION_REFUSED" in trouble or "ERR_INCOMPLETE" in trouble for trouble in troubles)
    troubles.clear()


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_script_the_page_loads_itself_again_until_all_is_there(page: Page) -> None:
    page.goto(f"/practice/p?{SMALL}&values=0.5&seeds=6&first=401&run=1")
    expect(page.locator("[data-progress]")).to_have_text("All 12 networks are trained.")
    expect(page.locator(".arms .dots a")).to_have_count(12)


def test_it_fits_and_can_be_used_at_every_size(page: Page) -> None:
    page.goto(f"/practice/p?{QUICK}&run=1")
    page.wait_for_selector(COMPLETE)
    for look in LOOKS.values():
        page.set_viewport_size(look["viewport"])
        page.emulate_media(color_scheme=look["color_scheme"])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert serious == []
    tops = [page.locator(f".result-plot.{name}").bounding_box()["y"] for name in ("differences", "arms")]
    assert tops[0] < tops[1]  # on a phone the differences come first
