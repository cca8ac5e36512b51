"""`/why` and `/practice`: every reason and every experiment is there, once, and leads to its page."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.experiments.best import measured
from app.runs.experiments.catalogue import ROWS
from app.runs.scenes.measured import experiments
from app.settings import Settings
from app.web.methods.catalogue import WHYS
from app.web.practice import sparks
from tests.web.page_tree import tree


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, cells="none", _cli_parse_args=[]))) as client:
        yield client


@pytest.mark.parametrize("room", ["why", "practice"])
def test_a_page_leads_to_all_that_belongs_there(client: TestClient, room: str) -> None:
    drawn = tree(client.get(f"/{room}").text)
    led = [a["href"] for entry in drawn.all("ul", "entries") for a in entry.all("a")]
    reasons = [f"./{page.path}" for page in WHYS.values()] if room == "why" else []
    assert sorted(led) == sorted([*reasons, *(f"./{room}/{row.name}" for row in ROWS.values() if row.room == room)])
    assert drawn.one("a", aria_current="page").text == room.capitalize()
    assert bool(drawn.all("section", "rules")) == (room == "practice")


def heights(path: str) -> list[float]:
    return [float(pair.split()[1]) for pair in path[1:].split("L")]


def test_a_small_picture_has_the_means_of_both_arms_in_order() -> None:
    drawn = sparks.context("p")
    assert drawn is not None
    points = measured("p", experiments()["p"]["shows"])
    ours, twin = heights(drawn.panels[0].ours.path), heights(drawn.panels[0].twin.path)
    assert [a < b for a, b in pairwise(ours)] == [a.ours > b.ours for a, b in pairwise(points)]
    assert len(set(twin)) == 1


@pytest.mark.parametrize("name", sorted(experiments()))
def test_a_line_joins_values_on_a_scale_and_categories_have_dots(name: str) -> None:
    drawn, joined = sparks.context(name), ROWS[name].over not in ("place", "norm", "method", "activation")
    assert drawn is not None
    for panel in drawn.panels:
        assert all((arm.path != "", arm.dots == ()) == (joined, joined) for arm in (panel.ours, panel.twin))
        assert joined or len(panel.ours.dots) == len(ROWS[name].values)


def test_what_was_not_measured_has_none() -> None:
    assert sparks.context("nothing") is None
