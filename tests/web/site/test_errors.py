"""What is asked for wrongly is answered in the form that suits who asks: page, fragment or JSON."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.web.page_tree import tree


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/numbers?step=9999", 422, "Step must lie in [0, 1500], got 9999"),
        ("/neuron?layer=1", 422, "A neuron needs layer and unit, as layer=1&unit=1"),
        ("/nothing", 404, "There is nothing at '/nothing'"),
        ("/<b>", 404, "There is nothing at '/<b>'"),
    ],
)
def test_a_reader_gets_a_page_with_the_message_and_a_way_on(
    client: TestClient, path: str, status: int, said: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    page = tree(answer.text)
    assert [item.text for item in page.one("main", id="scene").all("li")] == [said]
    assert page.one("main", id="scene").one("a")["href"] == "./"


def test_a_fragment_of_htmx_gets_the_message_alone(client: TestClient) -> None:
    answer = client.get("/numbers?step=9999", headers={"hx-request": "true"})
    assert (answer.status_code, answer.text) == (422, "Step must lie in [0, 1500], got 9999")


@pytest.mark.parametrize("path", ["/", "/?step=9", "/?p=1.2", "/numbers?step=3", "/api/step/3"])
def test_a_server_that_goes_down_starts_nothing_more_not_even_for_a_page_with_messages(path: str) -> None:
    app = create_app(Settings(single_process=True, _cli_parse_args=[]))
    with TestClient(app) as client:
        app.close()
        answer = client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert "The server is going down." in answer.text
        assert app.store.counts["training"] == 0
        if not path.startswith("/api"):
            assert tree(answer.text).one("main", id="scene").one("a")["href"] == ""  # to the same address


def test_a_program_gets_json(client: TestClient) -> None:
    for path in ("/frame?step=9999", "/api/step/3?p=2", "/api/nothing"):
        answer = client.get(path)
        assert answer.status_code in (404, 422)
        assert list(answer.json()) == ["errors"]
