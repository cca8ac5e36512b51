"""Tables that are of no run: what they say is what their pages say."""

import csv
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.experiments.best import at
from app.runs.experiments.catalogue import ROWS
from app.runs.scenes.measured import experiments
from app.settings import Settings
from app.web.files.standing import STANDING
from app.web.methods.catalogue import PAGES
from tests.web.page_tree import tree


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, cells="none", _cli_parse_args=[]))) as client:
        yield client


def read(client: TestClient, name: str) -> list[dict[str, str]]:
    (link,), *rest = csv.reader(client.get(f"/figure/{name}.csv").text.splitlines())
    page = tree(client.get(f"/{STANDING[name].page}").text)
    assert link == f"# http://testserver/{STANDING[name].page}"
    assert [a for a in page.all("a", "csv-link") if a["href"] == f"./figure/{name}.csv"]
    columns, *rows = rest
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_all_methods_are_a_table(client: TestClient) -> None:
    assert [row["name"] for row in read(client, "methods")] == [*PAGES]


def test_rules_are_those_of_the_page(client: TestClient) -> None:
    rows, page = read(client, "rules"), tree(client.get("/practice").text)
    shown = page.one("section", "rules").one("tbody").all("tr")
    assert [row["verdict"] for row in rows] == [row.one("strong").text for row in shown]
    assert [row["result"] for row in rows] == [row.all("td")[1].text for row in shown]


def test_what_was_measured_of_every_experiment(client: TestClient) -> None:
    rows = read(client, "experiments")
    assert {row["experiment"] for row in rows} == experiments().keys() <= ROWS.keys()
    of = at("p", "accuracy", "0.5")
    (row,) = (row for row in rows if [row["experiment"], row["measure"], row["value"]] == ["p", "accuracy", "0.5"])
    numbers = [float(row[name]) for name in ("ours mean", "twin mean", "difference mean", "difference low")]
    assert numbers == [of.ours, of.twin, of.mean, of.low]
    assert int(row["higher"]) == of.better
