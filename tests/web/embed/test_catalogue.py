"""Whatever is in the catalogue is an embed, each by the same rules."""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.embed.allowed import CONTROLS
from app.web.embed.catalogue import EMBEDS
from app.web.figures.catalogue import FIGURES
from tests.web.page_tree import tree
from tests.web.untrained import BEHIND

SMALL = dict.fromkeys(FIGURES, "steps=20&n=40&batch=10&") | {"layer": ""}  # so that tests need not wait


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def test_the_figures_of_a_run_and_the_layer_are_in_it() -> None:
    assert set(EMBEDS) == {*FIGURES, "layer"}
    for name, embed in EMBEDS.items():
        assert embed.name == name
        assert set(embed.controls) <= set(CONTROLS)


@pytest.mark.parametrize("name", EMBEDS)
def test_each_is_a_page_with_its_script_its_style_and_a_way_to_the_whole(client: TestClient, name: str) -> None:
    embed = EMBEDS[name]
    answer = client.get(f"/embed/{name}?{SMALL[name]}theme=dark")
    page = tree(answer.text)
    assert answer.status_code == 200
    assert page.one("main").one("h1").text == embed.title
    (script,) = (script for script in page.all("script") if script.has("src"))
    assert script["src"] == f"../scripts/embed-{name}.js"
    assert script.attributes["crossorigin"] == "anonymous"
    for address in (script["src"], page.one("link", rel="stylesheet")["href"]):
        assert client.get(f"/embed/{address}").status_code == 200
    assert urlsplit(page.one("a", id="full")["href"]).path == f"../{embed.page}"
    assert "'self'" not in answer.headers["content-security-policy"].partition("frame-ancestors")[2]


def drawn(client: TestClient, name: str, control: str) -> list[tuple[str, ...]]:
    """What is there for a hand, whatever its addresses say."""
    main = tree(client.get(f"/embed/{name}?{SMALL[name]}controls={control}").text).one("main")
    return [
        (node.name, *(node.attributes.get(key, "") for key in ("id", "class")), str(node.has("href")))
        for node in main.walk()
        if node.name != "input" or node.attributes.get("type") != "hidden"
    ]


@pytest.mark.parametrize("name", EMBEDS)
def test_each_draws_something_for_the_controls_that_it_lists_and_for_no_other(client: TestClient, name: str) -> None:
    bare = drawn(client, name, "none")
    changes = {control for control in CONTROLS if drawn(client, name, control) != bare}
    assert changes == set(EMBEDS[name].controls)


@pytest.mark.parametrize("name", EMBEDS)
def test_each_can_be_asked_for_by_who_knows_oembed(client: TestClient, name: str) -> None:
    url = f"https://dropout.example.edu/course/embed/{name}?p=0.3&theme=dark"
    answer = client.get(f"/oembed?url={quote(url, safe='')}", headers=BEHIND).json()
    frame = tree(answer["html"]).one("iframe")
    assert frame["src"] == url
    assert (frame["title"].partition(":")[0], answer["height"]) == (
        EMBEDS[name].title.partition(":")[0],
        EMBEDS[name].height,
    )


@pytest.mark.parametrize("name", EMBEDS)
def test_of_each_a_crawler_gets_what_its_link_says(client: TestClient, name: str) -> None:
    page = tree(client.get(f"/embed/{name}?p=0.3&controls=p", headers={"user-agent": "Slackbot"} | BEHIND).text)
    assert page.one("link", rel="canonical")["href"] == (
        f"https://dropout.example.edu/course/embed/{name}?p=0.3&controls=p"
    )
    wrong = client.get(f"/embed/{name}?theme=blue", headers={"user-agent": "Slackbot"})
    assert wrong.status_code == 422


def test_unknown_figures_are_named(client: TestClient) -> None:
    answer = client.get("/embed/nothing")
    assert answer.status_code == 404
    assert "/embed/nothing" in tree(answer.text).text
