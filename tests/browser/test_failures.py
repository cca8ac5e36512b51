"""What the server does not answer is told where the hand is, with what still holds; and it goes on when it can."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hands import press, type_over
from tests.conftest import Server

TOLD = "#no-scene"


def fulfil(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, content_type="text/plain", body="Something went wrong.")


def abort(route: Route) -> None:
    route.abort()


FULL = ("503", fulfil(503))
ENDS = [("500", fulfil(500)), ("not found", fulfil(404)), ("no network", abort)]
HANDS: list[tuple[str, Callable[[Page], None], str]] = [
    ("select", lambda page: select(page, "tanh"), "Activation is still ReLU."),
    ("text", lambda page: type_and_leave(page, "#control-batch", "16"), "Batch size is still 20."),
    ("slider", lambda page: page.fill("#control-n", "150"), "Training samples is still"),
    ("chip", lambda page: press(page, page.locator("#place-2").locator("xpath=..")), "The run on screen is as it was."),
    ("gate", lambda page: press(page, "#network-gate-2"), "The run on screen is as it was."),
    ("data", lambda page: press(page, "#data-circles"), "The run on screen is as it was."),
    ("new masks", lambda page: press(page, "#new-masks"), "The run on screen is as it was."),
    ("backward", lambda page: press(page, "#network-backward"), "The run on screen is as it was."),
    ("p", lambda page: page.fill("#control-p", "0.6"), "The run on screen is as it was."),
    ("learning rate", lambda page: type_and_leave(page, "#control-lr", "0.5"), "The run on screen is as it was."),
]
FIELDS = """() => [...document.querySelectorAll('#controls input, #controls select')]
  .map(field => field.type === 'checkbox' ? field.checked : field.value)"""


def select(page: Page, value: str) -> None:
    page.focus("#control-activation")
    page.select_option("#control-activation", value)


def type_and_leave(page: Page, field: str, text: str) -> None:
    type_over(page, field, text)
    press(page, "#sentence")


@pytest.mark.parametrize("turn", range(len(HANDS)), ids=[name for name, *_ in HANDS])
def test_each_control_that_gets_no_answer_says_so_and_goes_back(page: Page, troubles: list[str], turn: int) -> None:
    """Each meets a server that is full, and by turns one of the other ends."""
    _, act, holds = HANDS[turn]
    page.goto("/?steps=300&step=5")
    before = page.evaluate(FIELDS)
    address = page.url
    for end, answer in (FULL, ENDS[turn % len(ENDS)]):
        for path in ("**/?*edit=*", "**/stream?*set=*", "**/frame?*set=*"):
            page.route(path, answer)
        act(page)
        if end == FULL[0]:
            expect(page.locator(TOLD)).to_contain_text("Trying again in 2 s. The run on screen is as it was.")
            press(page, f"{TOLD} button")  # leave it
            expect(page.locator(TOLD)).to_have_count(0)
        else:
            expect(page.locator(TOLD)).to_contain_text(holds)
        assert page.evaluate(FIELDS) == before, end
        assert page.url == address, end
        page.unroute_all()
    press(page, f"{TOLD} button")  # try again
    page.wait_for_url(lambda url: url != address)
    expect(page.locator(TOLD)).to_have_count(0)
    troubles.clear()  # what the browser says of them


def test_the_message_stands_by_the_control(page: Page, troubles: list[str]) -> None:
    page.goto("/?steps=300&step=5")
    page.route("**/?*edit=*", abort)
    for act, field in (
        (lambda: select(page, "tanh"), "#control-activation"),
        (lambda: press(page, "#network-gate-2"), "#network-gate-2"),
    ):
        act()
        expect(page.locator(TOLD)).to_be_visible()
        told, control = page.locator(TOLD).bounding_box(), page.locator(field).bounding_box()
        assert told
        assert control
        assert abs(told["y"] - control["y"]) < 160
    troubles.clear()


def answered(url: str) -> None:
    """Ask until there is room."""
    for _ in range(600):
        try:
            urllib.request.urlopen(url).read()
            return
        except urllib.error.HTTPError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {url}")


@contextmanager
def busy_server(start: Callable[..., AbstractContextManager[Server]]) -> Iterator[tuple[str, Callable[[], None]]]:
    """A server with two runs allowed, both taken; and what ends them."""
    with start("--live-runs", "2") as server:
        for query in ("", "?steps=300"):  # trained to their ends: the first by the server when it starts
            answered(f"{server.url}/api/run{query}")
        heavy = "data=digits&hidden=256,256,256&steps=300&n=1000&batch=100"
        stream = urllib.request.urlopen(f"{server.url}/stream?{heavy}&rate=0")
        stream.readline()
        yield server.url, stream.close
        stream.close()


def test_with_both_runs_taken_a_choice_is_told_and_is_taken_when_there_is_room(
    new_page: Callable[..., Page], start_server: Callable[..., AbstractContextManager[Server]], troubles: list[str]
) -> None:
    with busy_server(start_server) as (url, free):
        page = new_page(base_url=url)
        page.goto("/?steps=300&step=5")
        select(page, "tanh")
        expect(page.locator(TOLD)).to_contain_text("2 runs are training already")
        expect(page.locator(TOLD)).to_contain_text("The run on screen is as it was.")
        assert "tanh" not in page.url
        free()
        page.wait_for_url(re.compile("activation=tanh"))
        expect(page.locator("#control-activation")).to_have_value("tanh")
        expect(page.locator(TOLD)).to_have_count(0)
        page.close()
    troubles.clear()


def test_a_step_that_cannot_be_had_leaves_step_figure_and_address_where_they_are(
    page: Page, troubles: list[str]
) -> None:
    page.goto("/?steps=300&step=5")
    page.route("**/frame?*", abort)
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-note]")).to_have_text("The server does not answer. Shown is step 5.")
    expect(page.locator("[data-step-text]")).to_have_text("5")
    assert page.url.endswith("step=5")
    page.unroute_all()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("step=6$"))
    troubles.clear()


def test_a_wrong_edit_is_said_at_its_field_and_the_others_hold(page: Page, troubles: list[str]) -> None:
    page.goto("/?steps=300&step=5")
    type_over(page, "#control-batch", "999")
    press(page, "#new-masks")
    page.wait_for_url(re.compile("seed.masks=2&step=5"))
    expect(page.locator("#control-batch-error")).to_have_text(re.compile(r"999"))
    expect(page.locator("#control-batch")).to_have_value("999")
    assert "batch=" not in page.url
    type_and_leave(page, "#control-batch", "16")
    page.wait_for_url(re.compile("batch=16&steps=300&seed.masks=2|steps=300&batch=16|batch=16"))
    expect(page.locator("#control-batch-error")).to_have_count(0)
    assert all("422" in trouble for trouble in troubles)
    troubles.clear()


def test_a_run_that_is_shorter_says_that_its_last_step_is_shown(page: Page) -> None:
    page.goto("/?steps=300&step=200")
    select(page, "tanh")
    page.wait_for_url(re.compile("activation=tanh&steps=300&step=200$|activation=tanh.*step=200$"))
    type_and_leave(page, "#control-steps", "100")
    page.wait_for_url(re.compile("step=100$"))
    expect(page.locator("[data-note]")).to_have_text("This run has 100 steps; shown is the last.")


def test_a_value_that_the_server_was_too_full_for_under_the_hand_is_taken_when_the_hand_lets_it_go(
    page: Page, troubles: list[str]
) -> None:
    page.goto("/?steps=300&step=5")
    box = page.locator("#control-p").bounding_box()
    assert box
    for path in ("**/stream?*set=*", "**/frame?*set=*"):
        page.route(path, fulfil(503))
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("[data-note]")).to_contain_text("503")
    value = page.locator("#control-p").input_value()
    assert float(value) > 0.4, "under the hand it stays where the hand is"
    page.unroute_all()
    page.mouse.up()
    page.wait_for_url(re.compile(f"change=p@5:{value}&"))
    expect(page.locator("[data-note]")).to_have_text("")
    expect(page.locator("#control-p")).to_have_value(value)
    troubles.clear()
