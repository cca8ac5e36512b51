"""The picture beside a link in a chat: of the link, in the size for it, and without any training."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from app.main import Explorer, create_app
from app.runs.spec.run_spec import RunSpec
from app.settings import Settings
from app.web.embed import preview_picture
from tests.web.embed.svg_tree import all_of, read, words
from tests.web.untrained import HEAVY, train_nothing


@pytest.fixture(scope="module")
def app() -> Explorer:
    return create_app(Settings(single_process=True, _cli_parse_args=[]))


@pytest.fixture(scope="module")
def client(app: Explorer) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture
def untrained(app: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    train_nothing(app, monkeypatch)


def size(answer: Any) -> tuple[int, int]:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    return Image.open(io.BytesIO(answer.content)).size


@pytest.mark.usefixtures("untrained")
def test_it_is_drawn_without_a_run(client: TestClient) -> None:
    before = client.get("/healthz").json()["logs"]
    assert size(client.get(f"/preview/network.png?{HEAVY}&step=1999")) == (1200, 630)
    assert client.get("/healthz").json()["logs"] == before


@pytest.mark.usefixtures("untrained")
def test_of_one_layer_it_is_the_matrices(client: TestClient) -> None:
    first, other = (client.get(f"/preview/layer.png?p=0.3&substep={at}") for at in ("mask", "draw"))
    assert size(first) == size(other) == (1200, 630)
    assert first.content != other.content


@pytest.mark.usefixtures("untrained")
def test_who_has_it_already_is_told_so(client: TestClient, app: Explorer) -> None:
    first = client.get("/preview/network.png?p=0.4")
    drawn = app.api.state.rasters.drawn
    again = client.get("/preview/network.png?p=0.4", headers={"if-none-match": f'"x", {first.headers["etag"]}'})
    same, other = client.get("/preview/network.png?place=1,2,3&p=0.40"), client.get("/preview/network.png?p=0.5")
    assert (again.status_code, again.content, same.content) == (304, b"", first.content)
    assert other.headers["etag"] != first.headers["etag"] == same.headers["etag"]
    assert app.api.state.rasters.drawn == drawn + 1


@pytest.mark.parametrize("query", ["steps=30&p=0.5", "steps=30&place=none", "steps=30&method=gaussian&data=curve"])
def test_it_is_what_step_0_of_the_run_is(client: TestClient, query: str) -> None:
    picture = read(preview_picture._network(RunSpec.from_query(query), 3))
    run = read(client.get(f"/figure/network.svg?{query}&step=0&sample=4").text)
    ours, theirs = (
        [[(mark.get("class"), mark.get("fill-opacity")) for mark in group] for group in all_of(root, "g", "marks")]
        for root in (picture, run)
    )
    assert ours == theirs
    assert words(picture)[0].startswith("Before the first update, at step 0")


def test_where_it_takes_long_to_find_dead_neurons_none_is_promised() -> None:
    light, heavy = (
        " ".join(words(read(preview_picture._network(RunSpec.from_query(query), 0)))) for query in ("steps=30", HEAVY)
    )
    assert "dead" in light
    assert "dead" not in heavy


@pytest.mark.parametrize("query", ["p=2", "colour=red", "sample=99", "v=2"])
def test_a_wrong_link_has_none(client: TestClient, query: str) -> None:
    answer = client.get(f"/preview/network.png?{query}")
    assert answer.status_code == 422
    assert client.get("/preview/layer.png?p=2").status_code == 422
    assert answer.headers["content-type"].startswith("text/plain")
