"""Pages of methods: Explore's scene at an address of its own, with the run, the links and the words of that method."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.spec.run_spec import RunSpec
from app.settings import Settings
from app.web.methods.catalogue import PAGES, Page
from tests.web.page_tree import Node, tree

HTMX = {"HX-Request": "true"}
GAUSSIAN = "steps=60&n=40&batch=10&method=gaussian"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


def shown(client: TestClient, path: str, status: int = 200, **headers: str) -> Node:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status, answer.text[:300]
    return tree(answer.text)


def leads(client: TestClient, path: str) -> str:
    """Where a redirect leads, below the site's address."""
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code in (303, 307)
    return answer.headers["location"]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_each_page_opens_its_run_whole(client: TestClient, page: Page) -> None:
    drawn = shown(client, f"/{page.path}")
    main = drawn.one("main", id="scene")
    assert main.one("h1").text == page.title
    assert main["data-title"] == drawn.one("title").text
    assert drawn.one("a", aria_current="page").text == "Methods"
    assert main.one("form", id="controls")["action"] == f"../{page.path}"
    assert main.all("section", id="transport")
    assert len(main.all("section", "own-section")) == len(page.sections)
    assert main.one("section", id="elsewhere").all("code")
    on_explore = urlsplit(main.one("a", id="on-explore")["href"])
    assert on_explore.path == "../"
    texts = {name: values[0] for name, values in parse_qs(on_explore.query).items()}
    assert (
        RunSpec.from_query(page.link.replace("passes=50", "")).query()
        == RunSpec.parse(
            {name: text for name, text in texts.items() if name not in ("step", "sample", "passes")}
        ).query()
    )
    assert texts.get("passes") == ("50" if page.passes else None)


def test_addresses_stay_on_the_page_and_below_any_prefix(client: TestClient) -> None:
    drawn = shown(client, f"/methods/gaussian?{GAUSSIAN}&step=20")
    ways = [node["href"] for node in drawn.all("a") if node.has("href") and not node["href"].startswith("#")]
    assert all(way.startswith("../") for way in ways)
    for id in ("new-masks", "network-backward"):
        assert urlsplit(drawn.one("a", id=id)["href"]).path == "../methods/gaussian"
    assert all(sheet["href"].startswith("../") for sheet in drawn.all("link", rel="stylesheet"))


def test_a_run_that_is_at_home_elsewhere_is_led_there_with_its_step(client: TestClient) -> None:
    assert (
        leads(client, "/methods/gaussian?method=classic&step=5&rate=3")
        == "../methods/classic?method=classic&step=5&rate=3"
    )
    assert leads(client, "/methods/monte-carlo?p=0.3") == "../methods/dropout?p=0.3"
    assert client.get("/methods/gaussian?method=classic&steps=60").status_code == 200


def test_the_choice_of_another_method_leads_to_its_page(client: TestClient) -> None:
    drawn = shown(client, f"/methods/gaussian?{GAUSSIAN}")
    ways = {a["id"]: urlsplit(a["href"]).path for a in drawn.one("nav", id="methods").all("a")}
    assert ways["method-classic"] == "../methods/classic"
    assert ways["method-dropout"] == "../methods/dropout"
    assert ways["method-gaussian"] == "../methods/gaussian"
    drawn = shown(client, f"/methods/gaussian?{GAUSSIAN}&edit=method:classic", **HTMX)
    assert drawn.one("h1").text == "Classic dropout"
    assert '"path":"methods/classic"' in drawn.one("script", id="scene-data").text


def test_a_link_typed_by_hand_means_the_method_of_the_page(client: TestClient) -> None:
    drawn = shown(client, "/methods/gaussian?p=0.3&steps=60")
    assert "method=gaussian" in drawn.one("a", id="new-masks")["href"]
    drawn = shown(client, "/methods/gaussian?place=none&steps=60")
    assert drawn.one("h1").text == "Gaussian dropout"


