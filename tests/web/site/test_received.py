"""Links as they arrive: followed, damaged and cut by the programs that carried them."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.spec.link import SpecError
from app.settings import Settings
from app.web.site.received import mended, received

LINK = "p=0.3&seed=7&steps=40"
PAIRS = [("p", "0.3"), ("seed", "7"), ("steps", "40")]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


@pytest.mark.parametrize("end", ".),;>:!?]}'\"*_’”»" + " \n\u00a0")
def test_what_stood_behind_a_link_is_no_part_of_it(end: str) -> None:
    for behind in (end, quote(end), f"{end}{quote(end)}", f"&{end}"):
        assert mended(LINK + behind) == PAIRS


def test_an_escaped_ampersand_is_one() -> None:
    assert mended("p=0.3&amp;seed=7&amp;amp;steps=40") == PAIRS


def test_a_form_is_read_as_it_was_sent() -> None:
    sent = [("was", "p=0.5"), ("x34", "0.33)")]
    assert mended("was=p%3D0.5&x34=0.33%29") == sent


def test_nothing_else_is_changed() -> None:
    assert mended("p=0.3)&seed=7..1&colour=red") == [("p", "0.3)"), ("seed", "7..1"), ("colour", "red")]
    assert mended("") == mended("&&") == []


@pytest.mark.parametrize("path", ["/", "/frame", "/curve", "/stream", "/numbers", "/neuron", "/api/run", "/api/step/3"])
@pytest.mark.parametrize(
    "damaged", ["fbclid=x&p=0.4&steps=30&utm_source=mail", "p=0.4&amp;steps=30", "p=0.4&steps=30)", "p=0.4&steps=30."]
)
def test_every_address_reads_the_link_that_was_meant(client: TestClient, path: str, damaged: str) -> None:
    own = "layer=1&unit=2&" if path == "/neuron" else "rate=0&" if path == "/stream" else ""
    meant, answer = (client.get(f"{path}?{own}{query}") for query in ("p=0.4&steps=30", damaged))
    assert meant.status_code == answer.status_code == 200
    assert answer.text == meant.text


@pytest.mark.parametrize("path", ["/layer", "/api/layer"])
def test_so_does_the_page_of_one_layer(client: TestClient, path: str) -> None:
    meant = client.get(f"{path}?seed=3&p=0.3")
    for damaged in ("gclid=x&seed=3&p=0.3", "seed=3&amp;p=0.3", "seed=3&p=0.3)."):
        assert client.get(f"{path}?{damaged}").text == meant.text


NUMBERS = ["1_0", "٢٠", "5.0", "+5", "0x5", "५", "1e1", "--5", "", "²"]


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_are_read_alike_in_a_path_and_a_query(client: TestClient, text: str) -> None:
    for name in ("step", "sample", "from", "at", "layer", "n", "seed", "steps", "batch"):
        answer = client.get("/frame", params={name: text})
        assert answer.status_code == 422, name
        assert f"whole number, got {text!r}" in answer.json()["errors"][name]
    if text:
        answer = client.get(f"/api/step/{quote(text)}")
        assert answer.status_code == 422
        assert f"whole number, got {text!r}" in answer.json()["errors"]["step"]


@pytest.mark.parametrize("text", ["1_0", "٢٠", "+5", "0x5", "inf", "nan", "1e9_9", "", "٢", "-1", "0.1", "121"])
def test_a_speed_is_read_as_other_numbers_are(client: TestClient, text: str) -> None:
    for path in ("/frame", "/stream", "/"):
        assert client.get(path, params={"rate": text}).status_code == 422


@pytest.mark.parametrize("text", ["1", "yes", "on", "TRUE", "True", "t", "", "perhaps"])
def test_truth_is_true_or_false(client: TestClient, text: str) -> None:
    answer = client.get("/api/step/3?steps=20", params={"parameters": text})
    assert answer.status_code == 422
    assert answer.json()["errors"]["parameters"].startswith("Parameters must be one of false, true, got")


def test_parameters_are_asked_for_once(client: TestClient) -> None:
    assert client.get("/api/step/3?parameters=true&parameters=false").status_code == 422
    assert "weights" in client.get("/api/step/3?steps=20&parameters=true").json()
    assert "weights" not in client.get("/api/step/3?steps=20&parameters=false").json()


@pytest.mark.parametrize("path", ["/", "/frame", "/curve", "/stream", "/api/run", "/layer", "/api/layer", "/numbers"])
@pytest.mark.parametrize(
    "query",
    [
        "p=%ff%fe", "%ff=1", "p=%00", "%00=%00", "p=%ED%A0%80", "p=%", "p=%zz&%=%", "seed=" + "9" * 6000,
        "&".join(f"a{k}=1" for k in range(5000)), "p=0.1&" * 3000, "=", "=1&=2", "p[]=1", "&;&;",
    ],
)  # fmt: skip
def test_hostile_queries_are_answered(client: TestClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?{'rate=0&' if path == '/stream' else ''}{query}")
    assert answer.status_code in (200, 422)
    assert len(answer.content) < 2_000_000


def test_a_query_that_is_too_long_is_not_read_at_all() -> None:
    with pytest.raises(SpecError, match="long: most=65536, count=70000"):
        received({"query_string": b"x" * 70_000})
