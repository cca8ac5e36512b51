"""The section on libraries: what is known of the method, and programs with the settings of what is on screen."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.methods.catalogue import PAGES
from app.web.methods.library import of
from app.web.methods.snippets import PROGRAMS
from tests.web.page_tree import Node, tree


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def section(client: TestClient, path: str) -> Node:
    return tree(client.get(f"/methods/{path}").text).one("section", id="elsewhere")


def code(area: Node) -> str:
    """What stands in a field, with its lines."""
    return "".join(part for part in area.parts if isinstance(part, str))


def programs(client: TestClient, path: str) -> list[str]:
    return [code(area) for area in section(client, path).all("textarea")]


def test_every_page_has_programs() -> None:
    assert PAGES.keys() <= PROGRAMS.keys()


def test_names_and_papers_are_those_of_the_library(client: TestClient) -> None:
    shown = section(client, "gaussian?steps=5")
    calls = [row.all("td")[0].text.split(" ")[0] for row in shown.one("tbody").all("tr")]
    assert calls == [row.call or "has" for row in of("gaussian").names]
    assert [paper.title in shown.text for paper in of("gaussian").papers] == [True, True]


def test_each_program_has_a_button_that_copies_it_and_a_name(client: TestClient) -> None:
    shown = section(client, "dropout?steps=5")
    areas = shown.all("textarea")
    assert len(areas) == 2
    for area, button, name in zip(areas, shown.all("button"), ("PyTorch", "Keras"), strict=True):
        assert button["data-from"] == area["id"]
        assert f"In {name}" in shown.one("h3", id=area["aria-labelledby"]).text
        assert int(area["rows"]) == len(code(area).splitlines())


def test_a_program_has_the_p_of_the_step_that_is_shown(client: TestClient) -> None:
    link = "dropout?steps=9&batch=10&hidden=7&p=0.25&change=p@4:0.75&step="
    for step, p in ((3, 0.25), (4, 0.75)):
        for program in programs(client, f"{link}{step}"):
            assert f"\np = {p}  #" in program
            assert "\nshape = (10, 7)  #" in program


def test_a_program_has_as_many_passes_as_are_shown(client: TestClient) -> None:
    (program,) = programs(client, "monte-carlo?steps=5&passes=20")
    assert "\npasses = 20\n" in program
