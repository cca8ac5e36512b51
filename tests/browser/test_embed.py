"""Embeds in a page of another origin: they load, play, say how high they are, obey that page and nobody else."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Page, expect

from app.web.embed.catalogue import EMBEDS
from app.web.figures.catalogue import FIGURES
from tests.browser.course import HEARS, course, frame, framed, heard, wait_heard
from tests.conftest import Server

STRANGER = """<!doctype html><title>Stranger</title><script>
const say = (to, what) => to.postMessage({ dropoutExplorer: 1, ...what }, '*');
for (const type of ['play', 'step']) say(parent.frames[0], { type, step: 9 });
say(parent.frames[0], { type: 'set', p: 0.7 });
say(parent, { type: 'height', height: 2000 });
say(parent, { type: 'height', height: 0 });
parent.postMessage('done', '*');
</script>"""
RUN = "steps=300&p=0.4&step=12"
SMALL = "n=20&batch=4&hidden=4&steps=300"


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'], ids=["plain", "sandbox"])
def test_a_frame_plays_tells_its_height_and_obeys_its_page_alone(
    new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str], sandbox: str
) -> None:
    script = f'<script src="{server}/static/embed.js"></script>'
    pages["one"] = f"<!doctype html><title>Course</title>{HEARS}{script}" + framed(
        server, "a", f"embed/network?{RUN}", sandbox
    )
    page = new_page()
    page.goto(f"{site}/one")
    wait_heard(page, "a", "one.type === 'ready'")
    ready = heard(page, "a", "ready")[0]
    assert (ready["step"], ready["steps"], ready["sample"], ready["playing"]) == (12, 300, 1, False)
    assert ready["run"] == "steps=300&p=0.4"
    wait_heard(page, "a", "one.type === 'height'")
    inner = frame(page, "a")
    page.wait_for_function("document.getElementById('a').style.height")
    high = inner.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    assert page.locator("#a").evaluate("frame => frame.clientHeight") == high <= (530 if sandbox else 500)

    page.evaluate("ask('a', { type: 'play' })")
    wait_heard(page, "a", "one.type === 'state' && one.playing")
    wait_heard(page, "a", "one.type === 'step' && one.step > 14")
    page.evaluate("ask('a', { type: 'pause' })")
    wait_heard(page, "a", "one.type === 'state' && !one.playing")
    page.evaluate("ask('a', { type: 'step', step: 40 })")
    wait_heard(page, "a", "one.step === 40")
    expect(inner.locator("#sentence")).to_contain_text("At step 40,")
    page.evaluate("ask('a', { type: 'step' })")
    expect(inner.locator("#sentence")).to_contain_text("At step 41,")
    page.evaluate("ask('a', { type: 'set', p: 0.6, sample: 3, view: 'backward' })")
    wait_heard(page, "a", "one.sample === 3 && one.run.includes('p@41:0.6')")
    expect(inner.locator("#network.backward")).to_have_count(1)
    expect(inner.locator("#network .gate.on").first).to_contain_text("0.6")

    for nonsense in ("{ type: 'close' }", "{ type: 'constructor' }", "{ type: 'step', step: 'x' }"):
        page.evaluate(f"ask('a', {nonsense})")
    page.evaluate("document.getElementById('a').contentWindow.postMessage({ dropoutExplorer: 2, type: 'play' }, '*')")
    before = len(heard(page, "a", "state"))
    pages["stranger"] = STRANGER
    page.evaluate(
        """address => {
          const frame = document.createElement('iframe');
          addEventListener('message', ({ data }) => { if (data === 'done') window.done = true; });
          frame.src = address;
          document.body.append(frame);
        }""",
        f"{site}/stranger",
    )
    page.wait_for_function("window.done")
    page.evaluate("ask('a', { type: 'step', step: 50 })")  # after all that the stranger said
    wait_heard(page, "a", "one.step === 50")
    states = heard(page, "a", "state")[before:]
    assert all(state["playing"] is False and "0.7" not in str(state["run"]) for state in states)
    assert page.locator("#a").evaluate("frame => frame.clientHeight") < 700

    # What a hand does works as well, and the page is told.
    inner.locator("[data-act=on]").click()
    wait_heard(page, "a", "one.step === 51")
    inner.get_by_label("The next sample").click()
    wait_heard(page, "a", "one.step === 51 && one.sample === 4")
    expect(inner.locator("#sentence")).to_contain_text("for sample 4")
    if sandbox:
        expect(inner.locator("[data-outside] span")).to_contain_text("step=51")
        assert inner.locator("[data-outside] span").inner_text().startswith(f"{server}/?")
    else:
        expect(inner.locator("[data-outside]")).to_be_hidden()
        expect(inner.locator("#full")).to_have_attribute("href", re.compile("step=51"))


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'], ids=["plain", "sandbox"])
def test_ten_hold_no_connection_until_they_are_played_and_all_play(
    new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str], sandbox: str
) -> None:
    names = [*FIGURES]
    ids = [f"f{n}" for n in range(10)]
    pages["ten"] = f"<!doctype html><title>Course</title>{HEARS}" + "".join(
        framed(server, id, f"embed/{names[n % len(names)]}?{SMALL}&seed={n % 3}", sandbox) for n, id in enumerate(ids)
    )
    asked: list[str] = []
    page = new_page(viewport={"width": 1500, "height": 2800})
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/ten")
    for id in ids:
        wait_heard(page, id, "one.type === 'ready'")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/stream" in url or "/frame" in url]
    for id in ids:
        page.evaluate("id => ask(id, { type: 'play' })", id)
    for id in ids:
        wait_heard(page, id, "one.type === 'step' && one.step > 4")
    for id in ids:
        page.evaluate("id => ask(id, { type: 'pause' })", id)
    for id in ids:
        wait_heard(page, id, "one.type === 'state' && !one.playing && one.step > 0")


def test_off_screen_it_holds_no_stream_and_goes_on_when_it_is_seen(
    new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str]
) -> None:
    pages["tall"] = (
        f"<!doctype html><title>Course</title>{HEARS}"
        + framed(server, "a", "embed/loss?steps=1500")
        + '<div style="height: 3000px"></div>'
    )
    page = new_page()
    open_streams: set[object] = set()
    page.on("request", lambda request: "/stream" in request.url and open_streams.add(request))
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda request: open_streams.discard(request))
    page.goto(f"{site}/tall")
    wait_heard(page, "a", "one.type === 'ready'")
    page.evaluate("ask('a', { type: 'play' })")
    wait_heard(page, "a", "one.type === 'step' && one.step > 3")
    assert len(open_streams) == 1
    with page.expect_event("requestfailed", lambda request: "/stream" in request.url):
        page.mouse.wheel(0, 2500)
    assert not open_streams
    stood = page.evaluate("heard.at(-1).step")
    page.mouse.wheel(0, -2500)
    wait_heard(page, "a", f"one.step > {stood} + 3")


def test_a_page_that_is_not_listed_is_refused(
    new_page: Callable[..., Page],
    site: str,
    pages: dict[str, str],
    troubles: list[str],
    start_server: Callable[..., AbstractContextManager[Server]],
) -> None:
    with start_server("--single-process", "--frame-ancestors", site) as own:
        pages["listed"] = "<!doctype html><title>Course</title>" + HEARS + framed(own.url, "a", "embed/map?steps=20")
        page = new_page()
        page.goto(f"{site}/listed")
        wait_heard(page, "a", "one.type === 'ready'")
        with course({"other": pages["listed"]}) as other:
            page.goto(f"{other}/other")
            page.wait_for_function("document.getElementById('a')")
            page.wait_for_load_state("load")
            assert page.evaluate("heard") == []
            assert frame(page, "a").locator("#scene").count() == 0
        assert any("frame-ancestors" in trouble or "ERR_BLOCKED" in trouble for trouble in troubles)
        troubles.clear()
        page.goto("about:blank")


RUNS = [f"data={data}&steps=100&step=30" for data in ("moons", "digits", "curve")]
NETS = [
    "data=digits&method=dropblock",
    "data=memory&method=variational",
    "data=digits&method=stochastic_depth",
    "data=words",
]
LINKS = dict.fromkeys(FIGURES, RUNS) | {
    "network": [*RUNS, *(f"{net}&n=60&steps=20&step=10" for net in NETS)],
    "layer": ["", "substep=scale&coins=shown&p=0.123456", "mode=eval&substep=draw&batch=2&units=2"],
}


@pytest.mark.parametrize("name", EMBEDS)
def test_it_fits_its_frame_and_a_narrow_one(new_page: Callable[..., Page], server: str, name: str) -> None:
    """In a frame of the size of its snippet, figure, sentence and transport are all seen; nothing is cut at 320 px."""
    height = EMBEDS[name].height
    page = new_page(viewport={"width": 700, "height": height}, reduced_motion="reduce")
    for link in LINKS[name]:
        page.set_viewport_size({"width": 700, "height": height})
        page.goto(f"/embed/{name}?{link}")
        page.wait_for_function("document.querySelector('[data-figure], #figure')")
        size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert size[0] <= 700
        assert size[1] <= height, link
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, link
