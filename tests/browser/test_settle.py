"""Once the picture rests, the page is what the server would draw: words, links, fields and names, not shapes alone."""

import re

import pytest
from playwright.sync_api import Page, expect

SAID = """root => {
  const all = (parts, of) => [...root.querySelectorAll(parts)].map(of);
  const text = node => node.textContent.replace(/\\s+/g, ' ').trim();
  return {
    names: all('#scene [aria-label]', node => node.getAttribute('aria-label')),
    links: all('#scene a[href]', node => node.getAttribute('href').replace('&sample=1', '')),
    words: all('#network .heads, #network text, .gates, .controls p, .controls output, .about, #sentence, #outcomes p,'
      + ' #masks figcaption, .curve-table td', text),
    fields: all('.controls input:not([type=checkbox]), .controls select', node => node.name + '=' + node.value),
    marks: all('#network .marks > *', node => node.getAttribute('class')),
  };
}"""
OF_SERVER = f"""async () => {{
  const answer = await fetch(location.href, {{ headers: {{ 'HX-Request': 'true' }} }});
  return ({SAID})(new DOMParser().parseFromString(await answer.text(), 'text/html'));
}}"""
CLASSES = "() => [...document.querySelectorAll('#network .marks > *')].map(mark => mark.getAttribute('class'))"


def step_on(page: Page) -> None:
    """Until the next step is drawn and the address says so."""
    now = int(page.locator("[data-step-text]").inner_text())
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(rf"[?&]step={now + 1}\b"))


def assert_says_what_the_server_says(page: Page) -> None:
    """It comes to that, and it is at rest then."""
    page.evaluate(f"""async () => {{
      const ours = () => JSON.stringify(({SAID})(document));
      for (let looks = 0; looks < 600 && ours() !== JSON.stringify(await ({OF_SERVER})()); looks++)
        await new Promise(resolve => setTimeout(resolve, 100));
    }}""")
    live, truth = page.evaluate(f"() => ({SAID})(document)"), page.evaluate(OF_SERVER)
    for part in truth:
        assert live[part] == truth[part], part


RUNS = [
    "steps=300&step=99&change=p@100:0.95",
    "data=digits&steps=40&step=9&sample=3",
    "p=0.1,0.3&place=0,2&steps=300&step=9",
]


@pytest.mark.parametrize("query", [*RUNS, "steps=300&step=40&apart=1", "steps=300&step=40&view=backward"])
def test_after_a_step_the_page_is_the_servers(page: Page, query: str) -> None:
    page.goto(f"/?{query}")
    step_on(page)
    assert_says_what_the_server_says(page)


def test_after_playing_the_page_is_the_servers(page: Page) -> None:
    page.goto("/?steps=300")
    page.wait_for_function("() => Number(document.querySelector('[data-step-text]').textContent) > 15")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('#scene:not(.playing)') && location.search.includes('step=')")
    assert_says_what_the_server_says(page)


def test_after_a_branch_its_notes_and_warnings_are_there_and_the_slider_keeps_the_focus(page: Page) -> None:
    page.goto("/?steps=300&step=50")
    page.focus("#control-p")
    page.keyboard.press("End")
    expect(page.locator("#control-p-warning")).to_contain_text("keeps 5 % of the neurons")
    expect(page.locator("#changes-said")).to_have_text("In this run p became 0.95 at step 50.")
    assert page.evaluate("document.activeElement.id") == "control-p"
    assert_says_what_the_server_says(page)


def test_a_branch_made_while_it_plays_has_its_note_while_it_plays(page: Page) -> None:
    page.goto("/?steps=1500")
    page.wait_for_function("() => Number(document.querySelector('[data-step-text]').textContent) > 3")
    page.fill("#control-p", "0.95")
    expect(page.locator("#changes-said")).to_contain_text("p became 0.95 at step")
    expect(page.locator("#control-p-warning")).to_be_visible()
    expect(page.locator("[data-act=play]")).to_have_text("Pause")