def test_of_a_wrong_link_what_is_right_is_shown_on_the_page(client: TestClient) -> None:
    drawn = shown(client, "/methods/gaussian?p=7&steps=60", 422)
    assert drawn.one("h1").text == "Gaussian dropout"
    assert "got 7" in drawn.one("div", "refused").text
    drawn = shown(client, "/methods/gaussian?method=none&steps=60", 422)
    assert drawn.one("h1").text == "Gaussian dropout"
    assert client.get("/methods/nothing").status_code == 404


def test_the_form_comes_back_as_a_link_to_the_page(client: TestClient) -> None:
    assert leads(client, "/methods/gaussian?form=1&method=gaussian&data=moons&p=0.4&place=1").startswith(
        "../methods/gaussian?p=0.4&place=1&method=gaussian"
    )


def test_a_crawler_is_told_of_the_page_and_nothing_is_trained(client: TestClient) -> None:
    drawn = shown(client, "/methods/gaussian?step=7", **{"User-Agent": "Slackbot 1.0"})
    (link,) = drawn.all("link", rel="canonical")
    assert link["href"].endswith("/methods/gaussian?method=gaussian&step=7")


def test_explore_leads_to_the_page_of_the_run_on_screen(client: TestClient) -> None:
    way = shown(client, f"/?{GAUSSIAN}&step=20").one("a", id="method-page")
    assert way["href"] == "./methods/gaussian?n=40&batch=10&steps=60&method=gaussian&step=20&sample=1"
    assert shown(client, way["href"]).one("h1").text == "Gaussian dropout"


def test_what_stands_beside_the_figure_leads_back_to_the_page(client: TestClient) -> None:
    drawn = shown(client, f"/methods/gaussian?{GAUSSIAN}&step=20")
    numbers = drawn.one("a", data_link="numbers")
    assert numbers["data-with"] == "page=methods/gaussian"
    tables = shown(client, numbers["href"].removeprefix(".."))
    neuron = next(a["href"] for a in tables.all("a") if a.has("href") and "neuron?" in a["href"])
    for page in (tables, shown(client, neuron.removeprefix("."))):
        back = page.one("main").all("a")[0]["href"]
        assert back.startswith("./methods/gaussian?")
        assert shown(client, back.removeprefix(".")).one("h1").text == "Gaussian dropout"
    code = shown(client, drawn.one("a", id="present-code")["href"].removeprefix(".."))
    assert code.one("main").all("a")[-1]["href"].startswith("../methods/gaussian?")
    wrong = shown(client, f"/numbers?{GAUSSIAN}&page=methods/none")  # as a link to Explore
    assert wrong.one("main").all("a")[0]["href"].startswith("./?")


@pytest.mark.parametrize(
    "run", ["data=memory&net=lstm", "data=digits&net=residual", "data=words", "data=digits&net=conv"]
)
def test_without_a_place_for_dropout_a_network_is_drawn(client: TestClient, run: str) -> None:
    drawn = shown(client, f"/?{run}&n=40&steps=20&batch=4&place=none&step=0")
    assert drawn.all("p", id="no-place")


def test_a_signal_without_cards_opens_none_and_says_so(client: TestClient) -> None:
    run = "data=memory&n=40&cells=3&steps=20&batch=4&step=0&layer=1&unit=1"  # what an LSTM reads
    assert not shown(client, f"/methods/variational?{run}").all("article")
    assert "looked into" in shown(client, f"/neuron?{run}", 422).one("main").text


def test_the_code_of_a_page_is_its_link_at_the_address_where_it_was_opened(client: TestClient) -> None:
    opened = {**HTMX, "HX-Current-URL": "https://dropout.example.edu/course/methods/gaussian?p=0.3"}
    code = client.get(f"/share/code?{GAUSSIAN}&step=20&page=methods/gaussian", headers=opened)
    assert "dropout.example.edu/course/methods/gaussian?" in code.text


def test_on_the_page_about_passes_they_come_first(client: TestClient) -> None:
    parts = [
        node["id"] for node in shown(client, "/methods/monte-carlo").one("div", "part-results").walk() if node.has("id")
    ]
    assert parts.index("passes") < parts.index("outcomes")
    assert parts.count("passes") == 1
