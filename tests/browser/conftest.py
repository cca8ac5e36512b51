"""Pages in headless Chromium that must ask no other host for anything and log no error."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOOKS = {
    f"{width}px-{scheme}": {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    for width, height in ((1360, 900), (360, 740))
    for scheme in ("light", "dark")
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("every_look"):
        metafunc.parametrize("page", LOOKS.values(), ids=LOOKS.keys(), indirect=True)


# As for a reader who has unfolded all settings, so that a test can reach each of them.
UNFOLD = """document.addEventListener('DOMContentLoaded', () =>
  document.querySelectorAll('#scene .fold, #drawing').forEach((fold) => { fold.open = true; }))"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = f"these tests need a browser on PATH: {', '.join(NAMES)}"
        if os.environ.get("DROPOUT_EXPLORER_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong in the test's pages so far. A test that provokes an error checks it, then clears it."""
    return []


@pytest.fixture
def new_page(browser: Browser, server: str, troubles: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh browser, as in `new_page(color_scheme="dark")`, with addresses relative to the
    shared server. The test fails at its end where `troubles` holds any. `folded=True` leaves the folds of the
    settings as the server sends them; else script, where it runs, opens them."""
    contexts: list[BrowserContext] = []

    def open_page(folded: bool = False, **options: Any) -> Page:
        context = browser.new_context(**{"base_url": server, **options})
        if not folded:
            context.add_init_script(UNFOLD)
        contexts.append(context)
        context.on("console", lambda said: said.type == "error" and troubles.append(f"console: {said.text}"))
        context.on("weberror", lambda thrown: troubles.append(f"page: {thrown.error}"))
        context.on("request", lambda request: asks_another_host(request.url) and troubles.append(request.url))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def page(new_page: Callable[..., Page], request: pytest.FixtureRequest) -> Page:
    """A page of 1360x900 pixels, light. `@pytest.mark.every_look` gives it each size and scheme in turn, and
    `@pytest.mark.parametrize("page", [{...}], indirect=True)` any options of a Playwright context."""
    return new_page(**getattr(request, "param", LOOKS["1360px-light"]))


def asks_another_host(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1"
