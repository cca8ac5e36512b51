"""Figures alone on a page, two of each kind, each pair driven by a recording of its own: nothing is asked for."""

import json
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest
from playwright.sync_api import Page

from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures.catalogue import FIGURES
from app.web.frames import curve_json, frame_json, outcome_json, run_json
from app.web.live.recording import Recorder
from app.web.moment import Moment
from app.web.site.templates import environment
from tests.web.runs import trained

RUNS = {"a": "hidden=6,5&steps=50&p=0.4&n=20&batch=5", "b": "hidden=9&steps=50&seed=7&data=circles&n=20&batch=5"}
NAMES = ("network", "batch", "map", "loss")
SCRIPT = """
const { Player } = await import('./static/js/play/player.js');
const { Recording } = await import('./static/js/play/recording.js');
const classes = await Promise.all(%s.map(async ([file, name]) => (await import(`./static/js/${file}`))[name]));
window.players = {};
for (const id of ['a', 'b']) {
  const source = await Recording.opened(document.getElementById(id).textContent);
  const { run } = source;
  const [network, masks, outcomes, loss] =
    %s.map((name, i) => new classes[i](document.getElementById(`${id}-${name}`), run));
  loss.root.addEventListener('scrub', ({ detail: { step } }) => window.players[id].scrub(step));
  const none = () => {};
  const view = {
    frame: (...shown) => (network.frame(...shown), masks.frame(...shown)),
    outcome: (outcome) => [outcomes, loss, network].forEach((figure) => figure.outcome(outcome)),
    curve: (curve) => loss.curve(curve), moved: ({ step, playing }) => loss.moved(step, playing),
    run: none, link: none, note: none, refused: none, unanswered: none,
  };
  const { answer: { frame } } = await source.frame({ step: 0, sample: 0 });
  const start = { run, frame, step: 0, sample: 0, look: null, rate: '60' };
  window.players[id] = new Player({ ...start, last: run.steps, complete: true }, view, source);
}
window.ready = true;
"""
SEEN = """id => {
  const of = selector => [...document.getElementById(id).querySelectorAll(selector)];
  return of('.marks').map(layer => [...layer.children].map(mark => mark.classList.contains('dropped')));
}"""


@pytest.fixture
def two(new_page: Callable[..., Page], server: str) -> Iterator[tuple[Page, list[str]]]:
    """The page, and what it has asked for since it was there."""
    parts = []
    for id, link in RUNS.items():
        run = trained(link)
        links = Links(run.spec, View())
        for name in NAMES:
            figure = FIGURES[name].placed(Moment(run, 0), links, f"{id}-{name}")
            parts.append(environment().get_template(figure.template).render(figure=figure))
        parts.append(f'<script type="text/plain" id="{id}">{recording(id)}</script>')
    scripts = json.dumps([[FIGURES[name].script, FIGURES[name].kind] for name in NAMES])
    script = f'<script type="module">{SCRIPT % (scripts, json.dumps(NAMES))}</script>'
    sheets = "".join(f'<link rel="stylesheet" href="static/css/{name}.css">' for name in ("site", "marks", "figures"))
    body = f"<!doctype html><html lang=en><title>Two</title>{sheets}<body>{''.join(parts)}{script}</body></html>"
    page = new_page(reduced_motion="reduce", viewport={"width": 900, "height": 900})
    page.route(f"{server}/two", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("/two")
    page.wait_for_function("window.ready")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page, asked
    page.close()


@cache
def recording(id: str, room: int = 1 << 20) -> str:
    recorder = Recorder(trained(RUNS[id]), View(), room)
    for step in recorder.steps:
        recorder.add(step)
    return recorder.written().text


def drawn(id: str, step: int, sample: int = 0) -> list[list[bool]]:
    """Who is off, by the run itself."""
    return [np.asarray(layer, bool).tolist() for layer in Moment(trained(RUNS[id]), step, sample).off]


def test_two_of_each_figure_play_recordings_of_their_own_and_ask_for_nothing(two: tuple[Page, list[str]]) -> None:
    page, asked = two
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))
    before = page.evaluate("document.getElementById('b-network').outerHTML")
    page.evaluate("players.a.play()")
    page.wait_for_function("players.a.step === 50 && !players.a.playing")
    assert page.evaluate(SEEN, "a-network") == drawn("a", 50)
    assert page.evaluate("document.getElementById('b-network').outerHTML") == before
    assert page.evaluate("players.b.step") == 0

    page.evaluate("players.b.seek(20)")
    page.wait_for_function("players.b.drawn.t === 20")
    assert page.evaluate(SEEN, "b-network") == drawn("b", 20)
    page.evaluate("players.b.stepBy(-1)")
    page.wait_for_function("players.b.drawn.t === 19")
    page.evaluate("players.b.setSample(3)")
    page.wait_for_function(
        f"mask => JSON.stringify(({SEEN})('b-network')) === mask",
        arg=json.dumps(drawn("b", 19, 3), separators=(",", ":")),
    )
    plot = page.locator("#b-loss .plot").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    plot.click(position={"x": box["width"] * 0.6, "y": box["height"] / 2})
    page.wait_for_function("players.b.drawn.t === 30")
    assert page.evaluate(SEEN, "a-network") == drawn("a", 50)
    for id, step in (("a", 50), ("b", 30)):
        scores = trained(RUNS[id]).outcome(step).scores
        assert page.locator(f"#{id}-map [data-eval]").inner_text() == str(scores.step)
        said = page.locator(f"#{id}-map [data-test]").all_inner_texts()
        assert said == [f"{arm.test:.2f}" for arm in (scores.dropout, scores.twin)]
        ends = page.locator(f"#{id}-loss [data-line$=test]").evaluate_all("all => all.map(l => l.getAttribute('d'))")
        assert len(ends) == 2
        assert all("L50 " in end for end in ends)
    assert asked == []


# What a recording gives of each of its steps and samples.
EVENTS = """async (text) => {
  const { Recording } = await import('./static/js/play/recording.js');
  const source = await Recording.opened(text);
  const events = [];
  for (const step of source.steps)
    for (const sample of source.samples) events.push([step, sample, (await source.frame({ step, sample })).answer]);
  const lands = [[10, 9], [9, 10], [50, 49], [0, 1], [49, 50]].map(([to, from]) => source.land(to, from));
  return { run: source.run, curve: source.curve, events, steps: source.steps, lands };
}"""


def test_its_events_are_those_of_a_stream(two: tuple[Page, list[str]]) -> None:
    page, _ = two
    run, found = trained(RUNS["a"]), page.evaluate(EVENTS, recording("a"))
    assert found["run"] == run_json(run)
    assert found["curve"] == json.loads(curve_json(run))
    assert len(found["events"]) == 51 * 5
    for step, sample, answer in found["events"]:
        assert answer["frame"] == json.loads(frame_json(Moment(run, step, sample), summary=True))
        assert answer["outcome"] == json.loads(outcome_json(Moment(run, answer["outcome"]["t"])))
        assert answer["outcome"]["eval"] == run.scores(step).step


def test_where_steps_are_left_out_a_hand_comes_to_the_next_that_is_there(two: tuple[Page, list[str]]) -> None:
    page, _ = two
    found = page.evaluate(EVENTS, recording("a", 1_000))
    steps = found["steps"]
    assert steps == sorted({*range(0, 51, steps[1]), 50})
    assert steps[1] > 1
    after, before = (min(step for step in steps if step >= 10), max(step for step in steps if step <= 9))
    assert found["lands"] == [after, before, 50, 0, steps[-2]]
