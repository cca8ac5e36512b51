"""/docs lists what there is: every setting with its limits, every address, and links that work."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.data.tasks import TASKS
from app.runs.nets.methods import METHODS
from app.runs.one_layer.fields import LAYER_FIELDS, OTHER_NAMES
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.spec.fields import CHANGES_MAX, FIELDS
from app.runs.spec.run_spec import RunSpec
from app.settings import Settings
from app.web.address.query import WISHES
from app.web.docs import page as docs_page
from app.web.docs.page import context
from app.web.words.fields import help_of
from tests.web.page_tree import tree

STATIC = ("/static", "/scripts", "/styles")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True))) as client:
        yield client


def test_it_is_a_page_of_the_site(client: TestClient) -> None:
    shown = tree(client.get("/docs").text)
    assert [a.text for a in shown.one("nav", aria_label="Pages").all("a", aria_current="page")] == ["Docs"]
    assert {link["href"] for link in shown.all("link")} <= {"./static/css/site.css", "./static/icon.svg"}
    contents = [a["href"].removeprefix("#") for a in shown.one("ul", "contents").all("a")]
    assert contents == [section["id"] for section in shown.all("section")]


def test_it_names_every_setting_of_a_link_with_its_limits() -> None:
    docs = context()
    assert [setting.name for setting in docs.settings] == list(FIELDS)
    assert [(view.name, view.meaning) for view in docs.views] == [(f.name, help_of(f)) for f in WISHES.values()]
    assert {setting.name for setting in docs.layer} == {*LAYER_FIELDS, *OTHER_NAMES}
    assert docs.layer[0].values == "0, or 0.000001 to 0.999999"
    assert "place" not in docs.layer[0].meaning
    for setting, field in zip(docs.settings, FIELDS.values(), strict=True):
        assert setting.meaning == help_of(field)
        if field.kind in ("whole", "number", "rates", "widths"):
            assert f"{field.max:.10g}" in setting.values
        for choice in field.choices:
            assert choice in setting.values.split(", ")
    values = {setting.name: setting.values for setting in docs.settings}
    assert "digits: whole number, 10 to 4000" in values["n"]
    assert values["flip"] == "0 to 0.5; curve: 0"
    assert values["lr"] == "more than 0 to 10"
    assert values["p"].startswith("0 to less than 1")
    assert values["change"].startswith(f"up to {CHANGES_MAX} ")


def test_its_defaults_are_those_of_a_link_that_leaves_them_out() -> None:
    docs = context()
    first = RunSpec.parse([])
    texts = {**first.defaults, **first.texts()}
    of_methods = {"net": "dense", "method": "dropout"}
    for method, data in product(METHODS, TASKS):
        for net in {*METHODS[method].nets} & {*TASKS[data].nets}:
            own = RunSpec.parse({"data": data, "net": net, "method": method}).texts()
            of_methods |= {name: text for name, text in own.items() if name not in {"net", "method", *texts}}
    for setting in docs.settings:
        assert setting.usual == ((of_methods | texts).get(setting.name, "1") or "none")
    for i, name in enumerate(TASKS):
        own = RunSpec.parse({"data": name}).texts()
        told = {row.name: row.values[i] for row in docs.usual}
        usual = of_methods | texts | told
        assert all(usual[setting] == text for setting, text in own.items() if setting != "data")
    typed = {s.name: s.usual for s in docs.layer if s.usual not in ("none", "empty")}
    assert LayerSpec.parse(typed) == LayerSpec()


def test_it_names_every_address_and_every_example_answers(client: TestClient) -> None:
    docs = context()
    told = {address.path for address in (*docs.pages, *docs.api)}
    routers = [getattr(route, "original_router", None) for route in client.app.api.routes]
    there = {route.path for router in routers if router for route in router.routes if isinstance(route, APIRoute)}
    there = {path for path in there if not path.startswith(STATIC)}
    assert "/api/run" in there
    assert told == there | {"/stream", "/openapi.json"}
    in_api = set(client.get("/openapi.json").json()["paths"])
    assert in_api <= {address.path for address in docs.api}
    for address in (*docs.pages, *docs.api):
        pattern = re.sub(r"\{[a-z]+\}", "[^/?]+", address.path)
        assert re.fullmatch(pattern, address.example.split("?")[0])
        assert client.get(address.example).status_code == 200, address.example


def test_its_links_to_the_notebooks_sections_lead_somewhere(client: TestClient) -> None:
    for section in docs_page.SECTIONS:
        path, _, anchor = section.href.partition("#")
        if path:
            shown = tree(client.get(path).text)
            assert not anchor or shown.all(id=anchor), section.href
