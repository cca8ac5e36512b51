"""The table of all methods: a row for each page, in any order that its heads lead to."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.methods.catalogue import PAGES, run_of
from app.web.methods.page import COLUMNS, SORTS, context
from tests.web.page_tree import Node, tree


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def table(client: TestClient, path: str = "/methods") -> Node:
    answer = client.get(path)
    assert answer.status_code == 200
    return tree(answer.text).one("table")


def test_every_page_has_a_row_that_leads_to_it(client: TestClient) -> None:
    rows = table(client).one("tbody").all("tr")
    assert [row["id"] for row in rows] == [f"row-{name}" for name in PAGES]
    for row, name in zip(rows, PAGES, strict=True):
        assert row.one("th", scope="row").one("a")["href"] == f"./methods/{name}"
        assert len(row.all("td")) == len(COLUMNS) - 1
        assert all(cell.text for cell in row.all("td"))


@pytest.mark.parametrize("name", COLUMNS)
def test_each_head_leads_to_its_order_and_back(client: TestClient, name: str) -> None:
    up = table(client, table(client).one("a", id=f"by-{name}")["href"][1:])
    (head,) = [th for th in up.all("th", scope="col") if th.has("aria-sort")]
    assert (head.one("a")["id"], head["aria-sort"]) == (f"by-{name}", "ascending")
    down = table(client, head.one("a")["href"][1:])
    (head,) = [th for th in down.all("th", scope="col") if th.has("aria-sort")]
    assert head["aria-sort"] == "descending"
    texts = [
        [dict(row.texts).get(name, row.title).casefold() for row in context(way).rows] for way in (name, f"-{name}")
    ]
    assert texts[0] == sorted(texts[0])
    assert texts[1] == sorted(texts[1], reverse=True)


def test_every_picture_is_of_a_step_of_the_pages_own_run(client: TestClient) -> None:
    for image, page in zip(table(client).all("img"), PAGES.values(), strict=True):
        assert image["loading"] == "lazy"
        assert image["alt"].endswith(f"at step {page.step}")
        assert f"step={page.step}" in image["src"]
        assert page.step <= int(image["data-last"]) == run_of(page).training.steps
        soon = client.get(image["src"][1:].replace(f"step={page.step}", "step=2"))  # which takes less training
        assert soon.status_code == 200, image["src"]
        assert soon.headers["content-type"].startswith("image/svg+xml")
        assert "step 2" in soon.text


def test_an_order_that_there_is_none_of_is_refused(client: TestClient) -> None:
    answer = client.get("/methods?sort=colour")
    assert answer.status_code == 422
    assert "title" in answer.text
    assert len(SORTS) == 2 * len(COLUMNS)
