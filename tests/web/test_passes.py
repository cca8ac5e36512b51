"""Monte-Carlo passes are a viewer's wish: in links, in outcomes, computed in slices, and of the run's own networks."""

import asyncio
import base64
import json
import math
from collections.abc import Iterator
from urllib.parse import parse_qsl

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.log.outcome import Passes
from app.runs.training.evaluation import at_once
from app.settings import Settings
from app.web.address.links import Links
from app.web.address.query import read_query
from app.web.figures import monte_carlo
from app.web.frames import outcome_json, passes_dict
from app.web.live.channel import Channel
from app.web.moment import Moment
from app.web.passes import KEPT, _found, passed
from tests import clock
from tests.web.runs import trained


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def test_a_link_keeps_the_wish_behind_the_view() -> None:
    spec, view = read_query([("steps", "60"), ("step", "7"), ("passes", "50"), ("view", "backward")])
    assert view.passes == 50
    assert Links(spec, view, True).here().endswith("step=7&sample=1&view=backward&passes=50&apart=1")
    assert "passes" not in Links(*read_query([("passes", "0")])).here()


@pytest.mark.parametrize("text", ["201", "-1", "a", "1.5"])
def test_more_than_there_may_be_is_refused_by_name(client: TestClient, text: str) -> None:
    answer = client.get(f"/frame?passes={text}")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["passes"]


def test_the_mean_and_what_passes_disagree_in_are_those_of_a_plain_sum() -> None:
    said = np.array([[[0.9], [0.5], [0.0]], [[0.1], [0.5], [0.0]]])
    h = -0.9 * math.log(0.9) - 0.1 * math.log(0.1)
    found = Passes(said)
    assert found.mean.ravel() == pytest.approx([0.5, 0.5, 0])
    assert found.information == pytest.approx([math.log(2) - h, 0, 0], abs=1e-12)
    each = Passes(np.array([[[1.0, 0.0, 0.0]], [[0.0, 1.0, 0.0]]]))
    assert each.information == pytest.approx([math.log(2)])


def test_over_a_map_they_are_bytes_over_a_curve_and_images_numbers() -> None:
    run = trained("steps=60")
    passes = at_once(run.passes_in_parts(40, 5))
    found = passes_dict(run, 40, passes)
    mean, spread = (np.frombuffer(base64.b64decode(found[name]), np.uint8) for name in ("mean", "spread"))
    assert (found["t"], found["k"], found["seed"]) == (40, 5, 1)
    assert mean.tolist() == (128 + np.rint(127 * (2 * passes.mean[:, 0] - 1))).astype(int).tolist()
    assert spread.tolist() == np.rint(255 * passes.information / math.log(2)).astype(int).tolist()
    assert spread.any()
    curve = trained("data=curve&steps=60")
    passes = at_once(curve.passes_in_parts(40, 5))
    found = passes_dict(curve, 40, passes)
    assert found["mean"] == pytest.approx(passes.mean[:, 0], rel=1e-3, abs=1e-4)
    assert found["spread"] == pytest.approx(passes.said.std(axis=0)[:, 0], rel=1e-3, abs=1e-4)
    digits = trained("data=digits&hidden=16,16&steps=60")
    found = passes_dict(digits, 40, at_once(digits.passes_in_parts(40, 5)))
    assert np.shape(found["mean"]) == (6, 10)
    assert np.shape(found["spread"]) == (6,)


@pytest.mark.parametrize("query", ["steps=60", "data=curve&steps=60", "data=digits&hidden=16,16&steps=60"])
def test_they_say_and_draw_what_the_panel_does(query: str) -> None:
    run = trained(query)
    moment = Moment(run, 40)
    moment.passes = at_once(run.passes_in_parts(40, 5))
    panel = monte_carlo.context(moment, Links(*read_query([*parse_qsl(query), ("step", "40"), ("passes", "5")])))
    found = passes_dict(run, 40, moment.passes)
    assert found["say"] == panel.sentence
    assert found["say"].startswith("At step 40: mean of 5 networks")
    assert found.get("rows", ()) == panel.rows
    drawn = [(one.path, one.band) for one in panel.pictures if one.path]
    assert ([found["lines"]] if "lines" in found else []) == drawn


def test_an_outcome_has_them_where_they_were_wished_for(client: TestClient) -> None:
    answer = client.get("/frame?steps=60&step=40&passes=5").json()["outcome"]
    run = trained("steps=60")
    assert answer.pop("mc") == passes_dict(run, 40, at_once(run.passes_in_parts(40, 5)))
    assert answer == json.loads(outcome_json(Moment(run, 40)))
    assert "mc" in client.get("/?steps=60&step=40&passes=5").text
    assert "mc" not in client.get("/frame?steps=60&step=40").json()["outcome"]


def test_they_are_computed_in_turns_and_kept() -> None:
    async def main() -> None:
        run = trained("steps=60&seed=3")
        before = run.turns.taken
        first = await passed(run, 20, 7)
        assert run.turns.taken > before
        assert (first.said == at_once(run.passes_in_parts(20, 7)).said).all()
        assert await passed(run, 20, 7) is first
        for step in range(KEPT):
            await passed(run, step, 1)
        assert list(_found[run]) == [(step, 1) for step in range(KEPT)]

    clock.run(main())


def test_a_stream_sends_them_as_an_event_of_their_own(client: TestClient) -> None:
    text = client.get("/stream?steps=60&from=40&rate=0&passes=5").text
    events = [part.split("\n") for part in text.split("\n\n") if part]
    names = [next(line.removeprefix("event: ") for line in lines if line.startswith("event")) for lines in events]
    assert names[:4] == ["run", "frame", "outcome", "passes"]
    run = trained("steps=60")
    sent = json.loads(events[3][-1].removeprefix("data: "))
    assert sent == json.loads(json.dumps(passes_dict(run, 40, at_once(run.passes_in_parts(40, 5)))))


def test_while_a_run_plays_the_newest_there_are_are_sent_once() -> None:
    async def main() -> None:
        channel = Channel(trained("steps=60"))
        assert channel.passes(20, 5) is None
        assert channel._passing is not None
        await channel._passing
        body = channel.passes(25, 5)
        assert body is not None
        assert b'"t":20,"k":5' in body.data
        assert channel.passes(30, 5) is body  # those of step 25 are under way
        await channel._passing
        newest = channel.passes(30, 5)
        assert newest is not None
        assert b'"t":25,"k":5' in newest.data
        channel.close()
        await asyncio.sleep(0.01)

    clock.run(main())
