"""The tables of the layer's page: read back, they are what the API says and what was measured."""

import csv
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.scaling import laboratory
from app.runs.one_layer.ten_answers import ten_answers
from app.runs.one_layer.whose_mask import noises
from app.settings import Settings
from app.web.one_layer.tables import TABLES
from tests.web.page_tree import tree

LINK = "p=0.3&seed=4&k=40"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def read(client: TestClient, name: str, query: str = LINK) -> tuple[list[str], list[list[str]]]:
    answer = client.get(f"/layer/{name}.csv?{query}")
    assert answer.status_code == 200
    link, columns, *rows = csv.reader(answer.text.splitlines())
    assert link == [f"# http://testserver/layer?{LayerSpec.from_query(query).query()}"]
    return columns, rows


def test_every_table_is_one_press_from_the_page(client: TestClient) -> None:
    page = tree(client.get(f"/layer?{LINK}").text)
    links = {name: page.one("a", id=f"{name}-csv")["href"] for name in TABLES}
    assert links == {name: f"./layer/{name}.csv?{LINK}" for name in TABLES}
    assert client.get("/layer/nothing.csv").status_code == 404
    assert client.get("/layer/noise.csv?p=2").status_code == 422


def test_cells_are_those_of_the_api(client: TestClient) -> None:
    found = client.get(f"/api/layer?{LINK}").json()
    columns, rows = read(client, "layer")
    for name in columns[2:]:
        wanted = [value for row in found[name] for value in row]
        assert [float(row[columns.index(name)]) for row in rows] == wanted, name
    columns, rows = read(client, "layer", "mode=eval")
    assert {(row[columns.index("coins")], row[columns.index("mask")]) for row in rows} == {("", "")}


def test_what_is_measured_has_all_its_digits(client: TestClient) -> None:
    spec = LayerSpec.from_query(LINK)
    answers = ten_answers(spec)
    assert [float(row[1]) for row in read(client, "answers")[1]] == [*answers.given, answers.evaluated]
    ways = laboratory(spec).ways
    _, rows = read(client, "scaling")
    assert [(row[0], float(row[2])) for row in rows] == [(way.name, way.mean) for way in ways]
    _, rows = read(client, "scaling-means")
    assert [(int(row[0]), float(row[1])) for row in rows] == list(ways[0].running)
    assert read(client, "scaling-means", "p=0")[0] == ["masks", "inverted", "classic", "none"]
    _, rows = read(client, "noise")
    assert [float(row[3]) for row in rows] == [of.own for of in noises(spec.p)]
