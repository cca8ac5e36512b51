"""Every address that a page holds is relative, so that the site works behind any path prefix."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.resources import templates_dir
from app.settings import Settings
from app.web.site.prefix import normal
from tests.web.page_tree import tree

ADDRESSES = ("href", "src", "srcset", "action", "hx-get", "data-link", "data-root")
PAGES = (
    "/?steps=40&step=7&layer=1&unit=2",
    "/?steps=40&step=7&view=backward&p=7",
    "/?data=digits&steps=40&hidden=8&step=7",
    "/neuron?steps=40&step=7&layer=1&unit=2",
    "/numbers?steps=40&step=7",
    "/layer?p=0.3",
    "/layer/cell?cell=34",
    "/docs",
    "/nothing",
    "/not/here/at/all",
    "/numbers?steps=40&step=99",
)
FOR_OTHERS = "application/json+oembed"  # read by programs elsewhere, which need it whole
PREFIX = "/user/ana b/proxy/8000"


def served(root_path: str = "") -> TestClient:
    return TestClient(create_app(Settings(single_process=True, root_path=root_path, _cli_parse_args=[])))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with served() as client:
        yield client


@pytest.fixture(scope="module")
def prefixed() -> Iterator[TestClient]:
    with served("/user/ana%20b/proxy/8000/") as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_an_address_from_the_top_or_of_another_host(client: TestClient, path: str) -> None:
    page = tree(client.get(path).text)
    found = [
        node[name]
        for node in page.walk()
        for name in ADDRESSES
        if node.has(name) and node.attributes.get("type") != FOR_OTHERS
    ]
    assert found
    assert [text for text in found if re.match(r"/|[a-z]+:", text)] == []


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("/layer/cell")])
def test_what_a_page_needs_is_there_from_wherever_the_page_lies(client: TestClient, path: str) -> None:
    page = tree(client.get(path).text)
    needed = [node["href"] for node in page.all("link")] + [
        node["src"] for node in page.all("script") if node.has("src")
    ]
    needed += [node["href"] for node in page.one("nav", aria_label="Pages").all("a")]
    assert len(needed) >= 5
    for address in needed:
        assert client.get(urljoin(f"http://testserver{path}", address)).status_code == 200, address


@pytest.mark.parametrize("path", sorted(templates_dir().rglob("*.html")), ids=lambda path: path.name)
def test_no_template_writes_one(path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r'<\w[^<>]*\s(?:href|src|srcset|action|hx-get|data-link)="(?:/|[a-z]+:)[^"]*"', text) == []


@pytest.mark.parametrize("prefix", ["", PREFIX])
def test_a_proxy_may_leave_its_prefix_or_take_it_away(prefixed: TestClient, prefix: str) -> None:
    for path in ("/", "/layer?p=0.3", "/docs", "/static/icon.svg", "/scripts/explore.js", "/api/layer"):
        assert prefixed.get(prefix + path).status_code == 200, path
    stream = prefixed.get(f"{prefix}/stream?steps=3&rate=max")
    assert (stream.status_code, stream.text[:11]) == (200, "event: run\n")
    lost = tree(prefixed.get(f"{prefix}/not/here").text)
    assert lost.one("main").one("a")["href"] == "../"
    assert lost.one("main").one("li").text == "There is nothing at '/not/here'"


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/layer/?p=0.3", "../layer?p=0.3"),
        ("/docs/", "../docs"),
        (f"{PREFIX}/layer/", "../layer"),
        (f"{PREFIX}?p=0.3", "8000/?p=0.3"),
        (f"{PREFIX}/layer/labs?p=0.3", "../layer?p=0.3"),
    ],
)
def test_a_redirect_is_relative_too(prefixed: TestClient, asked: str, location: str) -> None:
    answer = prefixed.get(asked, follow_redirects=False)
    assert (answer.status_code // 100, answer.headers["location"]) == (3, location)
    assert prefixed.get(urljoin(f"http://testserver{asked}", location)).status_code == 200


@pytest.mark.parametrize("path", ["/nothing/", "//", "/layer//", "/api/nothing/"])
def test_nothing_is_found_by_a_slash(client: TestClient, path: str) -> None:
    assert client.get(f"http://testserver{path}", follow_redirects=False).status_code == 404


@pytest.mark.parametrize(("said", "means"), [("", ""), ("/", ""), ("a", "/a"), ("/a%20b/c/", "/a b/c")])
def test_a_prefix_is_understood_as_it_is_written_in_an_address(said: str, means: str) -> None:
    assert normal(said) == means
