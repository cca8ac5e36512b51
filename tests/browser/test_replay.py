"""A replay opened from a disk, with the network off: it plays, steps, scrubs, and asks nobody for anything."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app import export
from tests.browser.course import HEARS, course, frame, framed, wait_heard
from tests.web.page_tree import tree

SEEN = """() => [...document.querySelectorAll('#network .layer .marks')].map((layer) =>
  [...layer.children].map((mark) => Number(mark.classList.contains('dropped'))))"""
ROWS = """() => [...document.querySelectorAll('#batch .matrix')].map((matrix) =>
  [...matrix.querySelectorAll('.row .kept')].map((row) => row.getAttribute('d').split('M').length - 1))"""
AT = "step => document.querySelector('[data-step-text]').textContent === String(step)"
SETTLED = "step => document.querySelector('#sentence').textContent.startsWith(`At step ${step}, `)"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default run."""
    return written(tmp_path_factory.mktemp("replay") / "network.html", "")


def written(file: Path, link: str, *flags: str) -> Path:
    with ThreadPoolExecutor(1) as thread:  # Playwright has an event loop in this one
        thread.submit(export.main, [link, str(file), *flags]).result()
    return file


@pytest.fixture
def opened(new_page: Callable[..., Page]) -> Iterator[Open]:
    """Opens a file in a browser that has no network; the test fails where it asks for anything else."""
    asked: list[str] = []
    files: set[str] = set()

    def open_file(file: Path, ready: str = ".beside", **options: Any) -> Page:
        page = new_page(offline=True, reduced_motion="reduce", **options)
        page.context.on("request", lambda request: asked.append(request.url))
        page.context.route("http*://**", lambda route: route.abort())
        page.goto(file.as_uri())
        files.add(file.as_uri())
        page.wait_for_selector(ready, state="attached")
        return page

    yield open_file
    assert set(asked) == files


def step_facts(server: str, step: int, sample: int | None = None) -> dict[str, Any]:
    """What the server says of a step of the default run."""
    named = "" if sample is None else f"?sample={sample}"
    with urllib.request.urlopen(f"{server}/api/step/{step}{named}", timeout=20) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def shows(page: Page, server: str, step: int, sample: int) -> None:
    """The neurons that are off are those of the server's step; and so is each row of the batch."""
    page.wait_for_function(SETTLED, arg=step)
    facts = step_facts(server, step, sample)
    off = [layer[0] for layer in facts["dropped"][1:]]
    assert page.evaluate(SEEN) == [[0, 0], *off, [0]]
    whole = step_facts(server, step)["dropped"][1:]
    assert page.evaluate(ROWS) == [[row.count(0) for row in place] for place in whole]
    assert f"for sample {sample}." in page.locator("#sentence").inner_text()


@pytest.mark.own_profile
def test_the_default_run_plays_steps_and_scrubs_as_the_server_has_it(default: Path, opened: Open, server: str) -> None:
    assert default.stat().st_size < 1_000_000
    page = opened(default)
    assert page.locator("html").get_attribute("data-started") == ""  # else what only script can do goes out of sight
    for fold in page.locator("details.beside > summary").all():
        fold.click()
    shows(page, server, 0, 1)

    page.keyboard.press("ArrowRight")
    shows(page, server, 1, 1)
    page.locator(".side [data-by='1']").click()
    shows(page, server, 1, 2)
    page.locator("#batch a.row").nth(5).click()
    shows(page, server, 1, 6)
    page.locator("[data-act=on]").click()
    shows(page, server, 2, 6)

    slider = page.locator("input[name=step]")
    slider.fill("700")
    shows(page, server, 700, 6)
    slider.press("ArrowLeft")
    shows(page, server, 699, 6)
    page.locator(".side [data-by='-1']").click()
    shows(page, server, 699, 5)

    slider.fill("1400")
    page.select_option("[name=rate]", "max")
    page.locator("[data-act=play]").click()
    page.wait_for_function(AT, arg=1500)
    page.wait_for_selector("main:not(.playing)")
    shows(page, server, 1500, 5)
    with urllib.request.urlopen(f"{server}/frame?step=1500", timeout=20) as answer:
        outcome = json.load(answer)["outcome"]
    assert page.locator("#map [data-eval]").inner_text() == "1500"
    assert page.locator("#map [data-test]").all_inner_texts() == outcome["say"]["test"]
    assert page.locator("#verdict").inner_text() == outcome["say"]["verdict"]
    assert page.locator("#loss [data-said='test 1']").first.inner_text() == outcome["say"]["test"][1]

    page.locator("[data-act=play]").click()  # again from the start
    page.wait_for_function("() => Number(document.querySelector('[data-step-text]').textContent) < 1400")
    page.locator("[data-act=play]").click()


@pytest.mark.own_profile
def test_samples_that_are_not_there_are_passed_over(default: Path, opened: Open) -> None:
    page = opened(default)
    page.locator("details.beside > summary").first.click()
    now = page.locator(".side [data-sample-now]")
    there = [int(row.get_attribute("data-sample") or "") + 1 for row in page.locator("#batch a.row").all()]
    there = sorted(set(there))
    assert 4 <= len(there) < 20
    page.locator(".side [data-by='-1']").click()
    assert now.inner_text() == str(there[-1])  # round in a ring
    page.locator(".side [data-by='1']").click()
    assert now.inner_text() == str(there[0])
    page.locator("#batch .row").nth(19).click()
    assert now.inner_text() == str(there[0])
    page.locator("#batch a.row.chosen").first.focus()
    for sample in there[1:]:
        page.keyboard.press("ArrowDown")
        assert now.inner_text() == str(sample)
    page.keyboard.press("ArrowDown")
    assert page.locator("#batch [data-sample-now]").inner_text() == now.inner_text() == str(there[0])


