"""What pages say of themselves to programs that show a link; and what such programs get, without any training."""

from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from app.main import Explorer, create_app
from app.settings import Settings
from app.web.figures.catalogue import FIGURES
from tests.web.page_tree import Node, tree
from tests.web.untrained import BEHIND, HEAVY, SITE, refuse, train_nothing

CRAWLER = {"user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"}


@pytest.fixture(scope="module")
def app() -> Explorer:
    return create_app(Settings(single_process=True, _cli_parse_args=[]))


@pytest.fixture(scope="module")
def client(app: Explorer) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture
def untrained(app: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be asked of the store, nor measured for One layer."""

    train_nothing(app, monkeypatch)
    monkeypatch.setattr("app.web.one_layer.page.labs", refuse)


def told(page: Node) -> dict[str, str]:
    """What the page's head says, by name or property."""
    metas = [meta for meta in page.all("meta") if meta.has("content")]
    return {meta.attributes.get("property", meta.attributes.get("name", "")): meta["content"] for meta in metas}


PAGES = {
    "/?steps=20&p=0.4&step=7": ("Two moons with dropout", "network"),
    "/layer?p=0.3": ("One layer: dropout by hand", "layer"),
    "/docs": ("Dropout Explorer: pages, links and data", "network"),
}


@pytest.mark.parametrize(("path", "said"), PAGES.items())
def test_each_page_has_title_sentence_and_picture(client: TestClient, path: str, said: tuple[str, str]) -> None:
    title, picture = said
    head = told(tree(client.get(path, headers=BEHIND).text))
    assert head["og:title"] == title
    assert head["description"] == head["og:description"] != ""
    image = urlsplit(head["og:image"])
    assert f"{image.scheme}://{image.netloc}{image.path}" == f"{SITE}preview/{picture}.png"
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
    assert head["twitter:card"] == "summary_large_image"


def test_the_picture_is_of_the_link(client: TestClient) -> None:
    head = told(tree(client.get("/?steps=20&p=0.4&step=7&sample=3", headers=BEHIND).text))
    assert head["og:image"] == f"{SITE}preview/network.png?steps=20&p=0.4&sample=3"
    assert head["og:image:alt"].startswith("The network before its first update, sample 3: Dropout with p = 0.4")
    assert "step 7 of 20" in head["og:description"]
    head = told(tree(client.get("/layer?p=0.3&cell=12", headers=BEHIND).text))
    assert head["og:image"] == f"{SITE}preview/layer.png?p=0.3&cell=12"


def test_a_page_says_where_its_frame_is_told(client: TestClient) -> None:
    page = tree(client.get("/?steps=20&p=0.4", headers=BEHIND).text)
    (link,) = page.all("link", type="application/json+oembed")
    address = urlsplit(link["href"])
    assert address.geturl().startswith(f"{SITE}oembed?")
    assert parse_qs(address.query) == {"format": ["json"], "url": [f"{SITE}?steps=20&p=0.4"]}


def test_a_page_for_people_has_no_other_address_than_its_own(client: TestClient) -> None:
    """A phone shares the canonical one, and a hand has left it long ago."""
    for path in ("/?steps=20", "/layer", "/docs"):
        page = tree(client.get(path, headers=BEHIND).text)
        assert page.all("link", rel="canonical") == []
        assert "og:url" not in told(page)


@pytest.mark.usefixtures("untrained")
@pytest.mark.parametrize(
    "path", ["/", "/numbers", "/neuron", *(f"/embed/{name}" for name in FIGURES), "/replay/loss.html"]
)
def test_what_shows_a_link_trains_nothing(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?{HEAVY}&step=1999&layer=1&unit=2", headers=BEHIND | CRAWLER)
    assert answer.status_code == 200
    page = tree(answer.text)
    head = told(page)
    assert head["og:title"] == "Handwritten digits with dropout"
    assert "step 1,999 of 2,000" in head["og:description"]
    assert page.one("link", rel="canonical")["href"] == head["og:url"] == page.one("a")["href"]
    assert page.all("script") == page.all("svg") == []
    assert page.one("img")["src"] == head["og:image"]
    shown = urlsplit(head["og:url"])
    assert shown.geturl().startswith(SITE)
    assert parse_qs(shown.query)["p"] == ["0.37"]


@pytest.mark.usefixtures("untrained")
def test_nor_does_it_measure(client: TestClient) -> None:
    answer = client.get("/layer?p=0.3&k=10000", headers=BEHIND | CRAWLER)
    assert answer.status_code == 200
    assert told(tree(answer.text))["og:url"] == f"{SITE}layer?p=0.3&k=10000"
    assert client.get("/docs", headers=CRAWLER).status_code == 200


@pytest.mark.usefixtures("untrained")
@pytest.mark.parametrize("path", ["/share", "/share?figure=loss", "/embed/layer", "/replay/layer.html"])
def test_nor_do_other_pages(client: TestClient, path: str) -> None:
    assert client.get(path, headers=CRAWLER).status_code == 200


@pytest.mark.usefixtures("untrained")
@pytest.mark.parametrize("path", ["/?p=2", "/?colour=red&p=0.3", "/layer?p=2", "/?v=2", "/embed/network?p=2"])
def test_of_a_wrong_link_it_is_told_what_is_wrong(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=CRAWLER)
    assert answer.status_code == 422
    assert "og:image" not in answer.text


HOSTILE = ['evil.example"><script>alert(1)</script>', "a b", "evil.example/path?", "<x>", "user@evil.example", ""]


@pytest.mark.parametrize("host", HOSTILE)
def test_a_host_that_is_none_stands_in_no_page(client: TestClient, host: str) -> None:
    for header in ("host", "x-forwarded-host", "x-forwarded-prefix", "x-forwarded-proto"):
        for headers in ({header: host}, {header: host} | CRAWLER):
            answer = client.get("/?steps=20", headers=headers)
            page = tree(answer.text)
            assert "alert(1)" not in unescape(answer.text)
            image = urlsplit(told(page)["og:image"])
            assert image.scheme in ("http", "https")
            assert image.netloc.isascii()
            assert not set(image.netloc) & set('"<>@ /?')
