"""Files of a run: what they hold is what the run and the API say, and the same link gives the same bytes."""

import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.engine.coins import Coins
from app.main import create_app
from app.runs.log.turns import HELD_MAX
from app.settings import Settings
from app.web.files import npz
from app.web.files.written import written
from tests.web.page_tree import tree
from tests.web.runs import trained

QUERY = "steps=60&p=0.3&seed=4"
LARGE = "data=digits&n=60&hidden=9&steps=40"  # of which the server has no scores at once


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def loaded(content: bytes) -> dict[str, Any]:
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        return dict(file)


@pytest.mark.parametrize("query", [QUERY, LARGE])
def test_the_file_of_a_run_holds_its_data_parameters_and_losses(client: TestClient, query: str) -> None:
    answer = client.get(f"/run.npz?{query}")
    assert (answer.status_code, answer.headers["content-disposition"]) == (200, 'attachment; filename="run.npz"')
    found, run = loaded(answer.content), trained(query)
    assert found["link"] == f"http://testserver/?{run.query}"
    for name in ("x", "y", "x_test", "y_test"):
        assert (found[name] == getattr(run.data, name)).all()
    for arm, name in enumerate(npz.ARMS):
        log, last = run.logs[arm], run.spec.training.steps
        for when, step in (("initial", 0), ("final", last)):
            params = run.replays[arm].at(step).network.params
            kept = {of: values for of, values in found.items() if of.startswith(f"{name}.{when}.")}
            assert [*kept] == [f"{name}.{when}.{of}" for of in params]
            assert all((kept[f"{name}.{when}.{of}"] == values).all() for of, values in params.items())
        assert (found[f"{name}.losses"] == log.losses).all()
        scores = np.stack([found[f"{name}.{of}"] for of in ("clean", "test", "accuracy")], axis=1)
        assert (scores == log.scores).all()
        assert (found["evaluated_at"] == log.points).all()


def test_the_file_of_a_run_holds_its_batches_and_how_their_images_are_moved() -> None:
    run = trained("data=digits&n=40&hidden=6&steps=5&shift=2")
    found = npz.batches(run.spec)
    for step in range(6):
        assert (found["rows"][step] == run.record(step).rows).all()
        images = np.pad(run.data.x[found["rows"][step]].reshape(-1, 14, 14), ((0, 0), (2, 2), (2, 2)))
        moved = [
            of[2 - down : 16 - down, 2 - right : 16 - right]
            for of, (down, right) in zip(images, found["moves"][step], strict=True)
        ]
        assert (np.reshape(moved, (-1, 196)) == run.record(step).x).all()
    assert [*npz.batches(trained(QUERY).spec)] == ["rows"]


def test_the_same_link_gives_the_same_bytes(client: TestClient) -> None:
    first = client.get(f"/run.npz?{QUERY}").content
    assert client.get("/run.npz?p=0.3&steps=60&seed=4&step=7").content == first
    assert client.get("/run.npz?steps=60&p=0.3&seed=5").content != first


def test_coins_are_drawn_again_from_what_the_file_says(client: TestClient) -> None:
    said = json.loads(str(loaded(client.get(f"/run.npz?{QUERY}").content)["coins"]))
    coins = Coins(said["seed"], [tuple(shape) for _, _, shape in said["places"]])
    assert (coins.length, coins.starts[-1]) == (said["steps_a_block"], said["coins_a_step"])
    drawn = trained(QUERY).record(50).drawn
    coins.seek(50)
    for k, (name, _, _) in enumerate(said["places"]):
        assert (coins.place(k).levels() == drawn[name].levels).all()


def test_the_json_says_what_the_api_says_and_the_link(client: TestClient) -> None:
    found, api = client.get(f"/run.json?{QUERY}").json(), client.get(f"/api/run?{QUERY}").json()
    assert {name: found[name] for name in api} == api
    assert found["link"] == f"http://testserver/?{trained(QUERY).query}"
    assert found["coins"]["seed"] == 4


def test_a_file_counts_until_it_is_read_and_too_many_are_refused(client: TestClient) -> None:
    turns = client.app.store.turns  # type: ignore[attr-defined]
    assert turns.held == 0
    turns.held = HELD_MAX
    try:
        assert client.get(f"/run.npz?{QUERY}").status_code == 503
    finally:
        turns.held = 0


def test_programs_are_listed_and_downloaded_as_they_are(client: TestClient) -> None:
    shown = tree(client.get(f"/files?{QUERY}").text)
    for name in ("numpy", "torch"):
        answer = client.get(f"/program/{name}.py?{QUERY}")
        assert answer.headers["content-type"].startswith("text/x-python")
        assert answer.text == written(trained(QUERY).spec, name, "http://testserver/")
        assert shown.one("textarea", id=f"{name}-program").text.split() == answer.text.split()
    links = [a["href"] for a in shown.one("main").all("a")]
    for href in links:
        assert client.get(f"/{href.removeprefix('./')}").status_code == 200
    assert client.get(f"/program/fortran.py?{QUERY}").status_code == 404


def test_a_run_that_has_no_program_says_so_in_its_place(client: TestClient) -> None:
    query = "data=digits&method=dropblock&place=0,1,2&shift=1&warmup=9&steps=20"
    why = "without any one of shifts and warm-up"
    answer = client.get(f"/program/numpy.py?{query}")
    assert (answer.status_code, why in answer.text) == (422, True)
    shown = tree(client.get(f"/files?{query}").text)
    assert [area["id"] for area in shown.all("textarea")] == ["torch-program"]
    assert why in shown.one("p", "note").text


def test_a_wrong_link_is_told_what_is_wrong(client: TestClient) -> None:
    for path in ("run.npz", "run.json", "program/numpy.py", "files"):
        answer = client.get(f"/{path}?p=2")
        assert (answer.status_code, "must lie in [0, 1)" in answer.text) == (422, True), path
