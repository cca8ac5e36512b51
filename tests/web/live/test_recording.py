"""A recording holds what a stream would have sent, and each sample that was asked for."""

import json

from app.web.frames import curve_json, frame_json, outcome_json, run_json
from app.web.live.recording import recorded
from app.web.moment import Moment
from tests.web.runs import trained

LINK = "hidden=5,4&steps=40"


def test_it_holds_the_events_of_a_stream() -> None:
    run = trained(LINK)
    events = recorded(run, range(41))
    assert events[0] == ("run", run_json(run))
    assert events[1] == ("curve", json.loads(curve_json(run)))
    frames = [data for name, data in events if name == "frame"]
    assert frames == [json.loads(frame_json(Moment(run, step), summary=True)) for step in range(41)]
    outcomes = {data["t"]: data for name, data in events if name == "outcome"}
    assert outcomes[40] == json.loads(outcome_json(Moment(run, 40)))


def test_each_sample_and_the_backward_view_can_be_asked_for() -> None:
    run = trained(LINK)
    events = recorded(run, (0, 10, 40), (3, 0), backward=True)
    shown, sample = {}, -1
    for name, data in events:
        if name == "sample":
            sample = data
        elif name == "frame":
            shown[sample, data["t"]] = data
    assert set(shown) == {(sample, step) for sample in (0, 3) for step in (0, 10, 40)}
    assert shown[3, 10] == json.loads(frame_json(Moment(run, 10, 3, True), summary=True))
    assert shown[3, 10]["m"] != shown[0, 10]["m"]
