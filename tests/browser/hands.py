"""Presses as hands make them: the button is down for a while, and what is aimed at is what is seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

from playwright.sync_api import Locator, Page

HOLDS = cycle((30, 70, 120, 200))  # ms that a button is down
STILL = "F9"  # a key that the page has no use for: while a hand has something down, the page keeps still


@contextmanager
def pressing(page: Page, target: Locator, x: float = 0.5) -> Iterator[tuple[float, float]]:
    """The button is down on a target, and is let go at the end; where it is."""
    page.keyboard.down(STILL)  # nothing moves between the look and the press
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    at = box["x"] + x * box["width"], box["y"] + box["height"] / 2
    page.mouse.move(*at)
    page.mouse.down()
    page.keyboard.up(STILL)
    page.wait_for_timeout(next(HOLDS))
    yield at
    page.mouse.up()


def press(page: Page, target: Locator | str) -> None:
    """Click as a hand does."""
    with pressing(page, page.locator(target).first if isinstance(target, str) else target):
        pass


def type_over(page: Page, field: str, text: str) -> None:
    """Put text in place of what a field holds, and leave the caret there."""
    press(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def slow(page: Page, latency: int) -> None:
    """Every answer of the server takes so many ms more."""
    session = page.context.new_cdp_session(page)
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1},
    )


def look(page: Page, viewport: Any = None, **media: Any) -> None:
    """As through another window, or with other wishes of the reader; once colours have come to rest."""
    if viewport:
        page.set_viewport_size(viewport)
    page.emulate_media(**media)
    page.evaluate("Promise.all(document.getAnimations().map(({ finished }) => finished))")