def test_what_is_open_typed_and_focused_stays(page: Page) -> None:
    page.goto("/?steps=300&step=50")
    page.click(".curve-table summary")
    page.click("#numbers summary")
    expect(page.locator("#numbers")).to_contain_text("Step 50, sample 1")
    page.locator(".about").evaluate("node => node.setAttribute('data-before', '')")
    page.click("[data-act=on]")
    page.focus("input[name=batch]")
    page.keyboard.type("7")
    typed = page.input_value("input[name=batch]")
    expect(page.locator(".about[data-before]")).to_have_count(0)  # the server's page has taken its place
    assert page.evaluate("document.activeElement.name") == "batch"
    assert page.input_value("input[name=batch]") == typed
    assert page.locator(".curve-table[open]").count() == 1
    expect(page.locator("#numbers")).to_contain_text("Step 51, sample 1")


@pytest.mark.own_profile
def test_it_does_not_ask_while_steps_follow_each_other(page: Page) -> None:
    page.clock.install(time=0)
    page.goto("/?steps=300&step=50")
    page.clock.pause_at(100_000)
    asked: list[str] = []
    page.on("request", lambda r: "hx-request" in r.headers and asked.append(r.url))
    for step in range(51, 59):
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(f"step={step}"))
        page.clock.run_for(200)
    assert asked == []
    with page.expect_response(lambda r: "hx-request" in r.request.headers):
        page.clock.run_for(200)
    assert [re.search(r"step=(\d+)", url)[1] for url in asked] == ["58"]  # type: ignore[index]


@pytest.mark.parametrize(("start", "step"), [(0, 700), (1500, 3)])
def test_dead_and_silent_neurons_are_those_of_the_step_on_screen(page: Page, start: int, step: int) -> None:
    page.goto(f"/?step={start}&sample=3")
    with page.expect_response(lambda r: "/frame" in r.url):
        page.fill("#transport input[type=range]", str(step))
    page.wait_for_url(re.compile(f"step={step}"))
    drawn = page.evaluate(CLASSES)
    page.goto(f"/?step={step}&sample=3")
    assert drawn == page.evaluate(CLASSES)


def test_the_fields_follow_the_step_over_a_change_both_ways(page: Page) -> None:
    page.goto("/?change=p@128:0.4;lr@128:0.05;decay@129:0.01&step=127")
    shown = [page.locator(f"#control-{name}") for name in ("p", "lr", "decay")]
    for key, values in (
        ("ArrowRight", ("0.4", "0.05", "0")),
        ("ArrowRight", ("0.4", "0.05", "0.01")),
        ("ArrowLeft", ("0.4", "0.05", "0")),
        ("ArrowLeft", ("0.2", "0.02", "0")),
    ):
        page.keyboard.press(key)
        for field, value in zip(shown, values, strict=True):
            expect(field).to_have_value(value)
    page.keyboard.press("ArrowRight")
    expect(page.locator("output[for=control-p]")).to_have_text("0.4")
    page.select_option("#control-activation", "tanh")
    page.wait_for_url(re.compile("activation=tanh"))
    assert "p=0.4" in page.url, "a form sends what it shows"
    assert "lr=0.05" in page.url


def test_each_slider_follows_its_own_place(page: Page) -> None:
    page.goto("/?p=0.1,0.3&place=1,2&change=p@20:0.5,0.6&step=19")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#control-p-1")).to_have_value("0.5")
    expect(page.locator("#control-p-2")).to_have_value("0.6")


def test_in_print_every_gate_stands_under_its_layer(page: Page) -> None:
    page.goto("/?place=2&step=3")
    page.emulate_media(media="print")
    middle = "node => { const box = node.getBoundingClientRect(); return Math.round(box.x + box.width / 2) }"
    gate = page.locator("#network-gate-2").evaluate(middle)
    head = page.locator(".heads p").nth(2).evaluate(middle)
    assert abs(gate - head) <= 2
    assert not page.locator("#network-gate-0").is_visible()
