"""The main scenes in a real browser: what is grey is what the engine dropped, and a link is a picture."""

import itertools
import json
import time
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS
from tests.browser.hands import look

MASKS = """() => [...document.querySelectorAll('#network .layer')].map(layer =>
  [...layer.querySelectorAll('.marks > *')].map(mark => mark.classList.contains('dropped') ? 1 : 0))"""
PICTURE = """() => [...document.querySelectorAll(
  '#network svg .marks > *, #network svg path, #masks path')].map(mark =>
  [mark.getAttribute('class'), mark.getAttribute('fill-opacity'), mark.getAttribute('stroke-width'),
   mark.getAttribute('d')].join('|')).join('\\n') + document.querySelector('#sentence').textContent"""
HIDDEN = [1, 2, 3]


def facts(server: str, step: int, query: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{server}/api/step/{step}?{query}") as answer:
        return json.load(answer)


def dropped(page: Page) -> list[list[int]]:
    """1 for every neuron that is drawn as dropped, layer by layer."""
    return page.evaluate(MASKS)


def ready(page: Page) -> None:
    """Once script has taken the figure up, where there is one."""
    page.wait_for_selector("#network .stack[role=application], .tables, .plain")


def test_grey_neurons_are_those_that_the_step_dropped(page: Page, server: str) -> None:
    for step, sample in itertools.product((0, 37, 1500), (1, 8)):
        page.goto(f"{server}/?step={step}&sample={sample}")
        ready(page)
        truth = facts(server, step, f"sample={sample}")["dropped"]
        drawn = dropped(page)
        assert [drawn[k] for k in HIDDEN] == [truth[k][0] for k in HIDDEN]
        assert any(any(truth[k][0]) for k in HIDDEN)


def test_a_row_of_a_mask_draws_that_sample(page: Page, server: str) -> None:
    page.goto(f"{server}/?step=50")
    ready(page)
    before = dropped(page)
    page.locator("#masks a").nth(5).click()
    page.wait_for_function("() => document.querySelector('#sentence').textContent.includes('sample 6')")
    truth = facts(server, 50, "sample=6")["dropped"]
    assert [dropped(page)[k] for k in HIDDEN] == [truth[k][0] for k in HIDDEN]
    assert dropped(page) != before


def test_a_step_back_shows_the_same_masks_again(page: Page, server: str) -> None:
    page.goto(f"{server}/?step=200")
    ready(page)
    first = dropped(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('step=201')")
    page.wait_for_function("() => document.querySelector('#sentence').textContent.includes('step 201')")
    second = dropped(page)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => document.querySelector('#sentence').textContent.includes('step 200')")
    assert second != first
    assert dropped(page) == first


def test_moving_p_drops_neurons_one_after_another(page: Page, server: str) -> None:
    page.goto(f"{server}/?step=300")
    ready(page)
    before = dropped(page)
    slider = page.locator("input.live-p").first
    slider.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => decodeURIComponent(location.search).includes('change=p@300:0.35')")
    after = dropped(page)
    for k in HIDDEN:
        assert all(b <= a for b, a in zip(before[k], after[k], strict=True)), "a coin below 0.2 is below 0.35"
    assert sum(map(sum, after)) > sum(map(sum, before))
    query = urlsplit(page.url).query
    truth = facts(server, 300, "&".join(f"{n}={v}" for n, v in parse_qsl(query) if n not in ("step",)))["dropped"]
    assert [after[k] for k in HIDDEN] == [truth[k][0] for k in HIDDEN]


@pytest.mark.parametrize("query", ["step=128&sample=3", "p=0.4&place=0,2&step=77", "data=digits&step=40&sample=2"])
def test_a_link_opened_elsewhere_shows_the_same_picture_also_without_script(
    page: Page, new_page: Callable[..., Page], server: str, query: str
) -> None:
    page.goto(f"{server}/?{query}")
    ready(page)
    other = new_page()
    other.goto(f"{server}/?{query}")
    ready(other)
    assert other.evaluate(PICTURE) == page.evaluate(PICTURE)
    plain = new_page(java_script_enabled=False)
    plain.goto(f"{server}/?{query}")
    count = plain.locator("#network .marks .dropped").count()
    assert count == page.locator("#network .marks .dropped").count() > 0
    assert plain.locator("#sentence").inner_text() == page.locator("#sentence").inner_text()


@pytest.mark.parametrize(
    ("path", "looks"),
    [
        ("/?step=64", ("1360px-light", "360px-dark")),
        ("/?data=digits&step=9", ("1360px-dark",)),
        ("/?data=curve&step=5", ("360px-light",)),
        ("/?p=1.2", ("360px-dark",)),
    ],
)
def test_axe_finds_nothing_serious(page: Page, path: str, looks: tuple[str, ...], troubles: list[str]) -> None:
    page.goto(path)
    ready(page)
    for name in looks:
        look(page, **LOOKS[name])
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
        serious = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
        assert not serious, found.generate_report()
    if "1.2" in path:
        troubles.clear()  # the 422 that was asked for


@pytest.mark.own_profile
def test_the_first_load_is_small(page: Page, server: str) -> None:
    sizes: list[tuple[str, int]] = []
    page.on("requestfinished", lambda r: sizes.append((r.url, r.sizes()["responseBodySize"])))
    page.goto(f"{server}/?step=0", wait_until="networkidle")
    assert len(sizes) <= 12, [url for url, _ in sizes]
    assert sum(size for _, size in sizes) <= 150_000, sizes


def test_all_by_keyboard_once(new_page: Callable[..., Page]) -> None:
    page = new_page(folded=True)
    page.goto("/?steps=300&step=20")
    ready(page)
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const a = document.activeElement; return a.getAttribute('aria-label') || a.id || a.name"
            " || a.textContent.trim().slice(0, 30) }"
        )
        seen.append(name)
        if seen.count(seen[0]) > 1:
            break
    text = " / ".join(map(str, seen))
    for stop in ("Explore", "Network with layers", "Play", "take it away", "sample"):
        assert stop.lower() in text.lower(), f"no stop for {stop}: {text}"
    assert len(seen) < 80, "figures are one stop each"
    assert seen[:2] == ["Skip to the figure", "Skip to the settings"]
    assert seen.index("control-p") <= 12, "p is among the first stops"


def test_links_lead_past_the_network_to_the_settings_and_past_them_to_the_figure(new_page: Callable[..., Page]) -> None:
    page = new_page(folded=True)
    page.goto("/?steps=300&step=20")
    for stops, then in ((1, "figure"), (2, "controls")):
        page.evaluate("document.activeElement.blur(); document.body.tabIndex = -1; document.body.focus()")
        for _ in range(stops):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0, "it is seen"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == then
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "control-p"


def test_a_viewer_who_leaves_frees_her_stream(new_page: Callable[..., Page], server: str) -> None:
    def viewers() -> int:
        with urllib.request.urlopen(f"{server}/healthz") as answer:
            return json.load(answer)["viewers"]

    page = new_page()
    page.goto("/?steps=1000&seed=5")
    page.wait_for_function("() => Number(document.querySelector('[data-step-text]').textContent) > 3")
    assert viewers() == 1
    page.close()
    for _ in range(40):
        if viewers() == 0:
            return
        time.sleep(0.05)
    raise AssertionError("the stream is still there two seconds after its viewer left")


def test_the_backward_pass_of_a_run_that_still_trains_stays_on_the_page(page: Page) -> None:
    page.goto("/?p=0.4&place=0,2&step=300&sample=4&view=backward&seed=77&steps=6000")
    page.locator(".about").evaluate("node => node.setAttribute('data-before', '')")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#sentence")).to_contain_text("At step 301")
    arrows = "() => [...document.querySelectorAll('#network .arrows')].some(path => path.getAttribute('d'))"
    assert page.evaluate(arrows)
    expect(page.locator(".about[data-before]")).to_have_count(0)  # the server's page has taken its place
    assert page.evaluate(arrows)


def test_on_a_small_screen_p_stands_by_the_transport_and_the_rest_of_the_settings_last(page: Page) -> None:
    page.goto("/?steps=300&step=10")
    parts = ["#sentence", "#network", "#transport", ".dropout-fields", "#outcomes", "#masks", ".about", "#control-seed"]
    for width in (768, 360):
        page.set_viewport_size({"width": width, "height": 900})
        tops = [page.locator(part).evaluate("node => node.getBoundingClientRect().top") for part in parts]
        assert tops == sorted(tops), width
        assert page.locator("#network .exact").first.is_visible()


def test_without_a_place_for_dropout_p_cannot_be_moved_and_says_why(page: Page) -> None:
    page.goto("/?steps=300&place=none&step=3")
    slider = page.locator("#control-p")
    assert slider.is_disabled()
    assert page.locator(f"#{slider.get_attribute('aria-describedby')}").inner_text().startswith("No place has dropout")


def test_words_are_said_before_they_are_used(page: Page) -> None:
    page.goto("/?steps=300&step=3")
    text = page.inner_text("#scene")
    for words in ("Without: its twin", "silent: 0 here", "dead: 0 for all", "masks on ", "Masks on: the whole"):
        assert words in text
