"""The link of a moment as a code: short, at an address that others can open, and nothing is trained for it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.site.qr import LONGEST, qr_code
from tests.web.page_tree import Node, tree

PUBLIC = "https://dropout.example.edu/course/"
HTMX = {"hx-request": "true"}
RATES = [",".join(f"0.1234567890{step}{k}1" for k in range(10, 17)) for step in range(10, 30)]
LONG = "hidden=9,9,9,9,9,9&place=0,1,2,3,4,5,6&change=" + ";".join(f"p@{step}:{p}" for step, p in enumerate(RATES))


@contextmanager
def serving(public_url: str = "") -> Iterator[TestClient]:
    settings = Settings(single_process=True, public_url=public_url, _cli_parse_args=[])
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with serving(PUBLIC) as client:
        yield client


def fragment(client: TestClient, query: str, status: int = 200, **headers: str) -> Node:
    answer = client.get(f"/share/code?{query}", headers=HTMX | {k.replace("_", "-"): v for k, v in headers.items()})
    assert answer.status_code == status, answer.text[:300]
    return tree(answer.text)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", "?step=0"),
        ("step=400&sample=1", "?step=400"),
        ("p=0.2&data=moons&rate=60&apart=1&present=1&step=400", "?step=400"),
        ("step=128&sample=4&view=backward&p=0.3", "?p=0.3&step=128&sample=4&view=backward"),
        ("step=3&layer=1&unit=2", "?step=3&layer=1&unit=2"),
        ("step=3&passes=20", "?step=3&passes=20"),
    ],
)
def test_it_holds_the_moment_and_no_more(client: TestClient, query: str, address: str) -> None:
    shown = fragment(client, query)
    code = qr_code(PUBLIC + address)
    assert code is not None
    assert shown.one("svg", "code-picture").one("path")["d"] == code.d
    assert shown.one("p", "code-address").text == PUBLIC.removeprefix("https://") + address
    assert f"at step {address.partition('step=')[2].partition('&')[0]}" in shown.one("p", "code-moment").text
    assert client.get(f"/{address}").status_code == 200


def test_it_is_of_the_address_at_which_the_page_is_open() -> None:
    with serving() as client:
        shown = fragment(client, "step=4", hx_current_url="http://192.0.2.7:8000/?present=1&step=4#controls")
        assert shown.one("p", "code-address").text == "192.0.2.7:8000/?step=4"


@pytest.mark.parametrize("opened", ["http://127.0.0.1:8000/", "http://0.0.0.0:8000/?step=4", "http://localhost/"])
def test_an_address_of_this_computer_alone_has_none(opened: str) -> None:
    with serving() as client:
        shown = fragment(client, "step=4", hx_current_url=opened)
        assert not shown.all("svg")
        assert not shown.all("p", "code-address")
        said = shown.one("p", "code-message").text
        assert "Only this computer" in said
        assert "--host 0.0.0.0" in said
        client.app.api.state.addresses = ("http://127.0.0.1:8000", "http://192.0.2.7:8000")  # type: ignore[attr-defined]
        shown = fragment(client, "step=4", hx_current_url=opened)
        assert shown.one("p", "code-address").text == "192.0.2.7:8000/?step=4"


def test_a_link_that_is_too_long_says_so(client: TestClient) -> None:
    assert len(LONG) > LONGEST
    shown = fragment(client, LONG)
    assert not shown.all("svg")
    assert "more than a code to scan can hold" in shown.one("p", "code-message").text
    assert shown.one("p", "code-address").text.endswith("&step=0")


def test_a_link_that_is_wrong_is_refused(client: TestClient) -> None:
    assert client.get("/share/code?p=7", headers=HTMX).status_code == 422


def test_without_script_it_is_a_page_that_leads_back(client: TestClient) -> None:
    shown = tree(client.get("/share/code?step=4&present=1").text)
    assert shown.one("html")["data-root"] == "../"
    assert shown.one("svg", "code-picture")
    assert [a["href"] for a in shown.one("main").all("a")] == ["../?step=4&present=1"]


def test_nothing_is_trained_for_it(client: TestClient) -> None:
    before = client.get("/healthz").json()
    fragment(client, "seed=91&step=400")
    assert client.get("/healthz").json()["logs"] == before["logs"]
