"""Pages in headless Chromium that must ask no other host for anything and log no error."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.course import course

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Chromium draws what its address bar offers by pages of its own, a second's work in each new window. It takes the last
# --disable-features alone, so Playwright's own stand here again. Nor has it a process in reserve for the next page, or
# one for each sandboxed frame, which has no origin in a shared one either.
WITHOUT = (
    "AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,NetworkTimeServiceQuerying,"
    "OptimizationHints,PaintHolding,PreconnectToSearch,TcpPortRandomizationWin,ThirdPartyStoragePartitioning,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,"
    "SpareRendererForSitePerProcess,IsolateSandboxedIframes"
)
FLAGS = (
    f"--disable-features={WITHOUT}",
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

# How long a page takes is the machine's affair: a test fails where it never says what it should.
LONGEST = 60_000  # ms
expect.set_options(timeout=LONGEST)

USUAL = {"width": 1280, "height": 720}
PLAIN = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference", "media": "null"}
MOST_PROFILES = 4  # that stay open from test to test
REST = '<!doctype html><title>Between tests</title><link rel="icon" href="data:,">'
OUTLIVES = "would outlive the test: mark it own_profile"

# Once the browser answers this question itself, it sees all that the page asks for.
TAKEN = """async () => {
  const status = () => new Promise((known) => {
    const asked = new XMLHttpRequest();
    asked.onloadend = () => known(asked.status);
    asked.timeout = 1000;
    asked.open('GET', 'healthz?taken');
    asked.send();
  });
  for (let asked = 0; asked < 300; asked++) if (await status() === 204) return;
  throw new Error('what this page asks for is not taken');
}"""

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

    The application keeps nothing in the browser, so tests share them, and the first page of each: it goes to another
    address many times faster than a new one comes to its first. Between tests it rests at a page without anything.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.troubles: list[str] = []  # of the test that runs
        self.shared: dict[str, Page] = {}
        self.taken: set[Page] = set()

    def page(self, folded: bool, options: dict[str, Any]) -> Page:
        """The profile's first page, and once a test has that, others."""
        name = f"{folded} {sorted(options.items())}"
        if name not in self.shared:
            self.shared[name] = self.make(folded, options).new_page()
            self.shared[name].add_init_script = refuse
        page = self.shared[name]
        if page in self.taken:
            return page.context.new_page()
        self.taken.add(page)
        return page

    def end_test(self) -> None:
        """Every profile has one page again, which rests."""
        for name, page in [*self.shared.items()]:
            if page.is_closed():
                self.shared.pop(name).context.close()
            elif page in self.taken:
                for other in page.context.pages[1:]:
                    other.close()
                rest(page)
        self.taken.clear()
        changed = [name for name, page in self.shared.items() if page.evaluate("'__pwClock' in window")]
        for name in changed or [*self.shared][:-MOST_PROFILES]:
            self.shared.pop(name).context.close()
        assert not changed, f"page.clock {OUTLIVES}"

    def make(self, folded: bool, options: dict[str, Any]) -> BrowserContext:
        """A profile that no other test has."""
        context = self.browser.new_context(**options)
        context.set_default_timeout(LONGEST)
        if not folded:
            context.add_init_script(UNFOLD)
        context.on("page", seen_by_routes)
        context.on("console", lambda said: said.type == "error" and self.troubles.append(f"console: {said.text}"))
        context.on("weberror", lambda thrown: self.troubles.append(f"page: {thrown.error}"))
        context.on("request", lambda request: asks_another_host(request.url) and self.troubles.append(request.url))
        return context


def rest(page: Page) -> None:
    """Leave all that the page shows, and as far as can be what was done to it."""
    page.unroute_all(behavior="ignoreErrors")
    Page.route(page, "**/rest", lambda route: route.fulfill(body=REST, content_type="text/html"))
    page.goto("/rest")
    page.unroute_all()
    session = page.context.new_cdp_session(page)
    session.send("Page.resetNavigationHistory")
    session.detach()
    page.mouse.move(0, 0)


def seen_by_routes(page: Page) -> None:
    """`page.route` holds when it returns. A page that is loaded already comes to know of its first route a little
    later: what it asks for until then would go out to the server."""
    page.route = partial(route_now, page)


def route_now(page: Page, *pattern_and_answer: Any) -> None:
    Page.route(page, *pattern_and_answer)
    if page.url != "about:blank" and not page.url.endswith("/rest"):
        Page.route(page, "**/healthz?taken", lambda route: route.fulfill(status=204))
        page.evaluate(TAKEN)


def refuse(*_: object, **__: object) -> None:
    raise AssertionError(f"an init script {OUTLIVES}")


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
        looks = {name: options.pop(name, plain) for name, plain in PLAIN.items()}
        viewport = options.pop("viewport", USUAL)
        options = {"base_url": server, **options}
        if options["base_url"] != server or request.node.get_closest_marker("own_profile"):
            own.append(profiles.make(folded, options))
            page = own[-1].new_page()
        else:
            page = profiles.page(folded, options)
        page.set_viewport_size(viewport)
        page.emulate_media(**looks)
        return page

    yield open_page
    for context in own:
        context.close()
    profiles.end_test()
    assert troubles == []


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Of a course's site, by name."""
    return {}


@pytest.fixture(scope="module")
def site(pages: dict[str, str]) -> Iterator[str]:
    with course(pages) as address:
        yield address


@pytest.fixture
def page(new_page: Callable[..., Page], request: pytest.FixtureRequest) -> Page:
    """A page of 1360x900 pixels, light; `@pytest.mark.parametrize("page", [{...}], indirect=True)` gives it any options
    of a Playwright context. A test that looks at several sizes or schemes changes them, and loads the page once."""
    return new_page(**getattr(request, "param", LOOKS["1360px-light"]))


def asks_another_host(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about", "file") and parts.hostname != "127.0.0.1"
