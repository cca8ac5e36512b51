"""Two methods' figures in one course page: each is of its own run, and neither disturbs the other."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
from playwright.sync_api import Frame, Page, expect

from tests.browser.course import HEARS, frame, framed, heard, wait_heard

BLOCKS = "data=digits&n=100&steps=60&method=dropblock"
LINKS = "data=digits&n=100&steps=60&cells=8&method=variational"


def off(inner: Frame, on: str) -> list[bool]:
    """What is grey of a mask, element by element; where it is drawn more than once, time after time."""
    marks: list[bool] = inner.locator(f"[data-mask='{on}']:not(.coin-dots)").evaluate_all(
        "groups => groups.flatMap(group => [...group.children]).map(mark => mark.classList.contains('off'))"
    )
    return marks


def masked(server: str, link: str, step: int, place: int) -> list[bool]:
    """The same by /api/step."""
    mask = httpx2.get(f"{server}/api/step/{step}?{link}&sample=1").json()["masks"][place][0]
    while isinstance(mask[0], list):
        mask = [each for part in mask for each in part]
    return [factor == 0 for factor in mask]


def test_each_plays_its_own_run_and_greys_what_that_masks(
    new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str]
) -> None:
    frames = "".join(
        framed(server, name, f"embed/network?{link}&step=5") for name, link in (("a", BLOCKS), ("b", LINKS))
    )
    pages["two"] = f"<!doctype html><title>Course</title>{HEARS}{frames}"
    page = new_page()
    page.goto(f"{site}/two")
    for name in ("a", "b"):
        wait_heard(page, name, "one.type === 'ready'")
        page.evaluate(f"ask('{name}', {{ type: 'play' }})")
    for name in ("a", "b"):
        wait_heard(page, name, "one.type === 'step' && one.step > 8")
    for name in ("a", "b"):
        page.evaluate(f"ask('{name}', {{ type: 'pause' }})")
        wait_heard(page, name, "one.type === 'state' && !one.playing")
    for name, link, on, place in (("a", BLOCKS, "pool1", 0), ("b", LINKS, "h", 1)):
        page.evaluate(f"ask('{name}', {{ type: 'step', step: 30 }})")
        wait_heard(page, name, "one.step === 30")
        inner = frame(page, name)
        expect(inner.locator("#sentence")).to_contain_text("At step 30,")
        grey, wanted = off(inner, on), masked(server, link, 30, place)
        assert any(wanted)
        assert grey[: len(wanted)] == wanted
    assert heard(page, "a", "ready")[0]["run"] != heard(page, "b", "ready")[0]["run"]
