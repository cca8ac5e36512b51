"""Embeds of figures of a run: drawn whole by the server, with just the controls that their link allows."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.embed.allowed import CONTROLS
from app.web.embed.entries import scripts
from app.web.figures.catalogue import FIGURES
from tests.web.page_tree import Node, tree

RUN = "steps=60&n=40&batch=10&step=20"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def embed(client: TestClient, path: str, status: int = 200) -> Node:
    answer = client.get(f"/embed/{path}")
    assert answer.status_code == status
    return tree(answer.text)


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_of_the_catalogue_is_one(client: TestClient, name: str) -> None:
    page = embed(client, f"{name}?{RUN}")
    main = page.one("main")
    figures = [node for node in main.walk() if node.has("data-figure")]
    kinds = [figure["data-figure"] for figure in figures if figure["data-figure"] != "Samples"]
    assert kinds == [FIGURES[name].kind]
    assert main.one("h1").text == FIGURES[name].title
    assert not page.all("header")
    assert not page.all("nav", aria_label="Pages")
    assert [script["src"] for script in page.all("script") if script.has("src")] == [f"../scripts/embed-{name}.js"]
    assert client.get(f"/scripts/embed-{name}.js").status_code == 200
    assert main.one("section", id="transport").text


def test_each_has_the_script_of_its_own_figure_alone() -> None:
    for name, figure in FIGURES.items():
        text = scripts()[f"embed-{name}"].text
        own = [script for script, _ in figure.scripts]
        assert f"begin({{ {', '.join(kind for _, kind in figure.scripts)} }})" in text
        others = {script for other in FIGURES.values() for script, _ in other.scripts} - {*own}
        assert not [other for other in others if f"modules['{other}']" in text]


def places(page: Node) -> set[str]:
    """What of CONTROLS is there."""
    there = {
        "p": bool(page.all("input", name_="p", type="range")),
        "place": bool(page.all("a", "gate")),
        "data": bool(page.all("nav", aria_label="Data sets")),
        "seed": bool(page.all("input", name_="seed", type="text")) and bool(page.all("a", id="new-masks")),
        "step": bool(page.all("input", name_="step", type="range")) and bool(page.all("a", data_act="on")),
        "sample": bool(page.all("p", "samples")) and bool([row for row in page.all("a", "row") if row.has("href")]),
        "speed": bool(page.all("select", name_="rate")),
        "view": bool(page.all("div", "views")),
    }
    return {name for name, is_there in there.items() if is_there}


@pytest.mark.parametrize("control", [*CONTROLS, "none"])
def test_each_control_is_there_alone(client: TestClient, control: str) -> None:
    name = "batch" if control == "sample" else "network"
    page = embed(client, f"{name}?{RUN}&controls={control}")
    assert places(page) == {control} - {"none"}
    assert page.all("button", data_act="play")


def test_its_links_keep_what_is_allowed_and_lead_to_itself(client: TestClient) -> None:
    page = embed(client, f"network?{RUN}&controls=step,view,data&theme=dark&autoplay=1")
    leads = {a["id"]: a["href"] for a in page.all("a") if a.has("id")}
    for id in ("network-backward", "data-circles"):
        parts = urlsplit(leads[id])
        assert parts.path == "../embed/network"
        said = parse_qs(parts.query)
        assert (said["controls"], said["theme"], said["autoplay"]) == (["data,step,view"], ["dark"], ["1"])
        assert client.get(f"/embed/{leads[id].removeprefix('../embed/')}").status_code == 200
    full = urlsplit(leads["full"])
    assert full.path == "../"
    assert not set(parse_qs(full.query)) & {"controls", "theme", "autoplay"}
    assert parse_qs(full.query)["step"] == ["20"]


def test_a_form_without_script_comes_back_as_its_link(client: TestClient) -> None:
    page = embed(client, f"network?{RUN}&controls=p,seed&place=1,2")
    sent = [
        (field["name"], field.attributes.get("value", "")) for field in page.one("form", id="controls").all("input")
    ]
    sent = [(name, {"p": "0.6", "seed": "7"}.get(name, text)) for name, text in sent]
    answer = client.get("/embed/network", params=sent, follow_redirects=False)
    assert answer.status_code == 303
    where = urlsplit(answer.headers["location"])
    said = parse_qs(where.query)
    assert where.path == "../embed/network"
    assert (said["p"], said["seed"], said["place"], said["step"]) == (["0.6"], ["7"], ["1,2"], ["20"])
    assert said["controls"] == ["p,seed"]


def test_what_a_hand_changes_is_merged_as_on_explore(client: TestClient) -> None:
    page = embed(client, f"loss?{RUN}&edit=p:0.6@20&edit=data:circles")
    assert "data=circles" in page.one("a", id="full")["href"]
    wrong = embed(client, f"network?{RUN}&edit=batch:9999", 422)
    assert "Batch size" in wrong.one("div", "refused").text


@pytest.mark.parametrize("link", ["p=2", "color=red", "theme=blue", "controls=p,q", "step=99999"])
def test_of_a_wrong_link_what_is_right_is_shown(client: TestClient, link: str) -> None:
    page = embed(client, f"network?n=40&steps=60&{link}", 422)
    assert link.partition("=")[0] in page.one("div", "refused").text.casefold()
    assert page.all("figure", "network")


@pytest.mark.parametrize(("theme", "media"), [("dark", {"all"}), ("light", {"not all"})])
def test_a_theme_is_decided_for_pictures_too(client: TestClient, theme: str, media: set[str]) -> None:
    page = embed(client, f"map?{RUN}&theme={theme}")
    assert {source["media"] for source in page.all("source")} == media
    assert page.one("meta", name_="color-scheme")["content"] == theme
    assert page.one("link", rel="stylesheet")["href"] == f"../styles/embed.css?theme={theme}"


def test_no_cookie_and_nothing_inline(client: TestClient) -> None:
    answer = client.get(f"/embed/network?{RUN}")
    assert "set-cookie" not in answer.headers
    page = tree(answer.text)
    inline = [script for script in page.all("script") if not script.has("src")]
    assert {script["type"] for script in inline} == {"application/json"}
    assert not page.all("style")
    assert not [node for node in page.walk() if node.has("style")]


def test_of_the_network_another_sample_is_a_link_away(client: TestClient) -> None:
    page = embed(client, f"network?{RUN}&controls=sample&sample=10")
    before, after = [a["href"] for a in page.one("p", "samples").all("a")]
    assert parse_qs(urlsplit(before).query)["sample"] == ["9"]
    assert parse_qs(urlsplit(after).query)["sample"] == ["1"]
    assert "for sample 9." in embed(client, before.removeprefix("../embed/")).one("p", id="sentence").text
    assert not embed(client, f"network?{RUN}&controls=p").all("p", "samples")
