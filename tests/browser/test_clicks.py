"""Whatever a hand types, presses or chooses on Explore counts, however late the answers come."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from app.runs.spec.run_spec import RunSpec
from app.web.address.edits import merged
from app.web.address.query import View, read_query
from tests.browser.conftest import UNFOLD
from tests.browser.hands import press, pressing, slow, type_over

PLAY = "[data-act=play]"
FORM = """root => [...root.querySelectorAll('#controls input:not([type=hidden]), #controls select')]
  .map(field => `${field.id}=${field.type === 'checkbox' ? field.checked : field.value}`)"""
FIGURE = """root => [root.querySelector('#sentence').textContent.trim(),
  ...[...root.querySelectorAll('#network .marks > *')].map(mark => mark.classList.contains('dropped')),
  root.querySelector('[data-step-text]').textContent]"""
ONE_RUN = f"""async () => {{
  const answer = await fetch(location.href, {{ headers: {{ 'HX-Request': 'true' }} }});
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return [{FORM}, {FIGURE}].every(said => JSON.stringify(said(page)) === JSON.stringify(said(document)));
}}"""


@dataclass
class Hand:
    """What a hand has done on a page: the edits that must count, and where it has put the player."""

    page: Page
    edits: list[str] = field(default_factory=list)
    step: int = 5
    plays: bool = False

    def leave_field(self) -> None:
        """A key is a field's own while it has the focus."""
        press(self.page, "#sentence")

    def batch(self) -> None:
        type_over(self.page, "#control-batch", "16")
        self.edits.append("batch:16")

    def lr(self) -> None:
        type_over(self.page, "#control-lr", "0.07")
        self.edits.append(f"lr:0.07@{self.step}")

    def chip(self) -> None:
        place = self.page.locator("#place-2")
        with pressing(self.page, place.locator("xpath=..")):
            self.edits.append(f"place:{'-' if place.is_checked() else '+'}2")

    def gate(self) -> None:
        with pressing(self.page, self.page.locator("#network-gate-0")):
            self.edits.append(self.page.get_attribute("#network-gate-0", "data-edit") or "")

    def new_masks(self) -> None:
        press(self.page, "#new-masks")
        self.edits.append("masks:next")

    def key_n(self) -> None:
        self.leave_field()
        self.page.keyboard.press("n")
        self.edits.append("masks:next")

    def each(self) -> None:
        with pressing(self.page, self.page.locator("#rates-apart")):
            self.edits.append(self.page.get_attribute("#rates-apart", "data-edit") or "")

    def data(self) -> None:
        press(self.page, "#data-circles")
        self.edits.append("data:circles")

    def activation(self) -> None:
        self.page.focus("#control-activation")
        self.page.select_option("#control-activation", "sigmoid")
        self.edits.append("activation:sigmoid")

    def p(self) -> None:
        slider = self.page.locator("input.live-p").first
        with pressing(self.page, slider, 0.4) as (x, y):
            for move in range(1, 5):
                self.page.mouse.move(x + 6 * move, y)
            place = slider.get_attribute("data-place")
            self.edits.append(f"p{f'.{place}' if place else ''}:{slider.input_value()}@{self.step}")

    def play(self) -> None:
        press(self.page, PLAY)
        self.plays = not self.plays

    def step_on(self) -> None:
        self.leave_field()
        self.page.keyboard.press("ArrowRight")
        self.plays = False
        self.step += 1


Act = Callable[[Hand], None]
KINDS: list[tuple[Act, ...]] = [
    (Hand.batch, Hand.lr),  # typed
    (Hand.new_masks, Hand.key_n, Hand.gate),  # a link, or a key that stands for one
    (Hand.chip, Hand.each, Hand.data),  # chosen by a press
    (Hand.p,),
    (Hand.play, Hand.step_on),
    (Hand.activation,),
]


