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


OF_A_PAGE = ("color_scheme", "forced_colors", "reduced_motion")
MOST_PROFILES = 4  # that stay open from test to test
KEPT = '<!doctype html><title>Kept open</title><link rel="icon" href="data:,">'


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


class Profiles:
    """Browser profiles, by what only a profile can have: scripts off, a finger in place of a mouse, another server.

    The application keeps nothing in the browser, so tests share them, each with pages of its own. In each profile one
    small page stays open: with it stays the process that shows the server's pages, which takes a second to start.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.troubles: list[str] = []  # of the test that runs
        self.open: dict[str, BrowserContext] = {}

    def profile(self, folded: bool, options: dict[str, Any]) -> BrowserContext:
        name = f"{folded} {sorted(options.items())}"
        if name not in self.open:
            self.open[name] = self.make(folded, options)
            kept = self.open[name].new_page()
            kept.route("**/kept", lambda route: route.fulfill(body=KEPT, content_type="text/html"))
            kept.goto("/kept")
        return self.open[name]

    def end_test(self) -> None:
        """Close all pages but those that stay."""
        for context in self.open.values():
            for page in context.pages[1:]:
                page.close()
        changed = [name for name, context in self.open.items() if context.pages[0].evaluate("'__pwClock' in window")]
        for name in changed or [*self.open][:-MOST_PROFILES]:
            self.open.pop(name).close()
        assert not changed, "page.clock is the whole profile's: mark the test own_profile"

    def make(self, folded: bool, options: dict[str, Any]) -> BrowserContext:
        """One that no other test has."""
        context = self.browser.new_context(**options)
        if not folded:
            context.add_init_script(UNFOLD)
        context.on("console", lambda said: said.type == "error" and self.troubles.append(f"console: {said.text}"))
        context.on("weberror", lambda thrown: self.troubles.append(f"page: {thrown.error}"))
        context.on("request", lambda request: asks_another_host(request.url) and self.troubles.append(request.url))
        return context


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Profiles:
    return Profiles(browser)


@pytest.fixture
def troubles(profiles: Profiles) -> list[str]:
    """What went wrong in the test's pages so far. A test that provokes an error checks it, then clears it."""
    profiles.troubles.clear()
    return profiles.troubles


@pytest.fixture
def new_page(
    profiles: Profiles, server: str, troubles: list[str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Opens a page, as in `new_page(color_scheme="dark")`, with addresses relative to the shared server. The test
    fails at its end where `troubles` holds any. `folded=True` leaves the folds of the settings as the server sends
    them; else script, where it runs, opens them. `own_profile` marks a test that changes more than its pages."""
    own: list[BrowserContext] = []

    def open_page(folded: bool = False, **options: Any) -> Page:
        looks = {name: options.pop(name) for name in OF_A_PAGE if name in options}
        viewport = options.pop("viewport", None)
        options = {"base_url": server, **options}
        if options["base_url"] != server or request.node.get_closest_marker("own_profile"):
            own.append(profiles.make(folded, options))
            page = own[-1].new_page()
        else:
            page = profiles.profile(folded, options).new_page()
        if viewport:
            page.set_viewport_size(viewport)
        page.emulate_media(**looks)
        return page

    yield open_page
    for context in own:
        context.close()
    profiles.end_test()
    assert troubles == []


@pytest.fixture
def page(new_page: Callable[..., Page], request: pytest.FixtureRequest) -> Page:
    """A page of 1360x900 pixels, light. `@pytest.mark.every_look` gives it each size and scheme in turn, and
    `@pytest.mark.parametrize("page", [{...}], indirect=True)` any options of a Playwright context."""
    return new_page(**getattr(request, "param", LOOKS["1360px-light"]))


def asks_another_host(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1"