@pytest.mark.own_profile
def test_where_steps_are_left_out_each_hand_comes_to_one_that_is_there(
    tmp_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.embed.run_replay.SIZE_MAX", 250_000)
    page = opened(written(tmp_path / "run.html", "data=curve&n=20&hidden=6&batch=4&steps=301&step=100"))
    text = page.locator("[data-step-text]")
    every = int(page.locator("footer p").inner_text().split("one step in ")[1].split(",")[0])
    assert every in (2, 4, 8, 16)
    at = int(text.inner_text())
    assert at == 100 // every * every
    page.keyboard.press("ArrowRight")
    page.wait_for_function(AT, arg=at + every)
    page.locator("input[name=step]").press("ArrowRight")
    page.wait_for_function(AT, arg=at + 2 * every)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(AT, arg=at + every)
    page.keyboard.press("End")
    page.wait_for_function(AT, arg=301)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(AT, arg=300 // every * every)


@pytest.mark.own_profile
def test_where_it_cannot_be_opened_the_page_says_so_and_shows_what_was_drawn(
    tmp_path: Path, opened: Open, troubles: list[str]
) -> None:
    file = written(tmp_path / "run.html", "hidden=6&batch=4&n=20&steps=30&step=7")
    text = file.read_text(encoding="utf-8")
    old = opened(file, "[data-note]")
    old.add_init_script("delete window.DecompressionStream")
    old.reload()
    old.wait_for_selector(".transport-bar[inert]")
    assert old.locator("[data-note]").inner_text().startswith("This browser cannot open the recording")
    assert "At step 7," in old.locator("#sentence").inner_text()
    start, end = text.split('id="recording">')
    file.write_text(f'{start}id="recording">{end[:40]}{end[900:]}', encoding="utf-8")
    damaged = opened(file, ".transport-bar[inert]")
    assert damaged.locator("[data-note]").inner_text() == (
        "The recording in this file is damaged: the figure shows step 7 alone."
    )
    assert len(troubles) == 1  # what is wrong with it is told in the console
    troubles.clear()


def sentence_of(server: str, link: str) -> str:
    """What the server says above One layer's matrices."""
    with urllib.request.urlopen(f"{server}/layer?{link}", timeout=20) as answer:
        return tree(answer.read().decode()).one(id="sentence").text


@pytest.mark.own_profile
def test_the_layer_goes_through_its_sub_steps_for_any_cell_as_the_server_has_it(
    tmp_path: Path, opened: Open, server: str
) -> None:
    page = opened(written(tmp_path / "layer.html", "/layer?p=0.3&batch=2&units=3&substep=draw"), "#play")
    sentence = page.locator("#sentence")

    def says(substep: str, cell: str) -> None:
        expect(sentence).to_have_text(sentence_of(server, f"p=0.3&batch=2&units=3&substep={substep}&cell={cell}"))
        expect(page.locator(f"#step-{substep}")).to_have_attribute("aria-current", "step")
        assert page.locator("#figure").get_attribute("data-cell") == cell

    says("draw", "23")
    page.locator("#to-on").click()
    says("compare", "23")
    page.locator(".matrix-y [data-at='12'] a").click()
    says("compare", "12")
    page.locator("#step-pass").click()
    says("pass", "12")
    page.keyboard.press("ArrowLeft")
    says("mask", "12")
    page.locator(".matrix-x [data-at='21']").hover()  # read, and not chosen
    expect(sentence).to_have_text(sentence_of(server, "p=0.3&batch=2&units=3&substep=mask&cell=21"))
    assert page.locator("#figure").get_attribute("data-cell") == "12"
    page.mouse.move(0, 0)
    says("mask", "12")
    page.locator("#play").click()
    says("pass", "12")
    expect(page.locator("#play")).not_to_have_class("playing")


def test_in_a_frame_without_an_origin_it_hears_the_page_around_it_and_stays_of_its_run(
    new_page: Callable[..., Page], server: str
) -> None:
    path = "replay/network.html?hidden=6&batch=4&n=20&steps=30"
    with course({"page": HEARS + framed(server, "a", path, 'sandbox="allow-scripts"')}) as site:
        page = new_page()
        page.goto(f"{site}/page")
        wait_heard(page, "a", "one.type === 'ready'")
        wait_heard(page, "a", "one.type === 'height' && one.height > 0")
        page.evaluate("ask('a', { type: 'step', step: 7 })")
        wait_heard(page, "a", "one.type === 'step' && one.shown.step === 7")
        page.evaluate("ask('a', { type: 'set', sample: 3 })")
        wait_heard(page, "a", "one.sample === 3")
        page.evaluate("ask('a', { type: 'set', p: 0.5 })")
        note = frame(page, "a").locator("[data-note]")
        expect(note).to_have_text("This is a recording: its settings cannot be changed.")
        page.evaluate("ask('a', { type: 'play' })")
        wait_heard(page, "a", "one.playing")
        wait_heard(page, "a", "one.step === 30 || one.shown?.step === 30")
