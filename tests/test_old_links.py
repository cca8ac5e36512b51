"""Links as they were written at one time or another, in papers, mails and bookmarks, open for ever, and mean what they
meant.

old_links.json has of each link of Explore the run's canonical query, all of its settings written out (`means`), the
`step` that is shown, and a digest of what the run has done `at` a step: batch, masks, losses and parameters, as
`/api/step` has them. Of a link of One layer it has the same, with the numbers of `/api/layer`. A link may be added;
none may be taken away or come to mean another run. A canonical query of today is an old link tomorrow.
"""

import hashlib
import json
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.one_layer.fields import LAYER_FIELDS, OTHER_NAMES
from app.runs.spec.fields import FIELDS
from app.settings import Settings
from app.web.address.query import WISHES
from tests.conftest import ROOT

OLD = json.loads((ROOT / "tests" / "old_links.json").read_text(encoding="utf-8"))
RUNS: dict[str, Any] = OLD["/"]
LAYERS: dict[str, Any] = OLD["/layer"]
DONE = ("rows", "x", "y", "p", "masks", "loss", "twin_loss", "weights", "biases")
NUMBERS = ("p", "mode", "x", "coins", "mask", "y", "dy", "dx")
OF_THE_PAGE = ("each=1", "utm_source", "fbclid")  # read by the page, or by nobody
SHORT = 50  # steps; pages of longer runs wait until they are trained


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def get(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=str, parse_int=str)


def digest(found: dict[str, Any], names: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps([found[name] for name in names]).encode()).hexdigest()[:12]


def without(link: str, names: tuple[str, ...]) -> str:
    return "&".join(pair for pair in link.split("&") if pair not in names and pair.split("=")[0] not in names)


@pytest.mark.parametrize("link", RUNS)
def test_a_link_of_explore_means_its_run(client: TestClient, link: str) -> None:
    old = RUNS[link]
    shown = get(client, f"/frame?{without(link, OF_THE_PAGE)}")
    assert (shown["run"]["query"], shown["frame"]["t"]) == (old["query"], old["step"])
    found = get(client, f"/api/step/{old['at']}?{old['means']}&parameters=true")
    assert (found["query"], digest(found, DONE)) == (old["query"], old["run"])


@pytest.mark.parametrize("link", [link for link in RUNS if int(dict(parse_qsl(RUNS[link]["means"]))["steps"]) <= SHORT])
def test_its_page_opens(client: TestClient, link: str) -> None:
    page = client.get(f"/?{link}")
    assert page.status_code == 200
    assert escape(RUNS[link]["query"]) in page.text


@pytest.mark.parametrize("link", LAYERS)
def test_a_link_of_one_layer_means_its_numbers(client: TestClient, link: str) -> None:
    old = LAYERS[link]
    assert client.get(f"/layer?{link}").status_code == 200
    for query in (link, old["query"], old["means"]):
        found = get(client, f"/api/layer?{query}")
        assert (found["query"], digest(found, NUMBERS)) == (old["query"], old["numbers"]), query


EXPLORE = {*FIELDS, *WISHES, "v"}
ONE_LAYER = {*LAYER_FIELDS, *OTHER_NAMES, "v"}


@pytest.mark.parametrize(("links", "names"), [(RUNS, EXPLORE), (LAYERS, ONE_LAYER)], ids=["explore", "one layer"])
def test_every_name_is_in_some_old_link(links: dict[str, Any], names: set[str]) -> None:
    assert {name for link in links for name, _ in parse_qsl(link, keep_blank_values=True)} >= names
