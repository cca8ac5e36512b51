"""The Explore page over HTTP: complete without script, a fragment for htmx, and honest about bad links."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.spec.run_spec import RunSpec
from app.settings import Settings
from app.web.address.query import read_query
from tests.web.page_tree import Node, tree

HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True))) as client:
        yield client


def page(client: TestClient, path: str, status: int = 200, **headers: str) -> Node:
    answer = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert answer.status_code == status, answer.text[:300]
    return tree(answer.text)


def test_the_page_at_any_step_and_sample_says_what_the_api_says(client: TestClient) -> None:
    shown = page(client, "/?steps=200&step=120&sample=5")
    facts = client.get("/api/step/120?steps=200&sample=5").json()
    for k in (1, 2, 3):
        marks = shown.all("g", "layer")[k].one("g", "marks")
        off = [int("dropped" in mark.classes) for mark in marks.walk()]
        assert off == facts["dropped"][k][0]
    assert "At step 120" in shown.one("p", "sentence").text
    assert "off for sample 5." in shown.one("p", "sentence").text


def test_everything_is_a_link_or_a_form_without_script(client: TestClient) -> None:
    shown = page(client, "/?steps=60&step=40&sample=5")
    form = shown.one("form", id="controls")
    assert (form["method"], form["action"]) == ("get", "./")
    assert form.all("button")
    links = [a["href"] for a in (*shown.all("a", "gate"), *shown.all("a", "row"), *shown.all("a", "chip"))]
    for address in dict.fromkeys(links):
        assert client.get(address).status_code == 200


def test_nothing_on_the_page_is_inline_style_or_script(client: TestClient) -> None:
    shown = page(client, "/?steps=200&layer=1&unit=1")
    assert not [node for node in shown.walk() if node.has("style")]
    assert not [s for s in shown.all("script") if not s.has("src") and s["type"] != "application/json"]
    assert not [name for node in shown.walk() for name in node.attributes if name.startswith("on")]


def test_every_field_has_a_label_and_ids_are_unique(client: TestClient) -> None:
    shown = page(client, "/?steps=200")
    ids = [node["id"] for node in shown.walk() if node.has("id")]
    assert len(ids) == len(set(ids))
    labelled = {label["for"] for label in shown.all("label") if label.has("for")}
    wrapped = {node["id"] for label in shown.all("label") for node in label.walk() if node.has("id")}
    fields = [n for name in ("input", "select") for n in shown.one("form", id="controls").all(name)]
    assert all(n["id"] in labelled | wrapped for n in fields if n.attributes.get("type") != "hidden")


def test_the_form_sent_as_it_stands_is_the_same_run(client: TestClient) -> None:
    query = "p=0.1,0.3&place=0,2&n=90&seed.masks=5&lr=0.013"
    form = page(client, f"/?{query}&step=7&sample=4").one("form", id="controls")
    sent = [
        (f["name"], f["value"]) for f in form.all("input") if f.attributes.get("type") != "checkbox" or f.has("checked")
    ]
    sent += [(s["name"], next(o["value"] for o in s.all("option") if o.has("selected"))) for s in form.all("select")]
    answer = client.get("/", params=sent, follow_redirects=False)
    assert answer.status_code == 303
    there, view = read_query(
        pair for pair in parse_qsl(urlsplit(answer.headers["location"]).query) if pair[0] != "apart"
    )
    assert there == RunSpec.from_query(query)
    assert (view.step, view.sample) == (7, 3)


def test_htmx_gets_the_scene_alone(client: TestClient) -> None:
    answer = client.get("/?steps=200&p=0.2&step=7&sample=1", headers=HTMX)
    shown = tree(answer.text)
    assert shown.one("main")["id"] == "scene"
    assert not shown.all("html")
    assert "HX-Request" in answer.headers["vary"]


def test_history_that_htmx_has_lost_is_the_whole_page(client: TestClient) -> None:
    assert page(client, "/?steps=200", HX_Request="true", HX_History_Restore_Request="true").all("html")


@pytest.mark.parametrize(
    ("headers", "of_run"), [({}, "7"), ({**HTMX, "HX-Current-URL": "http://testserver/?p=0.3"}, "1")]
)
def test_a_seed_typed_beside_a_wrong_value_is_not_lost(
    client: TestClient, headers: dict[str, str], of_run: str
) -> None:
    seeds = "&seed.data=1&seed.weights=1&seed.batches=1&seed.masks=1"
    shown = tree(client.get(f"/?form=1&batch=500&seed=7&seed.was=1{seeds}", headers=headers).text)
    assert shown.one("input", id="control-seed")["value"] == "7"
    assert [field["value"] for field in shown.all("input") if field.attributes.get("name") == "seed.was"] == [of_run]


BAD = [
    ("p=1.2", "control-p", "p must lie in [0, 1), got 1.2"),
    ("hidden=0", "control-hidden", "Hidden layers must lie in [1, 256], got 0"),
    ("hidden=9999,9999", "control-hidden", "Hidden layers must lie in"),
    ("n=50&batch=60", "control-batch", "Batch size must be at most the number of training samples, which is 50"),
    ("lr=fast", "control-lr", "Learning rate must be a number, got 'fast'"),
]


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(("query", "field", "message"), BAD)
def test_a_wrong_value_stays_as_typed_with_the_message_beside_it(
    client: TestClient, query: str, field: str, message: str, headers: dict[str, str]
) -> None:
    answer = client.get(f"/?{query}", headers=headers)
    assert answer.status_code == 422
    shown = tree(answer.text)
    box = shown.one("input", id=field)
    assert box["value"] == dict(parse_qsl(query))[box["name"]]
    assert box["aria-invalid"] == "true"
    assert message in shown.one("p", id=f"{field}-error").text
    assert field + "-error" in box["aria-describedby"].split()
    assert len(shown.all("g", "layer")) == 5


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("step=1501", "Step must lie in [0, 1500]"),
        ("sample=21", "Sample must lie in [1, 20]"),
        ("colour=red", "'colour' is not a setting"),
        ("view=sideways", "View must be one of"),
        ("hidden=" + "1" * 10_000, "The link must have at most"),
        ("change=p@9", "Changes (change) must look like"),
        ("<script>=1", "is not a setting"),
    ],
)
def test_a_link_that_asks_for_something_else_is_answered_above_the_figure(
    client: TestClient, query: str, message: str
) -> None:
    shown = page(client, f"/?{query}", 422)
    assert message in shown.one("div", "refused").text
    assert not [s for s in shown.all("script") if not s.has("src") and not s.has("type")]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("p=0.6&seed=7&colour=red", "p=0.6&seed=7"),
        ("p=0.6&seed=7&lr=0,01&step=30", "p=0.6&seed=7"),
        ("data=circles&n=10&p=0.6", "data=circles&p=0.6"),
        ("p=0.6&sample=0&view=up", "p=0.6"),
    ],
)
def test_of_a_wrong_link_figure_form_and_data_show_what_is_right(client: TestClient, link: str, kept: str) -> None:
    shown = page(client, f"/?{link}", 422)
    data = json.loads("".join(map(str, shown.one("script", id="scene-data").parts)))
    assert data["run"]["query"] == kept
    slider = shown.one("input", id="control-p")
    assert slider["value"] == "0.6"
    seed = "7" if "seed=7" in kept else "1"
    assert shown.one("input", id="control-seed")["value"] == seed
    data_set = "circles" if "data=circles" in kept else "moons"
    assert data_set in {field["value"] for field in shown.all("input") if field.attributes.get("name") == "data"}
    said = shown.one("div", "refused").text
    assert "The figure shows the rest." in said
    right = page(client, f"/?{kept}&step={data['view']['step']}")
    assert shown.one("p", "sentence").text == right.one("p", "sentence").text


def test_a_link_that_follows_its_reader_shows_its_run(client: TestClient) -> None:
    shown = page(client, "/?p=0.6&seed=7&steps=40&fbclid=IwAR0x")
    assert not shown.all("div", "refused")
    assert json.loads("".join(map(str, shown.one("script", id="scene-data").parts)))["run"]["query"] == (
        "steps=40&p=0.6&seed=7"
    )


CURRENT = ["http://[", "http://[/?p=0.3", "//[::1", "?", "http://testserver/?p=9&seed=3", "\x00"]


@pytest.mark.parametrize("current", CURRENT)
def test_whatever_address_a_client_says_it_is_at_is_no_error_of_ours(client: TestClient, current: str) -> None:
    answer = client.get("/?p=2&seed=3", headers={**HTMX, "HX-Current-URL": current.encode()})  # type: ignore[dict-item]
    assert answer.status_code == 422
    assert tree(answer.text).one("input", id="control-seed")["value"] == "3"


def test_a_wrong_form_leaves_the_readers_figure_where_it_was(client: TestClient) -> None:
    current = "http://testserver/?data=circles&step=11&sample=2"
    answer = client.get("/?data=circles&p=2", headers={**HTMX, "HX-Current-URL": current})
    assert answer.status_code == 422
    shown = tree(answer.text)
    assert "At step 11" in shown.one("p", "sentence").text
    assert shown.one("input", id="control-p")["value"] == "2"


def test_the_data_for_the_script_is_json_and_cannot_end_its_element(client: TestClient) -> None:
    shown = page(client, "/?steps=200&step=3")
    data = json.loads("".join(map(str, shown.one("script", id="scene-data").parts)))
    assert data["frame"]["t"] == 3
    ways = {"view", "last", "head", "complete", "path", "wishes", "may"}
    assert set(data) == {"run", "frame", "outcome", *ways}
    assert (data["path"], data["wishes"], data["complete"]) == ("", {}, data["head"] == 200)


def test_a_neuron_is_a_fragment_for_htmx_and_a_page_for_others(client: TestClient) -> None:
    assert not page(client, "/neuron?steps=200&step=9&layer=2&unit=5", HX_Request="true").all("html")
    assert page(client, "/neuron?steps=200&step=9&layer=2&unit=5").one("title").text.startswith("Hidden 2, neuron 5")
    assert client.get("/neuron?steps=200&layer=9&unit=4").status_code == 422
    assert client.get("/neuron?steps=200").status_code == 422


def test_the_tables_hold_every_neuron_and_weight(client: TestClient) -> None:
    tables = page(client, "/numbers?steps=200&step=9&sample=2").all("table")
    assert [len(table.one("tbody").all("tr")) for table in tables[:5]] == [2, 12, 12, 12, 1]
    assert [len(table.all("td")) for table in tables[5:]] == [3 * 12, 13 * 12, 13 * 12, 13]


def test_the_scene_says_how_often_dropout_won_and_where_it_does_not_help(client: TestClient) -> None:
    shown = page(client, "/")
    assert "runs with these settings and fresh seeds" in shown.one("section", "about").text
    assert shown.one("ul", "caveats").all("li")


def test_a_run_with_other_settings_says_what_was_changed_and_with_what_the_numbers_below_were_measured(
    client: TestClient,
) -> None:
    about = page(client, "/?hidden=8&steps=200").one("section", "about")
    text = " ".join(about.text.split())
    notice = (
        "You changed hidden layers to 8 and steps to 200. The results below were measured with the original "
        "settings. Original settings: training samples 100, noise 0.2, flipped labels 20 %, hidden layers 12,12,12, "
        "activation ReLU, optimizer Adam, learning rate 0.02, weight decay 0, batch size 20, steps 1500, p 0.2, "
        "place hidden 1, hidden 2 and hidden 3."
    )
    assert text.index(notice) < text.index("runs with the original settings and fresh seeds")
    assert "these settings" not in text
    assert about.one("a")["href"] == "./"


def test_warnings_stand_at_their_fields(client: TestClient) -> None:
    shown = page(client, "/?p=0.9&place=0,1,2,3&steps=200")
    assert len(shown.all("p", "warning")) >= 2


@pytest.mark.parametrize("data", ["circles", "xor", "blobs", "spiral", "curve", "digits"])
def test_every_scene_is_drawn(client: TestClient, data: str) -> None:
    shown = page(client, f"/?data={data}&step=3")
    assert [a.text for a in shown.all("a", "chip") if a.has("aria-current")] == [
        "Dropout",
        data.capitalize() if data != "xor" else "XOR",
    ]
