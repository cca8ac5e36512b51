"""Presentation over HTTP: it is in the link, all links of the page keep it, and one leads out."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.web.page_tree import Node, tree

HTMX = {"hx-request": "true"}
RUN = "steps=40&step=20&sample=3"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def page(client: TestClient, query: str, status: int = 200) -> Node:
    answer = client.get(f"/?{query}")
    assert answer.status_code == status, answer.text[:300]
    return tree(answer.text)


def test_a_page_in_presentation_says_so_to_style_and_script(client: TestClient) -> None:
    shown = page(client, f"{RUN}&present=1")
    assert shown.one("html").classes == ["presenting"]
    assert json.loads(shown.one("script", id="scene-data").text)["wishes"] == {"present": "1"}
    other = page(client, RUN)
    assert other.one("html").classes == []
    assert json.loads(other.one("script", id="scene-data").text)["wishes"] == {}


def test_every_way_on_stays_in_it_and_one_leads_out(client: TestClient) -> None:
    scene = page(client, f"{RUN}&present=1&view=backward").one("main", id="scene")
    hidden = [field["name"] for form in scene.all("form") for field in form.all("input") if field.has("value")]
    assert hidden.count("present") == 2  # settings and step
    acts = ("start", "back", "on")
    links = [a for a in scene.all("a") if a.has("data-edit") or (a.has("data-act") and a["data-act"] in acts)]
    assert len(links) > 20
    assert [a["href"] for a in links if "present=1" not in a["href"]] == []
    leave = scene.one("a", id="present-leave")["href"]
    assert leave == "./?steps=40&step=20&sample=3&view=backward"
    assert page(client, leave[3:]).one("a", id="present")["href"] == f"{leave}&present=1"


def test_the_form_without_script_stays_in_it(client: TestClient) -> None:
    answer = client.get("/?form=1&data=moons&p=0.4&place=1&step=20&present=1", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("&present=1")


def test_what_a_hand_changes_stays_in_it(client: TestClient) -> None:
    answer = client.get(f"/?{RUN}&present=1&edit=batch:8", headers=HTMX)
    data = json.loads(tree(answer.text).one("script", id="scene-data").text)
    assert (data["run"]["batch"], data["wishes"]) == (8, {"present": "1"})


def test_another_value_is_refused_by_name(client: TestClient) -> None:
    shown = page(client, f"{RUN}&present=2", 422)
    assert "Presentation (present)" in shown.one("div", "refused").text
    assert shown.one("html").classes == []


def test_an_embed_is_never_in_it(client: TestClient) -> None:
    shown = tree(client.get(f"/embed/network?{RUN}&present=1").text)
    assert not [a["href"] for a in shown.all("a") if "present" in a["href"]]
