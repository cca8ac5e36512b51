"""One layer's embed in a page of another origin: by hand, by key, by itself, and as its page asks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from tests.browser.course import HEARS, frame, framed, heard, wait_heard
from tests.browser.hands import press, type_over


def dropped(root: Page | Frame) -> set[str]:
    return set(root.locator(".matrix-m .cell.dropped").evaluate_all("cells => cells.map(cell => cell.dataset.at)"))


def truly_dropped(link: str) -> set[str]:
    spec = LayerSpec.from_query(link)
    mask = run(spec).mask
    assert mask is not None
    return {f"{i + 1}{j + 1}" for i in range(spec.batch) for j in range(spec.units) if mask[i, j] == 0}


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'], ids=["plain", "sandbox"])
def test_a_frame_plays_tells_its_height_and_obeys_its_page(
    new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str], sandbox: str
) -> None:
    link = "embed/layer?substep=upstream&controls=p,step,sample,view,seed"
    pages["layer"] = (
        f'<!doctype html><title>Course</title>{HEARS}<script src="{server}/static/embed.js"></script>'
        + framed(server, "a", link, sandbox)
    )
    page = new_page()
    page.goto(f"{site}/layer")
    wait_heard(page, "a", "one.type === 'ready'")
    ready = heard(page, "a", "ready")[0]
    assert (ready["step"], ready["steps"], ready["playing"], ready["run"]) == (4, 6, False, "")
    assert (ready["sample"], ready["neuron"]) == (3, 4)
    assert ready["address"] == f"{server}/embed/layer?substep=upstream&controls=p,seed,step,sample,view"
    page.wait_for_function("document.getElementById('a').style.height")
    inner = frame(page, "a")
    high = inner.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    assert page.locator("#a").evaluate("frame => frame.clientHeight") == high <= (540 if sandbox else 500)

    page.evaluate("ask('a', { type: 'play' })")
    wait_heard(page, "a", "one.type === 'state' && one.playing")
    wait_heard(page, "a", "one.type === 'step' && one.step === 5")
    wait_heard(page, "a", "one.type === 'state' && !one.playing && one.step === 6")  # it ends at the last by itself
    page.evaluate("ask('a', { type: 'step', step: 1 })")
    wait_heard(page, "a", "one.type === 'step' && one.step === 1")
    page.evaluate("ask('a', { type: 'step', by: 2 })")
    wait_heard(page, "a", "one.step === 3")
    page.evaluate("ask('a', { type: 'set', p: 0.3, seed: 5, sample: 2, neuron: 1 })")
    wait_heard(page, "a", "one.type === 'state' && one.run === 'p=0.3&seed=5' && one.sample === 2 && one.neuron === 1")
    expect(inner.locator("#sentence")).to_contain_text("Neuron 1 of sample 2")
    assert dropped(inner) == truly_dropped("p=0.3&seed=5")
    page.evaluate("ask('a', { type: 'set', mode: 'eval' })")
    expect(inner.locator("#to-eval[aria-current]")).to_have_count(1)
    page.evaluate("ask('a', { type: 'set', mode: 'train' })")
    expect(inner.locator("#to-train[aria-current]")).to_have_count(1)

    press(page, inner.locator("#m34"))
    wait_heard(page, "a", "one.type === 'state' && one.sample === 3 && one.neuron === 4 && one.run === 'p=0.3&seed=5'")
    expect(inner.locator("#sentence")).to_contain_text("Neuron 4 of sample 3")
    press(page, inner.locator("#to-coins"))
    wait_heard(page, "a", "one.type === 'state' && one.run === 'p=0.3&seed=6'")
    full = f"{server}/layer?p=0.3&seed=6&substep=multiply"
    if sandbox:
        expect(inner.locator("[data-outside] span")).to_have_text(full)
    else:
        expect(inner.locator("[data-outside]")).to_be_hidden()
        assert inner.locator("#full").evaluate("link => link.href") == full


@pytest.fixture
def alone(page: Page) -> Page:
    page.goto("/embed/layer?substep=draw&controls=p,step,sample,data")
    page.wait_for_function("document.getElementById('play').title.startsWith('Play (')")
    return page


def at(page: Page, name: str) -> None:
    expect(page.locator(f"#step-{name}")).to_have_attribute("aria-current", "step")


def test_keys_step_choose_and_play(alone: Page) -> None:
    alone.locator("#to-on").focus()
    alone.keyboard.press("ArrowRight")
    at(alone, "compare")
    alone.keyboard.press("End")
    at(alone, "pass")
    alone.locator("#m34").focus()
    alone.keyboard.press("ArrowUp")
    expect(alone.locator("#m24")).to_be_focused()
    expect(alone.locator("#sentence")).to_contain_text("Neuron 4 of sample 2")
    alone.keyboard.press("n")  # new coins are not allowed here
    alone.keyboard.press(" ")
    expect(alone.locator("#play")).to_have_text("Pause")
    at(alone, "draw")  # from the last it begins again
    at(alone, "compare")
    alone.locator("#to-on").focus()
    alone.keyboard.press("ArrowRight")
    at(alone, "scale")
    expect(alone.locator("#play")).to_have_text("Play")  # a hand that steps takes over
    assert "seed" not in (alone.locator("#figure").get_attribute("data-query") or "")
    assert alone.url.endswith("controls=p,step,sample,data")  # no history, no address of its own


def test_numbers_are_edited_and_p_slides_while_it_plays(alone: Page, troubles: list[str]) -> None:
    type_over(alone, "#x12", "-2")
    alone.keyboard.press("Enter")
    expect(alone.locator("#figure")).to_have_attribute("data-query", "x=12:-2&substep=draw&cell=12")
    press(alone, "#play")
    at(alone, "compare")
    alone.locator("#p-slider").fill("0.8")
    expect(alone.locator("#p")).to_have_value("0.8")
    expect(alone.locator("#sentence")).to_contain_text("0.8")
    at(alone, "scale")
    expect(alone.locator("#play.playing")).to_have_count(1)
    assert dropped(alone) == truly_dropped("p=0.8")
    type_over(alone, "#p", "2")
    alone.keyboard.press("Enter")
    expect(alone.locator("#p-error")).to_contain_text("p must lie")
    assert all("422" in trouble for trouble in troubles)
    troubles.clear()


def test_it_waits_while_it_is_out_of_sight(
    new_page: Callable[..., Page], server: str, site: str, pages: dict[str, str]
) -> None:
    """Another, which is seen, goes on meanwhile."""
    pages["tall"] = (
        f"<!doctype html><title>Course</title>{HEARS}"
        + framed(server, "b", "embed/layer?substep=draw", 'style="position: fixed; top: 0"')
        + '<div style="height: 3000px"></div>'
        + framed(server, "a", "embed/layer?substep=draw")
    )
    page = new_page()
    page.goto(f"{site}/tall")
    for id in ("a", "b"):
        wait_heard(page, id, "one.type === 'ready'")
    for id in ("a", "b"):
        page.evaluate("id => ask(id, { type: 'play' })", id)
        wait_heard(page, id, "one.type === 'state' && one.playing")
    wait_heard(page, "b", "one.step === 2")
    assert heard(page, "a", "step") == []
    page.mouse.move(640, 700)
    page.mouse.wheel(0, 3000)
    wait_heard(page, "a", "one.step === 1")


def test_it_starts_by_itself_where_its_link_says_so(page: Page) -> None:
    page.goto("/embed/layer?substep=mask&autoplay=1&controls=none")
    at(page, "pass")
    page.emulate_media(reduced_motion="reduce")
    page.goto("/embed/layer?substep=mask&autoplay=1&controls=none")
    expect(page.locator("#play")).to_have_text("Play")
    at(page, "mask")


def test_without_a_control_a_hand_changes_nothing_and_play_still_plays(page: Page) -> None:
    page.goto("/embed/layer?controls=none")
    page.wait_for_function("document.getElementById('play').title.startsWith('Play (')")
    sentence = page.locator("#sentence").inner_text()
    for target in ("#m11", "#step-draw", "#x11"):
        press(page, target)
    for key in ("ArrowLeft", "n", "Home"):
        page.keyboard.press(key)
    assert page.locator("#sentence").inner_text() == sentence
    press(page, "#play")
    at(page, SUB_STEPS[0])


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_script_links_and_the_form_work(page: Page) -> None:
    page.goto("/embed/layer?controls=p,step,sample&theme=dark")
    expect(page.locator("#play")).to_be_hidden()
    page.locator("#to-back").click()
    at(page, "mask")
    page.locator("#m21").click()
    expect(page.locator("#sentence")).to_contain_text("Neuron 1 of sample 2")
    page.locator("#p").fill("0.9")
    page.locator("button.no-js-only").click()
    page.wait_for_url("**/embed/layer?p=0.9&substep=mask&cell=21&controls=p,step,sample&theme=dark")
    assert page.locator("html").evaluate("html => getComputedStyle(html).colorScheme") == "dark"