def rows_with_each_pair_once(count: int) -> Iterator[list[int]]:
    """A Latin square (Williams 1949): over all rows, each number comes right before each other one exactly once."""
    first = [(k + 1) // 2 if k % 2 else -k // 2 % count for k in range(count)]
    for shift in range(count):
        yield [(k + shift) % count for k in first]


ORDERS = list(rows_with_each_pair_once(len(KINDS)))
# An act of each kind in each row, by turns.
ROWS = [[KINDS[kind][row % len(KINDS[kind])] for kind in order] for row, order in enumerate(ORDERS)]


def test_the_rows_hold_each_pair_of_kinds_once_and_every_act() -> None:
    pairs = [pair for row in ORDERS for pair in pairwise(row)]
    assert len(pairs) == len(set(pairs)) == len(KINDS) * (len(KINDS) - 1)
    assert {act for row in ROWS for act in row} == {act for kind in KINDS for act in kind}


def made(page: Page) -> tuple[RunSpec, View]:
    return read_query(pair for pair in parse_qsl(urlsplit(page.url).query) if pair[0] != "apart")


def start_and_changes(spec: RunSpec) -> tuple[str, list[tuple[str, tuple[float, ...]]]]:
    """The run without the steps of its changes, which nobody knows who presses while it plays."""
    return spec.but(change="").query(), sorted((change.name, change.value) for change in spec.changes)


@pytest.fixture(scope="module")
def shared(browser: Browser, server: str) -> Iterator[Page]:
    """One page for all rows; whatever it throws is an error."""
    thrown: list[str] = []
    page = browser.new_page(base_url=server, viewport={"width": 1360, "height": 900})
    page.add_init_script(UNFOLD)
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    page.close()
    assert thrown == []


@pytest.mark.parametrize(
    ("latency", "row"),
    [*((250, row) for row in range(len(ROWS))), (1500, 3)],
)
def test_every_edit_counts_whatever_was_done_right_before_it(shared: Page, latency: int, row: int) -> None:
    page = shared
    page.goto("/?steps=1500&step=5")
    slow(page, latency)
    hand = Hand(page)
    for act in ROWS[row]:
        act(hand)
    hand.leave_field()
    slow(page, 0)
    said = " then ".join(act.__name__ for act in ROWS[row])
    expect(page.locator("#scene.asking"), said).to_have_count(0)
    expect(page.locator(PLAY), said).to_have_text("Pause" if hand.plays else "Play")
    if hand.plays:
        page.keyboard.press("Space")
    page.wait_for_function(ONE_RUN)
    expected = merged(RunSpec.from_query(""), View(step=hand.step), False, hand.edits)
    spec, view = made(page)
    assert start_and_changes(spec) == start_and_changes(expected.spec), said
    assert ("apart=1" in page.url) == expected.apart, said
    if Hand.play not in ROWS[row]:
        assert view.step == hand.step, said


@pytest.mark.parametrize(("name", "before", "after"), [("batch", "32", "80"), ("lr", "0.03", "0.05")])
def test_what_is_marked_is_typed_over_though_an_answer_has_changed_it_meanwhile(
    shared: Page, name: str, before: str, after: str
) -> None:
    page, field = shared, f"#control-{name}"
    page.goto("/?lr=0.03&batch=32&steps=1500&step=5")
    expect(page.locator(field)).to_have_value(before)
    slow(page, 500)
    press(page, "#data-circles")
    press(page, field)
    page.keyboard.press("Control+A")
    expect(page.locator(field)).to_have_value(after)
    slow(page, 0)
    page.keyboard.type("7")
    expect(page.locator(field)).to_have_value("7")
    press(page, "#sentence")
    page.wait_for_url(re.compile(rf"data=circles.*\b{name}[=@:0-9]*7\b"))


def test_what_has_the_focus_in_a_figure_has_it_in_the_figure_of_the_next_run(shared: Page) -> None:
    page = shared
    page.goto("/?steps=1500&step=5")
    for seed, part in enumerate(("#network .stack", "#network-gate-2", "#masks a.row.chosen"), start=2):
        page.locator(part).first.focus()
        page.keyboard.press("n")
        page.wait_for_url(re.compile(f"seed.masks={seed}"))
        expect(page.locator(part).first).to_be_focused()
