"""The Explore page's places: nothing moves while it plays, and what is wide or deep can be read."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from app.web.figures import geometry, sentence
from app.web.words.say import say

NARROW = {"width": 360, "height": 740}
DESKTOP = {"width": 1360, "height": 900}
PARTS = ["#transport", "#loss-chart", "#masks"]
PLACES = """([parts, steps]) => new Promise(done => {
  const seen = new Set(), step = () => Number(document.querySelector('[data-step-text]').textContent);
  const end = step() + steps;
  const look = () => {
    const tops = parts.map(part => document.querySelector(part).getBoundingClientRect().top + scrollY);
    seen.add(tops.map(Math.round).join(' '));
    if (step() < end) requestAnimationFrame(look); else done([...seen]);
  };
  look();
})"""
DRAWN = """root => [...root.querySelectorAll('#network .marks > *, #network .layer > path, #network .lines path')]
  .map(mark => ['class', 'fill-opacity', 'stroke-width', 'd'].map(name => mark.getAttribute(name) ?? '').join('|'))"""
OF_SERVER = f"""async () => {{
  const page = await (await fetch(location.href)).text();
  return ({DRAWN})(new DOMParser().parseFromString(page, 'text/html'));
}}"""
SHAPES = """([spots, bytes]) => import('/static/js/figures/geometry.js').then(({ curve, stroke }) =>
  [...spots.map(([start, end]) => curve(start, end)), ...bytes.map(stroke)])"""
SAYS = """([selector, texts, parts]) => texts.map(text => {
  document.querySelector(selector).textContent = text;
  return parts.map(part => Math.round(document.querySelector(part).getBoundingClientRect().top)).join(' ');
})"""


@pytest.mark.parametrize("query", ["rate=120", "data=digits&rate=120"])
def test_nothing_moves_while_it_plays(page: Page, query: str) -> None:
    page.goto(f"/?{query}")
    for window in (DESKTOP, NARROW):
        page.set_viewport_size(window)
        places = page.evaluate(PLACES, [PARTS, 120])
        assert len(places) == 1, (window, places)


def test_whatever_the_sentences_say_everything_keeps_its_place(page: Page) -> None:
    page.goto("/?steps=300&step=40")
    heads = [
        "".join(sentence.written((2, 12, 12, 12, 1), (0, 0.2, 0.2, 0.2), 300, 19, off))
        for off in ((0, 0, 0, 0), (0, 12, 12, 12), (0, 1, 0, 0))
    ]
    accuracy = say("outcome.accuracy_but_higher", points="10.5")
    verdicts = [
        say(f"outcome.{case}", step=300, loss="0.15", accuracy=accuracy, method="dropout") + stop
        for case, stop in (
            ("lower", say("outcome.stop_worse", best="0.557", at=290)),
            ("higher", say("outcome.stop_better", best="0.557", at=290)),
            ("equal", ""),
        )
    ]
    for window in (DESKTOP, NARROW):
        page.set_viewport_size(window)
        for selector, texts in (("#sentence", heads), ("[data-sentence]", verdicts)):
            places = page.evaluate(SAYS, [selector, texts, PARTS])
            assert len(set(places)) == 1, (window, selector, places)


IN_SIGHT = ["#sentence", "#network .stack", "#transport .transport-bar", "#loss-chart .loss-panels"]
BOXES = """parts => parts.map(part => {
  const { left, right, top, bottom } = document.querySelector(part).getBoundingClientRect();
  return [part, left >= 0 && right <= innerWidth, top >= 0 && bottom <= innerHeight, Math.round(bottom)];
})"""
# Every text in the window, and how many pixels high its letters are set.
SIZES = """() => {
  const found = {}, texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim(), element = texts.currentNode.parentElement;
    const seen = element.getBoundingClientRect().width > 2 && element.checkVisibility({ visibilityProperty: true });
    if (!text || !seen || element.closest('.sr, script, sub, math')) continue;
    const scale = element.ownerSVGElement ? element.getScreenCTM().a : 1;
    found[text.slice(0, 40)] = parseFloat(getComputedStyle(element).fontSize) * scale;
  }
  return found;
}"""


@pytest.mark.parametrize(
    "query", ["", "data=digits", "hidden=16,16,16,16,16,16&steps=200", "data=curve", "view=backward"]
)
def test_play_sentence_network_and_loss_chart_are_in_sight_while_it_plays(
    new_page: Callable[..., Page], query: str
) -> None:
    page = new_page(folded=True)
    page.goto(f"/?{query}")
    page.wait_for_function("() => Number(document.querySelector('[data-step-text]').textContent) > 2")
    for size in ({"width": 1280, "height": 720}, {"width": 1366, "height": 768}):
        page.set_viewport_size(size)
        assert page.evaluate("scrollY") == 0
        for part, across, down, bottom in page.evaluate(BOXES, IN_SIGHT):
            assert (across, down) == (True, True), (size, part, bottom)


def test_type_and_figure_grow_with_the_window(new_page: Callable[..., Page]) -> None:
    page = new_page(folded=True)
    page.goto("/?steps=20&step=10")
    roots = {(1280, 720): 16, (1366, 768): 16.8, (1920, 1080): 22, (360, 740): 16, (3840, 2160): 40}
    for (width, height), root in roots.items():
        page.set_viewport_size({"width": width, "height": height})
        found = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        assert found == pytest.approx(root, abs=0.05), width


def test_on_a_projector_type_can_be_read_and_the_network_has_half_the_width(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 1920, "height": 1080})
    page.goto("/?steps=300&step=200")
    sizes = page.evaluate(SIZES)
    assert len(sizes) > 50
    assert {text: size for text, size in sizes.items() if size < 14} == {}
    assert page.locator(".stack").bounding_box()["width"] >= 0.5 * 1920


@pytest.mark.parametrize(
    "path", ["/?steps=20&step=10", "/?data=digits&hidden=256&steps=20&step=10", "/docs", "/numbers?steps=20&step=10"]
)
def test_nothing_is_wider_than_the_window(page: Page, path: str) -> None:
    """640 and 960 are windows of 1280 and 1920 at 200 % zoom."""
    page.goto(path)
    for width in (320, 360, 640, 700, 768, 960, 1360, 1920):
        page.set_viewport_size({"width": width, "height": 720})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width


def test_the_header_takes_one_line_and_on_a_phone_two(page: Page) -> None:
    page.goto("/?steps=20&step=10")
    for width, lines in ((360, 2), (412, 2), (700, 2), (768, 1), (860, 1), (1360, 1)):
        page.set_viewport_size({"width": width, "height": 740})
        names = page.locator(".top nav a").evaluate_all(
            "links => links.map(link => link.getBoundingClientRect().toJSON())"
        )
        assert len({box["top"] for box in names}) == 1, f"all names in one line at {width}"
        assert min(box["width"] for box in names) >= 24, f"a finger finds each at {width}"
        assert page.locator(".top").bounding_box()["height"] <= 52 * lines, width


def test_the_introduction_stays_as_the_reader_has_folded_it(new_page: Callable[..., Page]) -> None:
    page = new_page(folded=True)
    page.goto("/?step=0")
    expect(page.locator("#introduction")).to_have_attribute("open", "")
    page.click("#introduction summary")
    page.click("#data-circles")
    page.wait_for_url(re.compile("data=circles"))
    page.click("#words summary")
    page.click("#data-moons")
    page.wait_for_url(re.compile(r"/\?step=0"))
    expect(page.locator("#introduction")).not_to_have_attribute("open", "")
    expect(page.locator("#words")).to_have_attribute("open", "")
    assert page.evaluate("localStorage.length + document.cookie.length") == 0


WIDE = "/?hidden=256,256,256,256,256,256&steps=20&step=10"


def test_the_widest_network_fits_its_columns_and_its_cells_are_plain_tones(page: Page) -> None:
    page.goto(WIDE)
    for window in (DESKTOP, NARROW):
        page.set_viewport_size(window)
        widths = page.evaluate(
            "[...document.querySelectorAll('.matrix svg')].map(svg => svg.getBoundingClientRect().width)"
        )
        assert min(widths) / 256 >= 1.15, "a pixel for each cell"
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        hidden = "document.querySelector('#control-hidden')"
        rounding = 1  # one is rounded up, the other down
        assert page.evaluate(f"{hidden}.scrollWidth - {hidden}.clientWidth") <= rounding, "all layers are shown"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        looks = page.evaluate(
            """() => Object.fromEntries(['kept', 'dropped', 'silent', 'dead'].map(state => {
          const mark = getComputedStyle(document.querySelector(`.small .marks .${state}`));
          return [state, [mark.fill, mark.stroke].join()];
        }))"""
        )
        assert len(set(looks.values())) == 4, looks
        assert not page.locator(".small .strikes").first.is_visible()


def test_gates_are_of_one_line_and_do_not_touch(page: Page) -> None:
    page.goto("/?hidden=12,12,12,12,12,12&steps=20&step=10&place=1,2,4&p=0.125")
    lines = """gates => gates.map(gate => {
      const words = document.createRange();
      words.selectNodeContents(gate);
      return words.getBoundingClientRect().height;
    })"""
    for width in (320, 360, 768, 1180, 1360):
        page.set_viewport_size({"width": width, "height": 740})
        boxes = page.locator(".gate").evaluate_all("gates => gates.map(gate => gate.getBoundingClientRect().toJSON())")
        assert len({round(box["top"] + box["bottom"]) for box in boxes}) == 1, width
        assert all(left["right"] < right["left"] for left, right in pairwise(boxes)), width
        assert all(24 <= box["height"] <= 44 for box in boxes), width
        assert min(box["width"] for box in boxes) >= (32 if width <= 480 else 24), f"a finger finds it at {width}"
        assert max(page.locator(".gate").evaluate_all(lines)) < 24, width


@pytest.mark.parametrize("hidden", ["12,12,12,12,12,12", "256,256,256,256,256,256", "12,12,12,12"])
def test_heads_keep_apart_and_break_no_word(page: Page, hidden: str) -> None:
    page.goto(f"/?hidden={hidden}&steps=20&step=10")
    for width in (360, 660, 768, 1180):
        page.set_viewport_size({"width": width, "height": 740})
        heads = page.locator(".heads p").evaluate_all(
            "heads => heads.map(head => [head.scrollWidth - head.clientWidth, head.firstElementChild.offsetHeight])"
        )
        assert max(over for over, _ in heads) <= 0, f"what is too wide stands in the next column, at {width}"
        assert max(height for _, height in heads) < 24, f"a name is one line, at {width}"


def test_the_frame_of_the_focused_figure_has_room(page: Page) -> None:
    page.goto("/?steps=20&step=10")
    page.focus(".stack")
    for window in (DESKTOP, NARROW):
        page.set_viewport_size(window)
        top, bottom = page.evaluate(
            """() => {
          const [heads, stack, gates] = ['.heads', '.stack', '.gates'].map(part => document.querySelector(part));
          const frame = getComputedStyle(stack), out = parseFloat(frame.outlineWidth) + parseFloat(frame.outlineOffset);
          const { top, bottom } = stack.getBoundingClientRect();
          return [top - out - heads.getBoundingClientRect().bottom, gates.getBoundingClientRect().top - bottom - out];
        }"""
        )
        assert min(top, bottom) >= 2, window


@pytest.mark.parametrize("query", [WIDE, "/?hidden=128,100&activation=tanh&steps=20&step=10"])
def test_script_draws_wide_layers_as_the_server_does(page: Page, query: str) -> None:
    page.goto(query)
    for act, step in (("on", 11), ("back", 10)):
        page.click(f"[data-act={act}]")
        page.wait_for_url(re.compile(f"step={step}"))
    assert page.evaluate(f"() => ({DRAWN})(document)") == page.evaluate(OF_SERVER)


def test_the_browsers_edges_of_wide_layers_are_the_servers(page: Page) -> None:
    columns = geometry.layout((2, *[256] * 6, 1)).columns
    spots = [(left.spots[-1], right.spots[0]) for left, right in pairwise(columns)]
    bytes_ = [1, 60, 127, 128, 200, 255]
    page.goto("/?steps=20&step=0")
    shapes = [geometry.curve(*ends) for ends in spots] + [geometry.stroke(byte) for byte in bytes_]
    assert page.evaluate(SHAPES, [spots, bytes_]) == shapes
