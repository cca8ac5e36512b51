"""The picture of One layer's matrices."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.settings import Settings
from app.web.embed.drawing import Picture, svg
from app.web.embed.layer_picture import TEMPLATE, layer_told, still
from app.web.embed.lettering import SAFE
from app.web.embed.raster import png_of
from tests.web.embed.svg_tree import KINDS, SVG, addresses, all_of, read, words

LINKS = (
    "", "p=0.3&seed=5&cell=21", "mode=eval", "coins=shown&p=0.123456&x=34:0.123456,33:-123456.5,11:1000000",
    "batch=8&units=8&coins=shown&p=0.3", "batch=1&units=1", "batch=8&units=5", "batch=2&units=6&p=0.95",
)  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def drawn(link: str) -> str:
    spec = LayerSpec.from_query(link)
    return svg(Picture(TEMPLATE, still(spec), "One layer", layer_told(spec)), SAFE)


def matrix(root: Element, name: str) -> Element:
    """The first that has this name."""
    return next(group for group in all_of(root, "g", "layer-matrix") if name in (group.get("class") or "").split())


def cells(group: Element) -> list[str]:
    """The state of each cell, row by row."""
    states = ("kept", "dropped", "plain")
    kinds = [(mark.get("class") or "").split() for mark in group if mark.tag == f"{SVG}g"]
    return [state for kind in kinds for state in states if state in kind[:1]]


@pytest.mark.parametrize("link", LINKS)
def test_it_drops_the_same_cells_as_the_layer(link: str) -> None:
    spec = LayerSpec.from_query(link)
    mask = run(spec).mask
    root = read(drawn(link))
    for name in ("m", "y", "dx"):
        off = [state == "dropped" for state in cells(matrix(root, name))]
        assert off == ([False] * len(off) if mask is None else [factor == 0 for factor in mask.flat])
    for mark in all_of(root, "g", "dropped"):
        assert next(path.get("d") for path in mark if path.get("class") == "hatch")  # seen without colour


@pytest.mark.parametrize("substep", ["draw", "compare", "mask"])
@pytest.mark.parametrize("link", LINKS)
def test_it_is_plain_svg_and_says_what_the_page_says(client: TestClient, link: str, substep: str) -> None:
    text = drawn(f"{link}&substep={substep}")
    root = read(text)
    assert {mark.tag.removeprefix(SVG) for mark in root.iter()} <= KINDS
    assert not list(addresses(text))
    assert "var(" not in text
    page = client.get(f"/layer?{link}&substep={substep}").text
    said = [" ".join(words(root))]
    assert all_of(root, "desc")[0].text
    for line in [mark.text for mark in all_of(root, "text", "sentence")]:
        assert line
        assert line in page
    assert "⊙" not in said[0]  # no font of ours has it


@pytest.mark.parametrize("link", LINKS)
def test_no_number_leaves_its_cell_and_nothing_the_sheet(link: str) -> None:
    spec = LayerSpec.from_query(link)
    root, shows = read(drawn(link)), still(spec)
    for group in all_of(root, "g", "layer-matrix"):
        for text in [text for cell in group if cell.tag == f"{SVG}g" for text in cell if text.get("font-size")]:
            assert SAFE.width(text.text or "", float(text.get("font-size", ""))) <= shows.cell[0]
    left, right = 22 - 0.1, 700 - 22 + 0.1
    for row in shows.rows:
        assert left <= row.boxes[0].x - 7
        assert row.boxes[-1].x + shows.width + 7 <= right
    assert float(root.get("width", "")) == 700


def test_each_sub_step_says_where_it_is_and_leaves_open_what_is_to_come(client: TestClient) -> None:
    tags = set()
    for number, name in enumerate(SUB_STEPS, 1):
        answer = client.get(f"/figure/layer.svg?substep={name}")
        root = read(answer.text)
        (now,) = (group for group in all_of(root, "g", "now") if "layer-matrix" not in (group.get("class") or ""))
        assert words(now)[0].startswith(f"{number} ")
        empty = {"y": number < 4, "dx": number < 6}
        for matrix_name, is_empty in empty.items():
            shown = [text for text in words(matrix(root, matrix_name)) if any(letter.isdigit() for letter in text)]
            assert (len(shown) < 20) == is_empty
        assert all_of(root, "title")[0].text == f"Dropout Explorer: one layer, sub-step {number}, sample 3, neuron 4"
        tags.add(answer.headers["etag"])
        assert answer.headers["content-disposition"] == f'inline; filename="layer-{number}.svg"'
    assert len(tags) == len(SUB_STEPS)


def test_it_is_told_to_who_cannot_see_it() -> None:
    told = layer_told(LayerSpec.from_query("p=0.3"))
    assert "4 samples and 5 neurons with p = 0.3; training" in told.alternative
    assert told.sentence[0] in told.alternative
    assert "3 and 5 of sample 1; 1 and 2 of sample 2; 3 and 5 of sample 3; 4 and 5 of sample 4" in told.alternative
    assert "Dropped" not in layer_told(LayerSpec.from_query("mode=eval")).alternative


def test_printed_it_has_its_link_and_what_it_is(client: TestClient) -> None:
    answer: Any = client.get("/figure/layer.svg?p=0.3&print=1", headers={"host": "dropout.example.edu"})
    root = read(answer.text)
    caption = " ".join(mark.text or "" for mark in all_of(root, "text", "caption"))
    assert caption == "One layer: dropout by hand. 4 samples and 5 neurons with p = 0.3; training; sub-step 7 of 7."
    assert "dropout.example.edu/layer?p=0.3" in words(root)
    assert all_of(root, "path", "code")
    assert client.get("/figure/layer.png?p=0.3").content.startswith(b"\x89PNG")


def test_a_wrong_link_is_a_picture_of_what_is_wrong(client: TestClient) -> None:
    answer = client.get("/figure/layer.svg?p=7&data=moons")
    assert answer.status_code == 422
    said = " ".join(words(read(answer.text)))
    assert "p must lie in [0, 1), got 7" in said
    assert "data" in said


def test_a_converter_draws_it() -> None:
    assert png_of(drawn("p=0.3")).startswith(b"\x89PNG")
