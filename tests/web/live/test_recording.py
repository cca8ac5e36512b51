"""A recording, read by docs/stream.md, holds what a stream would have sent, as far as there is room."""

import asyncio
import json
from functools import cache
from typing import Any

import pytest

from app.web.address.query import View
from app.web.frames import curve_json, frame_json, outcome_json, run_json
from app.web.live.recording import Recorder, Recording, recorded
from app.web.moment import Moment
from tests.web.live.unpacked import Unpacked, unpacked
from tests.web.runs import trained

ROOM = 1 << 30
FORWARD = View()
FULL = "hidden=5,4&steps=40"
RUNS = {
    "every neuron's mask": FULL,
    "a place that begins to drop, and one that ends": "hidden=5,4&steps=40&p=0,0.4&place=1,2&change=p@20:0.3,0",
    "a batch that leaves bits over": "hidden=5&steps=40&batch=3&place=0,1",
    "no dropout": "steps=20&place=none",
    "edges that are not all drawn": "hidden=48,24&steps=40",
    "factors": "method=gaussian&hidden=4&steps=40",
    "p that is learned": "method=concrete&hidden=4&steps=40",
    "masks of weights": "method=dropconnect&hidden=4&steps=40",
    "a curve": "data=curve&hidden=4&steps=20",
    "digits": "data=digits&hidden=8&steps=20&batch=4",
    "a run that diverged": "data=curve&activation=relu&optimizer=sgd&lr=3",
}


@cache
def written(link: str, view: View = FORWARD, room: int = ROOM, unread: frozenset[str] = frozenset()) -> Recording:
    return asyncio.run(recorded(trained(link), view, room, unread))


def read(link: str, view: View = FORWARD, **more: Any) -> Unpacked:
    return unpacked(written(link, view, **more).text)


@pytest.mark.parametrize("link", RUNS.values(), ids=RUNS)
def test_it_holds_each_frame_of_each_sample_the_run_and_the_curves(link: str) -> None:
    run, found = trained(link), read(link)
    assert found.run == run_json(run)
    assert found.curve == json.loads(curve_json(run))
    assert found.steps == list(range(run.ended_at + 1))
    assert sorted(found.samples) == list(range(run.spec.training.batch))
    for (step, sample), frame in found.frames.items():
        moment = Moment(run, step, sample)
        assert frame == json.loads(frame_json(moment, summary=not moment.scaled)), (step, sample)


@pytest.mark.parametrize("link", [FULL, RUNS["edges that are not all drawn"]])
def test_it_holds_the_backward_pass_where_that_is_looked_at(link: str) -> None:
    for (step, sample), frame in read(link, View(view="backward")).frames.items():
        assert frame == json.loads(frame_json(Moment(trained(link), step, sample, True), summary=True))
        assert "w" not in frame


@pytest.mark.parametrize("link", [FULL, RUNS["a curve"], RUNS["digits"]])
def test_what_both_arms_have_learned_is_there_for_each_test_of_them(link: str) -> None:
    run, outcomes = trained(link), read(link).outcomes
    assert [outcome["eval"] for outcome in outcomes] == run.logs[0].points[: len(outcomes)].tolist()
    assert outcomes[-1]["t"] == run.ended_at
    for outcome in outcomes:
        assert outcome == json.loads(outcome_json(Moment(run, outcome["t"])))


def test_what_follows_from_the_masks_of_the_batch_is_not_written() -> None:
    assert {"bits", "kept"} <= set(map(str, read(FULL).ways))
    assert "bytes" in read(RUNS["factors"]).ways


def test_samples_go_first_then_steps_and_the_sample_on_screen_never() -> None:
    unread = frozenset({"map"})  # or that would be most of it
    whole = written(FULL, unread=unread)
    assert whole.every == 1
    assert whole.samples == tuple(range(20))
    some = written(FULL, View(sample=9), len(whole.text) * 2 // 3, unread)
    assert len(some.text) <= len(whole.text) * 2 // 3
    assert some.every == 1
    assert 4 <= len(some.samples) < 20
    assert 9 in some.samples
    few = written(FULL, View(sample=9), len(whole.text) // 2, unread)
    found = unpacked(few.text)
    assert few.every in (2, 4)
    assert found.steps == list(range(0, 41, few.every))
    assert found.samples[0] == 9
    assert found.frames[40, 9] == json.loads(frame_json(Moment(trained(FULL), 40, 9), summary=True))
    least = written(FULL, View(sample=9), 1, unread)  # which nothing has
    assert (least.samples, unpacked(least.text).steps) == ((9,), [0, 40])


def test_a_long_run_is_recorded_at_steps_that_there_is_room_for() -> None:
    run, room = trained("hidden=4&steps=3000&batch=4"), 120_000
    recorder = Recorder(run, View(), room, frozenset({"map"}))
    assert recorder.every > 1
    assert recorder.steps[:3] == [0, recorder.every, 2 * recorder.every]
    assert recorder.steps[-1] == 3000
    for step in recorder.steps:
        recorder.add(step)
    found = recorder.written()
    assert len(found.text) <= room
    steps = unpacked(found.text).steps
    assert steps[:2] == [0, found.every]
    assert steps[-1] == 3000


def test_parts_that_nobody_reads_are_left_out() -> None:
    found = read(FULL, unread=frozenset({"a", "w", "map", "summary"}))
    frame = json.loads(frame_json(Moment(trained(FULL), 7, 3)))
    assert found.frames[7, 3] == {name: part for name, part in frame.items() if name not in ("a", "w")}
    assert "map" not in found.outcomes[0]
    whole = json.loads(outcome_json(Moment(trained(FULL), found.outcomes[1]["t"])))
    assert found.outcomes[1] == {name: part for name, part in whole.items() if name != "map"}
    nothing = read(FULL, View(sample=2), unread=frozenset({"a", "m", "M", "k", "w", "say"}))
    assert nothing.samples == [2]  # of a sample nothing is read
    assert nothing.frames[7, 2] == {name: frame[name] for name in ("t", "l", "p")}


def test_the_same_run_is_written_in_the_same_bytes_and_its_progress_told() -> None:
    told: list[float] = []
    again = asyncio.run(recorded(trained(FULL), View(), ROOM, tell=told.append))
    assert again == written(FULL)
    assert told == [(step + 1) / 41 for step in range(41)]


def test_others_have_a_turn_after_each_step() -> None:
    async def rounds() -> int:
        making = asyncio.ensure_future(recorded(trained(FULL), View(), ROOM))
        found = 0
        while not making.done():
            await asyncio.sleep(0)
            found += 1
        return found

    assert asyncio.run(rounds()) > 41
