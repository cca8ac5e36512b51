"""What a program learns that puts a link's figure into a page of its own."""

from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.main import Explorer, create_app
from app.settings import Settings
from tests.web.page_tree import tree
from tests.web.untrained import BEHIND, SITE, train_nothing


@pytest.fixture(scope="module")
def app() -> Explorer:
    return create_app(Settings(single_process=True, _cli_parse_args=[]))


@pytest.fixture(scope="module")
def client(app: Explorer) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture(autouse=True)
def untrained(app: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    train_nothing(app, monkeypatch)


def asked(client: TestClient, url: str, more: str = "") -> Response:
    return client.get(f"/oembed?url={quote(url, safe='')}{more}", headers=BEHIND)


def test_a_link_is_a_frame(client: TestClient) -> None:
    answer = asked(client, f"{SITE}?p=0.3&step=128&sample=4", "&format=json").json()
    assert (answer["type"], answer["version"], answer["provider_name"]) == ("rich", "1.0", "Dropout Explorer")
    assert answer["provider_url"] == SITE
    frame = tree(answer["html"]).one("iframe")
    assert frame["src"] == f"{SITE}embed/network?p=0.3&step=128&sample=4"
    assert frame["title"] == answer["title"] == "The network: two moons with dropout"
    assert (int(frame["width"]), int(frame["height"])) == (answer["width"], answer["height"])
    assert answer["thumbnail_url"] == f"{SITE}preview/network.png?p=0.3&sample=4"
    assert (answer["thumbnail_width"], answer["thumbnail_height"]) == (1200, 630)
    assert answer["cache_age"] > 0


def test_an_embed_is_its_own_frame(client: TestClient) -> None:
    answer = asked(client, f"{SITE}embed/loss?p=0.3&controls=p,step&theme=dark").json()
    drawn = tree(answer["html"]).one("iframe")
    assert drawn["style"].endswith("color-scheme: dark")
    frame = urlsplit(drawn["src"])
    assert frame.path == "/course/embed/loss"
    assert parse_qs(frame.query) == {"p": ["0.3"], "controls": ["p,step"], "theme": ["dark"]}


def test_the_page_of_a_method_is_a_frame_of_its_run(client: TestClient) -> None:
    frame = tree(asked(client, f"{SITE}methods/gaussian?p=0.3&step=128").json()["html"]).one("iframe")
    assert frame["src"] == f"{SITE}embed/network?p=0.3&method=gaussian&step=128"
    page = tree(client.get("/methods/gaussian?step=7", headers=BEHIND | {"User-Agent": "Slackbot 1.0"}).text)
    (told,) = page.all("link", type="application/json+oembed")
    assert (
        client.get(
            urlsplit(told["href"]).path.removeprefix("/course") + "?" + urlsplit(told["href"]).query, headers=BEHIND
        ).status_code
        == 200
    )
    assert asked(client, f"{SITE}methods/none").status_code == 404


def test_one_layer_is_a_frame_too(client: TestClient) -> None:
    for page in ("layer", "embed/layer"):
        answer = asked(client, f"{SITE}{page}?p=0.3&cell=12").json()
        assert tree(answer["html"]).one("iframe")["src"] == f"{SITE}embed/layer?p=0.3&cell=12"
        assert answer["title"] == "One layer: dropout by hand"


def test_a_link_that_was_damaged_is_the_run_that_was_meant(client: TestClient) -> None:
    for url in (f"{SITE}?p=0.3&amp;seed=7&utm_source=x", f"{SITE}?seed=7&p=0.3).", quote(f"{SITE}?p=0.3&seed=7")):
        assert tree(asked(client, url).json()["html"]).one("iframe")["src"] == f"{SITE}embed/network?p=0.3&seed=7"


def test_it_fits_into_the_room_that_there_is(client: TestClient) -> None:
    small = asked(client, SITE, "&maxwidth=400&maxheight=300").json()
    assert (small["width"], small["height"]) == (400, 300)
    assert "thumbnail_url" not in small
    large = asked(client, SITE, "&maxwidth=5000&maxheight=5000").json()
    assert large["width"] < 1000
    assert "thumbnail_url" in large
    assert asked(client, SITE, "&maxwidth=wide").status_code == 422


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "https://example.org/?p=0.3", "https://dropout.example.edu/other/?p=0.3", f"{SITE}docs",
        f"{SITE}embed/", f"{SITE}embed/none", f"{SITE}static/css/site.css", "javascript:alert(1)", f"{SITE}../?p=0.3",
        "https://dropout.example.edu@evil.example/course/", "https://[", f"{SITE}?p=2", f"{SITE}?v=2",
        f"{SITE}?colour=red", "//evil.example/?p=0.3", "/docs",
    ],
)  # fmt: skip
def test_what_has_no_figure_here_is_not_found(client: TestClient, url: str) -> None:
    answer = asked(client, url)
    assert answer.status_code == 404
    assert all(answer.json()["errors"].values())


def test_another_format_is_not_made(client: TestClient) -> None:
    answer = asked(client, SITE, "&format=xml")
    assert answer.status_code == 501
    assert "json" in answer.json()["errors"]["format"]


def test_everyone_may_ask(client: TestClient) -> None:
    assert asked(client, SITE).headers["access-control-allow-origin"] == "*"
