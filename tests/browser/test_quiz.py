"""The example of a quiz, as it is handed out, on a page of another origin and from a disk."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def quiz(server: str) -> str:
    with urlopen(f"{server}/share/quiz.html") as answer:
        return answer.read().decode()


def off(page: Page) -> tuple[int, int]:
    """The step that the quiz speaks of, and how many it says are off."""
    found = re.search(r"Step (\d+), p = .*: (\d+) are off", page.locator("#said").inner_text())
    assert found
    return int(found[1]), int(found[2])


def documented() -> dict[str, object]:
    """The message that docs/embedding.md has for an example, with its sentence whole."""
    text = (ROOT / "docs" / "embedding.md").read_text("utf-8")
    found = re.search(r'^    (\{"dropoutExplorer": 1, "type": "step".*?\}\})$', text, re.MULTILINE | re.DOTALL)
    assert found
    rest = "They pass nothing forward, and no gradient flows back through them."
    return json.loads(found[1].replace("…", rest))


def test_a_figure_is_stepped_until_enough_are_off(
    new_page: Callable[..., Page], site: str, pages: dict[str, str], quiz: str
) -> None:
    pages["quiz"] = quiz
    page = new_page()
    page.goto(f"{site}/quiz")
    page.evaluate("addEventListener('message', ({ data }) => { if (data.type === 'step') window.lastHeard = data; })")
    said, inner = page.locator("#said"), page.frame_locator("#figure")
    expect(said).to_contain_text("Step 0,")
    seen = []
    for step in range(7):
        expect(said).to_contain_text(f"Step {step},")
        at, count = off(page)
        expect(inner.locator("#sentence")).to_contain_text(f"At step {at}, {count} of 36 hidden neurons are off")
        seen.append(count)
        assert ("done" in said.inner_text()) == (max(seen) >= 10)
        if step % 2:
            page.click("#step")
        elif step < 6:
            inner.locator("[data-act=on]").click()
    assert max(seen[:-1]) < 10 <= seen[-1]
    assert page.evaluate("lastHeard") == documented()

    for lie in ("{ type: 'step', step: 9, shown: { step: 9, off: ['36'], p: ['0.2'] } }", "{ type: 'state' }"):
        page.evaluate(f"postMessage({{ dropoutExplorer: 1, ...{lie} }}, '*')")  # of the page itself: no figure says so
    page.click("#more")
    expect(said).to_contain_text("p = 0.5")
    expect(inner.locator("#network .gate.on, #network .gates b").first).to_contain_text("0.5")


@pytest.mark.own_profile
def test_it_runs_from_a_disk(new_page: Callable[..., Page], quiz: str, tmp_path: Path, troubles: list[str]) -> None:
    file = tmp_path / "quiz.html"
    file.write_text(quiz, "utf-8")
    page = new_page()
    page.goto(file.as_uri())
    expect(page.locator("#said")).to_contain_text("Step 0,")
    page.locator("#step").dispatch_event("click")  # a browser drops what a hand does before a page is painted
    expect(page.locator("#said")).to_contain_text("Step 1,")
    troubles[:] = [trouble for trouble in troubles if not trouble.startswith("file:")]
