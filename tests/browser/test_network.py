"""What script draws of a frame is what the server draws of the same step: figure, masks, words and numbers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

DRAWN = """root => {
  const all = (parts, of) => [...root.querySelectorAll(parts)].map(of);
  const text = node => node.textContent.replace(/\\s+/g, ' ').trim();
  const names = node => [...node.classList].filter(name => name !== 'near').sort().join(' ');
  const gone = node => node.classList.contains('x');
  const look = node => [names(node), node.getAttribute('d'), node.getAttribute('stroke-width')].join(' | ');
  const of = node => gone(node) ? 'x' : look(node);
  return {
    edges: all('#network .lines path', of),
    neurons: all('#network .marks > *', node => names(node) + ' ' + node.getAttribute('fill-opacity')),
    marks: all('#network :is(.strikes, .minuses, .arrows, .stops)', node => node.getAttribute('d') ?? ''),
    rings: all('#network .rings > *', node => node.getAttribute('stroke-dasharray')),
    figure: root.querySelector('#network .stack').getAttribute('aria-label'),
    heads: all('#network .heads p', text),
    gates: all('#network .gate', node => node.getAttribute('aria-label') + ': ' + text(node)),
    masks: all('#masks .kept', node => node.getAttribute('d')),
    factors: all('#masks figcaption', text),
    sentence: text(root.querySelector('#sentence')),
    outcomes: all('#outcomes figcaption, [data-sentence], [data-eval], .guesses', text),
    wrong: all('.guesses [data-truth]', node => node.className),
    pictures: all('#outcomes .picture', node => node.getAttribute('aria-label')),
  };
}"""
OF_SERVER = f"""async address => {{
  const answer = await fetch(address, {{ headers: {{ 'HX-Request': 'true' }} }});
  return ({DRAWN})(new DOMParser().parseFromString(await answer.text(), 'text/html'));
}}"""
RUNS = [
    "steps=300&sample=3",
    "steps=300&sample=3&view=backward",
    "steps=300&activation=tanh&place=0,2&p=0.1,0.3&view=backward&sample=2",
    "data=digits&steps=60&sample=3",
    "data=digits&steps=60&sample=3&view=backward",
    "data=curve&steps=60&change=p@24:0.0625",
    "steps=300&place=none",
]


def alone(page: Page) -> None:
    """The page that the server would draw at rest is held back, so that all there is was drawn by script."""

    def hold(route: Route) -> None:
        if "hx-request" in route.request.headers:
            route.fulfill(status=200, body="")
        else:
            route.continue_()

    page.route(re.compile(r"/\\?"), hold)


@pytest.mark.parametrize("query", RUNS)
def test_script_draws_what_the_server_draws(page: Page, query: str) -> None:
    page.goto(f"/?{query}&step=23")
    truth = [page.evaluate(OF_SERVER, f"/?{query}&step={step}") for step in (24, 25)]
    alone(page)
    for step, wanted in zip((24, 25), truth, strict=True):
        page.keyboard.press("ArrowRight")
        expect(page.locator("#sentence")).to_contain_text(f"At step {step}")
        found = page.evaluate(f"() => ({DRAWN})(document)")
        for part, value in wanted.items():
            assert found[part] == value, part


WATCH = """() => {
  window.seen = [];
  const look = () => {
    const layers = [...document.querySelectorAll('#network .layer')].map(layer =>
      [...layer.querySelectorAll('.marks > *')].map(mark => mark.classList.contains('dropped')));
    const spots = [...document.querySelectorAll('#network .layer')].map(layer =>
      [...layer.querySelectorAll('.marks > *')].map(mark => {
        const at = name => Number(mark.getAttribute(name));
        return mark.localName === 'circle' ? [at('cx'), at('cy'), at('r')]
          : [at('x') + at('width') / 2, at('y') + at('height') / 2, at('width') / 2];
      }));
    let bad = 0, drawn = 0;
    document.querySelectorAll('#network .edges').forEach((svg, k) => {
      for (const path of svg.querySelectorAll('.lines path:not(.x)')) {
        const [x0, y0, x1, y1] = path.getAttribute('d').match(/^M(\\S+) (\\S+)C.* (\\S+) (\\S+)$/).slice(1).map(Number);
        const meets = (layer, x, y, side) => spots[layer].some(([sx, sy, r], i) =>
          layers[layer][i] && Math.abs(sx + side * r - x) < 0.3 && Math.abs(sy - y) < 0.3);
        drawn++;
        if (meets(k, x0, y0, 1) || meets(k + 1, x1, y1, -1)) bad++;
      }
    });
    const off = layers.slice(1, -1).flat().filter(Boolean).length;
    const said = document.querySelector('#sentence').textContent.match(/, (\\d+) of/)?.[1];
    const counts = layers.slice(1).map(layer => layer.filter(Boolean).length).join();
    window.seen.push([bad, drawn, off, Number(said), counts]);
  };
  const all = { childList: true, characterData: true, subtree: true };
  new MutationObserver(look).observe(document.querySelector('#sentence'), all);
}"""


@pytest.mark.parametrize("each", [False, True], ids=["three a second", "every mask"])
def test_while_it_plays_no_edge_ends_at_a_dropped_neuron_and_the_sentence_counts_what_is_drawn(
    page: Page, each: bool
) -> None:
    page.goto("/?data=digits&steps=200&step=0&rate=60")
    if each:
        page.check("[data-every-mask]")
    page.evaluate(WATCH)
    page.click("#transport [data-act=play]", delay=60)
    page.wait_for_function("() => window.seen.length > 4 && new Set(window.seen.map(one => one[4])).size > 4")
    for bad, drawn, off, said, _ in page.evaluate("window.seen"):
        assert bad == 0
        assert drawn == 48
        assert off == said


def test_the_backward_pass_is_drawn_while_it_plays(page: Page) -> None:
    page.goto("/?steps=1500&step=0&view=backward&rate=20")
    page.evaluate("""() => {
      window.seen = new Set();
      const arrows = document.querySelector('.layer[data-layer="2"] .arrows');
      new MutationObserver(() => window.seen.add(arrows.getAttribute('d'))).observe(arrows, { attributes: true });
    }""")
    page.click("#transport [data-act=play]", delay=60)
    page.wait_for_function("() => window.seen.size > 3")
    assert page.locator("#network .lines path:not(.x)").count() > 0


def test_the_text_alternative_is_quiet_while_it_plays_and_whole_at_rest(page: Page) -> None:
    page.goto("/?steps=1500&step=0&rate=20")
    page.evaluate("""() => {
      window.labels = [];
      const stack = document.querySelector('#network .stack');
      new MutationObserver(() => window.labels.push(stack.getAttribute('aria-label')))
        .observe(stack, { attributeFilter: ['aria-label'] });
    }""")
    page.click("#transport [data-act=play]", delay=60)
    page.wait_for_function("() => Number(document.querySelector('[data-step-text]').textContent) > 30")
    brief = "Network with layers of 2, 12, 12, 12, 1 neurons. Pause to hear which of them are off."
    assert page.evaluate("window.labels") == [brief]
    page.click("#transport [data-act=play]", delay=60)
    expect(page.locator("#network .stack")).to_have_attribute("aria-label", re.compile("Off are, in Hidden 1: "))


def test_the_selected_view_and_sample_and_each_state_are_told_apart_in_forced_colours(
    new_page: Callable[..., Page],
) -> None:
    for scheme in ("light", "dark"):
        page = new_page(forced_colors="active", color_scheme=scheme)
        page.goto("/?step=64&sample=3")

        def of(part: str, name: str, page: Page = page, pseudo: str = "") -> str:
            style = "(node, [name, pseudo]) => getComputedStyle(node, pseudo)[name]"
            return str(page.locator(part).first.evaluate(style, [name, pseudo]))

        assert "✓" in of("#network-forward", "content", pseudo="::before")
        assert of("#network-backward", "content", pseudo="::before") == "none"
        assert of("#network-forward", "backgroundColor") != of("#network-backward", "backgroundColor")
        assert of("#network-forward", "color") != of("#network-forward", "backgroundColor")
        looks = {
            state: tuple(
                of(f"#network .marks .{state}", name) for name in ("strokeDasharray", "strokeLinecap", "stroke", "fill")
            )
            for state in ("kept", "silent", "dead", "dropped")
        }
        assert len({look[:2] for state, look in looks.items() if state != "kept"}) == 3, "by their strokes alone"
        assert looks["kept"][3] != looks["silent"][3]
        assert page.locator("#network .strikes").nth(1).get_attribute("d")
        assert of("#masks .frame", "stroke") not in (of("#masks .off", "fill"), "none")
        assert of("#masks .row .kept", "fill") != of("#masks .off", "fill")
        page.close()
