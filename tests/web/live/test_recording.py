"""A recording, read by docs/stream.md, holds what a stream would have sent, as far as there is room."""

import asyncio
import json
from functools import cache

import pytest

from app.web.address.query import View
from app.web.frames import curve_json, frame_json, outcome_json, run_json
from app.web.live.recording import Recorder, Recording, recorded
from app.web.moment import Moment
from tests.web.live.unpacked import Unpacked, unpacked
from tests.web.runs import trained

ROOM = 1 << 30
FORWARD = View()
FULL = "hidden=5,4&steps=24"
RUNS = {
    "maps": "data=digits&n=40&maps=3,4&neurons=10&batch=8&steps=5&method=dropblock",
    "blocks that are left out": "data=digits&n=80&blocks=4&width=6&batch=8&steps=5&method=stochastic_depth&each=sample",
    "every neuron's mask": FULL,
    "a place that begins to drop, and one that ends": "hidden=5,4&steps=24&p=0,0.4&place=1,2&change=p@12:0.3,0",
    "a batch that leaves bits over": "hidden=5&steps=24&batch=3&place=0,1",
    "no dropout": "steps=12&place=none",
    "edges that are not all drawn": "hidden=48,24&steps=5",
    "factors": "method=gaussian&hidden=4&steps=24",
    "p that is learned": "method=concrete&hidden=4&steps=24",
    "masks of weights": "method=dropconnect&hidden=4&steps=24",
    "a curve": "data=curve&hidden=4&steps=12",
    "digits": "data=digits&hidden=8&steps=12&batch=4",
    "a run that diverged": "data=curve&activation=relu&optimizer=sgd&lr=3",
}


@cache
def written(link: str, view: View = FORWARD, room: int = ROOM) -> Recording:
    return asyncio.run(recorded(trained(link), view, room))


def read(link: str, view: View = FORWARD) -> Unpacked:
    return unpacked(written(link, view).text)


@pytest.mark.parametrize("link", RUNS.values(), ids=RUNS)
def test_it_holds_each_frame_of_each_sample_the_run_and_the_curves(link: str) -> None:
    run, found = trained(link), read(link)
    assert found.run == run_json(run)
    assert found.curve == json.loads(curve_json(run))
    assert found.steps == list(range(run.ended_at + 1))
    assert sorted(found.samples) == list(range(run.spec.training.batch))
    for (step, sample), frame in found.frames.items():
        moment = Moment(run, step, sample)
        assert frame == json.loads(frame_json(moment, summary=run.spec.plan.columns and not moment.scaled)), (
            step,
            sample,
        )


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


LONG = "data=digits&steps=40&n=100&batch=8&hidden=8,8"


def test_samples_go_first_then_steps_and_the_sample_on_screen_never() -> None:
    run, whole = trained(LONG), written(LONG)
    assert whole.samples == tuple(range(8))
    assert whole.steps == tuple(range(41))
    some = written(LONG, View(sample=7), len(whole.text) * 4 // 5)
    assert len(some.text) <= len(whole.text) * 4 // 5
    assert some.steps == whole.steps
    assert 4 <= len(some.samples) < 8
    assert 7 in some.samples
    few = written(LONG, View(sample=7), len(whole.text) // 3)
    assert len(few.text) <= len(whole.text) // 3
    assert few.every > 1
    assert few.steps == tuple(sorted({*range(0, 40, few.every), 40}))
    found = unpacked(few.text)
    assert found.steps == list(few.steps)
    assert found.samples[0] == 7
    assert set(found.samples) == set(few.samples)
    for step in few.steps:
        assert found.frames[step, 7] == json.loads(frame_json(Moment(run, step, 7), summary=True))
    least = written(LONG, View(sample=7), 1)  # which nothing has
    assert (least.samples, least.steps) == ((7,), (0, 40))
    assert unpacked(least.text).steps == [0, 40]


def test_a_long_run_is_recorded_at_steps_that_there_is_room_for() -> None:
    run, room = trained("data=curve&n=20&hidden=4&steps=600&batch=4"), 60_000
    recorder = Recorder(run, FORWARD, room)
    assert recorder.every > 1
    assert recorder.steps[:3] == [0, recorder.every, 2 * recorder.every]
    assert recorder.steps[-1] == 600
    for step in recorder.steps:
        recorder.add(step)
    found = recorder.written()
    assert len(found.text) <= room
    assert found.steps[:2] == (0, found.every)
    assert found.steps[-1] == 600


def test_the_same_run_is_written_in_the_same_bytes_and_its_progress_told() -> None:
    told: list[float] = []
    again = asyncio.run(recorded(trained(FULL), View(), ROOM, tell=told.append))
    assert again == written(FULL)
    assert told == [(step + 1) / 25 for step in range(25)]


def test_others_have_a_turn_after_each_step() -> None:
    async def rounds() -> int:
        making = asyncio.ensure_future(recorded(trained(FULL), View(), ROOM))
        found = 0
        while not making.done():
            await asyncio.sleep(0)
            found += 1
        return found

    assert asyncio.run(rounds()) > 25
