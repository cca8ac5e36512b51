"""The embed of One layer: the page's own figure, with just the controls that a link allows."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.settings import Settings
from app.web.embed.allowed import CONTROLS
from app.web.embed.catalogue import EMBEDS
from app.web.words.say import say
from tests.web.page_tree import Node, tree


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def embed(client: TestClient, link: str = "", status: int = 200) -> Node:
    answer = client.get(f"/embed/layer?{link}")
    assert answer.status_code == status
    return tree(answer.text)


def test_its_matrices_are_those_of_the_page(client: TestClient) -> None:
    link = "p=0.3&seed=5&substep=mask&cell=21"
    alone, page = embed(client, link), tree(client.get(f"/layer?{link}").text)
    for name in ("m", "y", "dx"):
        texts = [
            [cell.text for cell in root.one("table", data_matrix=name).all("td", "cell")] for root in (alone, page)
        ]
        assert texts[0] == texts[1]
    shown = [cell.text for cell in alone.one("table", data_matrix="m").all("td", "cell")]
    mask = run(LayerSpec.from_query(link)).mask
    assert mask is not None
    assert [text == "0" for text in shown] == [not kept for kept in (mask != 0).flat]
    assert alone.one("p", id="sentence").text == page.one("p", id="sentence").text
    assert alone.one("p", id="line").text == page.one("p", id="line").text


def test_nothing_of_the_page_around_it_is_there(client: TestClient) -> None:
    page = embed(client)
    for id in ("network", "formulas", "labs", "predict", "notebook"):
        assert not page.all(id=id)
    assert not page.all("header")
    assert not [script for script in page.all("script") if "htmx" in script.attributes.get("src", "")]
    assert not [a for a in page.all("a") if a.attributes.get("href", "").startswith("#")]
    assert EMBEDS["layer"].title == say("preview.layer.title")


def places(page: Node) -> set[str]:
    """What of CONTROLS is there."""
    there = {
        "p": bool(page.all("input", name_="p")) and bool(page.all("input", id="p-slider")),
        "data": bool(page.all("input", id="x34")) and bool(page.all("input", name_="units")),
        "seed": page.all("a", id="to-coins")[:1] != [] and bool(page.all("a", id="to-shown")),
        "step": page.one("a", id="step-draw").has("href") and bool(page.all("a", id="to-on")),
        "sample": page.one("a", id="m11").has("href") and page.one("a", id="dx11").has("href"),
        "view": bool(page.all("a", id="to-eval")),
    }
    return {name for name, is_there in there.items() if is_there}


@pytest.mark.parametrize("control", [*EMBEDS["layer"].controls, "none"])
def test_each_control_is_there_alone(client: TestClient, control: str) -> None:
    page = embed(client, f"controls={control}")
    assert places(page) == {control} - {"none"}
    assert page.all("button", id="play")


def test_every_link_keeps_what_is_allowed_and_leads_to_itself(client: TestClient) -> None:
    page = embed(client, "p=0.3&controls=step,view,seed,sample&theme=dark&autoplay=1")
    links = [a for a in page.all("a") if a.has("data-change")]
    assert len(links) == 2 + 2 + 7 + 2 + 5 * 20
    for a in links:
        parts = urlsplit(a["href"])
        said = parse_qs(parts.query)
        assert parts.path == "../embed/layer"
        assert (said["controls"], said["theme"], said["autoplay"]) == (["seed,step,sample,view"], ["dark"], ["1"])
    for id, name, value in (("to-eval", "mode", "eval"), ("m21", "cell", "21"), ("step-draw", "substep", "draw")):
        href = page.one("a", id=id)["href"]
        assert parse_qs(urlsplit(href).query)[name] == [value]
        assert client.get(f"/embed/{href}").status_code == 200
    assert page.one("a", id="full")["href"] == "../layer?p=0.3"


def test_a_form_without_script_comes_back_as_its_link(client: TestClient) -> None:
    page = embed(client, "controls=p,data&cell=21&theme=light")
    sent = [(field["name"], field["value"]) for field in page.one("form", id="layer").all("input") if field.has("name")]
    sent = [(name, {"p": "0,25", "x12": "-3"}.get(name, text)) for name, text in sent]
    answer = client.get("/embed/layer", params=sent, follow_redirects=False)
    assert answer.status_code == 303
    where = urlsplit(answer.headers["location"])
    assert where.path == "../embed/layer"
    assert parse_qs(where.query) == {
        "p": ["0.25"], "x": ["12:-3"], "cell": ["21"], "controls": ["p,data"], "theme": ["light"],
    }  # fmt: skip


def test_script_gets_the_figure_with_the_same_links(client: TestClient) -> None:
    link = "was=p%3D0.3&substep=back&controls=step&theme=dark"
    answer = client.get(f"/embed/layer?{link}", headers={"hx-request": "true"})
    part = tree(answer.text)
    assert not part.all("main")
    assert part.one("div", id="figure")["data-query"] == "p=0.3&substep=mask"
    assert "controls=step" in part.one("a", id="to-on")["href"]


@pytest.mark.parametrize(
    ("link", "where"),
    [("p=2", "p"), ("k=0", ""), ("colour=red", ""), ("theme=blue", ""), ("controls=p,q", ""), ("batch=9", "")],
)
def test_of_a_wrong_link_what_is_right_is_shown(client: TestClient, link: str, where: str) -> None:
    """Beside its field where there is one, else above the figure."""
    page = embed(client, f"substep=draw&{link}", 422)
    refused = page.one("p", id=f"{where}-error") if where else page.one("div", "refused")
    assert refused.text
    assert page.one("a", id="step-draw").has("aria-current")
    alone = embed(client, f"p=2&controls={CONTROLS[4]}", 422)
    assert "p must lie" in alone.one("div", "refused").text
