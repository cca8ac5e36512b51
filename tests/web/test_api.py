"""The JSON addresses, through the whole app: the same truth as the run's, and clear words for what is wrong."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.log.turns import HELD_MAX
from app.runs.spec.fields import FIELDS
from app.runs.training.ablation import left_in_parts, without
from app.runs.training.evaluation import at_once
from app.settings import Settings
from app.web.frames import compact, curve_json, frame_json, outcome_json, run_json
from app.web.live import sliced
from app.web.moment import Moment
from tests.web.runs import trained

DIVERGES = "data=curve&activation=relu&optimizer=sgd&lr=1&p=0.1&seed=6"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(Settings(single_process=True, _cli_parse_args=[]))
    with TestClient(app, raise_server_exceptions=True) as client:
        yield client


def get(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    "query", ["steps=80&p=0.4", "data=digits&n=60&hidden=9&steps=80&batch=12", "steps=80&place=0,2"]
)
def test_a_step_is_the_record_in_full(client: TestClient, query: str) -> None:
    found = get(client, f"/api/step/70?{query}&parameters=true")
    record = trained(query).record(70)
    assert (found["query"], found["step"], found["sample"]) == (trained(query).query, 70, None)
    assert found["rows"] == record.rows.tolist()
    assert found["y"] == record.y.tolist()
    assert found["p"] == list(record.rates)
    assert found["loss"] == pytest.approx(record.loss, rel=1e-6)
    assert found["twin_loss"] == pytest.approx(record.twin_loss, rel=1e-6)
    names = {
        "activations": record.activations, "upstream": record.upstreams, "gradients": record.gradients, "dz": record.dz,
        "weights": record.weights, "biases": record.biases,
        "weight_gradients": record.weight_grads, "bias_gradients": record.bias_grads, "coins": record.coins,
    }  # fmt: skip
    for name, arrays in names.items():
        for values, array in zip(found[name], arrays, strict=True):
            assert (np.float32(values) == np.float32(array)).all(), name


def test_a_step_says_what_both_networks_are_without_some_neurons(client: TestClient) -> None:
    query = "data=digits&n=60&hidden=9,5&steps=80&batch=12"
    run, off = trained(query), ((0, 2), (1, 4))
    found = get(client, f"/api/step/70?{query}&off=h2.5,h1.3")["without"]
    assert found["off"] == ["h1.3", "h2.5"]
    for arm, name in enumerate(("dropout", "twin")):
        ways = [without((9, 5), off)]
        (left,) = at_once(left_in_parts(run.evaluations[arm], run.theta(arm, 70), ways, 70))
        assert found[name]["loss"] == pytest.approx(left.loss, rel=1e-6)
        assert found[name]["accuracy"] == pytest.approx(left.accuracy)
    assert get(client, f"/api/step/70?{query}")["without"] is None
    for wrong in ("h1.10", "h3.1", "1.3", "x"):
        answer = client.get(f"/api/step/70?{query}&off={wrong}")
        assert answer.status_code == 422
        assert "must name hidden neurons of this network, as h1.3" in answer.text
    assert client.get("/api/step/1?data=digits&net=conv&steps=2&off=h1.1").status_code == 422


@pytest.mark.parametrize("method", ["dropout", "dropconnect", "concrete"])
def test_a_step_names_what_it_lists(client: TestClient, method: str) -> None:
    found = get(client, f"/api/step/20?hidden=4,3&steps=40&method={method}&parameters=true")
    record = trained(f"hidden=4,3&steps=40&method={method}").record(20)
    assert found["signals"] == ["x", "h1", "h2", "z"]
    assert [np.shape(values)[1] for values in found["activations"]] == [2, 4, 3, 1]
    assert found["places"] == [[place.name, place.on] for place in record.plan.places]
    assert len(found["places"]) == len(found["coins"]) == len(found["p"])
    assert found["params"] == list(record.params)
    layers = [f"{k}.{name}" for k in (1, 2, 3) for name in ("W", "b")]
    assert [*layers, *found["others"]] == found["params"]
    assert list(found["other_gradients"]) == list(found["others"])
    for name, values in found["others"].items():
        assert np.float32(values) == np.float32(record.params[name]), name
        assert np.float32(found["other_gradients"][name]) == np.float32(record.grads[name]), name
    assert bool(found["others"]) == (method == "concrete")


def test_a_large_networks_parameters_are_written_in_slices_and_are_the_same(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/api/step/3?hidden=64,64&steps=5&parameters=true"
    turns = client.app.store.turns  # type: ignore[attr-defined]
    before = turns.taken
    sliced_answer = client.get(path)
    taken = turns.taken - before
    assert taken >= 2 * 64 * 64 // sliced.AT_ONCE
    monkeypatch.setattr(sliced, "AT_ONCE", 10**9)
    assert client.get(path).content == sliced_answer.content
    assert turns.taken - before == taken  # the other wrote it at once


def test_a_whole_runs_losses_are_written_in_a_turn(client: TestClient) -> None:
    turns = client.app.store.turns  # type: ignore[attr-defined]
    before = turns.taken
    assert len(get(client, "/api/run?steps=30")["losses"]["twin"]) == 31
    assert turns.taken == before + 1


def test_only_so_many_large_answers_are_under_way(client: TestClient) -> None:
    turns = client.app.store.turns  # type: ignore[attr-defined]
    turns.held = HELD_MAX
    refused = client.get("/api/step/3?hidden=64,64&steps=5&parameters=true")
    turns.held = 0
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert client.get("/api/step/3?hidden=64,64&steps=5&parameters=true").status_code == 200
    assert turns.held == 0  # read, and given back


@pytest.mark.parametrize("p", ["0.2", "0.5", "0.1,0.7,0"])
def test_masks_are_the_coins_at_least_p(client: TestClient, p: str) -> None:
    found = get(client, f"/api/step/33?steps=80&p={p}&seed=4")
    for rate, coins, mask, dropped in zip(found["p"], found["coins"], found["masks"], found["dropped"], strict=True):
        if rate == 0:
            assert mask is None
            assert dropped is None
            continue
        kept = np.array(coins) >= rate
        assert (np.array(dropped) == ~kept).all()
        assert np.array(mask) == pytest.approx(kept / (1 - rate), rel=1e-6)


def test_a_sample_is_its_row_counted_from_1(client: TestClient) -> None:
    whole, one = (get(client, f"/api/step/33?steps=80{rest}") for rest in ("", "&sample=7"))
    assert one["sample"] == 7
    assert one["rows"] == whole["rows"][6:7]
    for name in ("coins", "masks", "dropped", "activations", "gradients"):
        assert [rows for rows in one[name] if rows] == [rows[6:7] for rows in whole[name] if rows]
    assert "weights" not in whole


def test_the_first_steps_evaluation_is_there_before_training(client: TestClient) -> None:
    """A link never asked for before, so that nothing but its step 0 is there."""
    found = get(client, "/frame?steps=4321")["outcome"]
    assert found["eval"] == 0
    assert None not in [*found["test"], *found["clean"], *found["accuracy"]]
    again = get(client, "/frame?steps=4321")["outcome"]
    for outcome in (found, again):
        del outcome["places"]  # of labels, beside curves that grow meanwhile
    assert again == found


def test_a_frame_is_the_streams(client: TestClient) -> None:
    run = trained("steps=80&p=0.4")
    get(client, "/api/run?steps=80&p=0.4")  # until it is trained: labels stand beside whole curves
    answer = client.get("/frame?steps=80&p=0.4&step=50&sample=4")
    assert answer.text == (
        f'{{"run":{compact(run_json(run))},"frame":{frame_json(Moment(run, 50, 3), summary=True)},'
        f'"outcome":{outcome_json(Moment(run, 50))}}}'
    )
    back = client.get("/frame?steps=80&p=0.4&step=50&sample=4&view=backward").json()["frame"]
    assert back["b"] == json.loads(frame_json(Moment(run, 50, 3, True)))["b"]
    assert "No gradient comes through either" in back["say"]["summary"]


def test_a_curve_is_the_streams_once_the_run_is_trained(client: TestClient) -> None:
    assert client.get("/curve?steps=83&p=0.4").text == curve_json(trained("steps=83&p=0.4"), numbers=True)


def test_an_edit_in_a_frame_is_the_branch(client: TestClient) -> None:
    found = get(client, "/frame?steps=80&step=60&at=40&set=p:0.5")
    assert found["run"]["query"] == "steps=80&change=p@40:0.5"
    branch = get(client, "/frame?steps=80&change=p@40:0.5&step=60")
    assert found == branch


def test_a_run_has_its_losses_and_settings(client: TestClient) -> None:
    found, run = get(client, "/api/run?steps=80&p=0.4"), trained("steps=80&p=0.4")
    assert (found["state"], found["last_step"], found["message"]) == ("complete", 80, "")
    assert found["sizes"] == list(run.sizes)
    assert found["parameters"] == run.spec.parameters
    assert found["spec"] == run.spec.texts()
    for name, log in zip(("dropout", "twin"), run.logs, strict=True):
        assert (np.float32(found["losses"][name]) == log.losses).all()
    assert found["evaluated_at"] == run.logs[0].points.tolist()
    assert found["curve"]["complete"]


def test_a_run_that_diverges_says_so_and_has_no_step_beyond(client: TestClient) -> None:
    found = get(client, f"/api/run?{DIVERGES}")
    assert (found["state"], found["last_step"]) == ("diverged", 2)
    assert len(found["losses"]["dropout"]) == len(found["losses"]["twin"]) == 3
    assert "no longer finite at step 3" in found["message"]
    assert get(client, f"/api/step/2?{DIVERGES}")["step"] == 2
    for path in (f"/api/step/3?{DIVERGES}", f"/frame?{DIVERGES}&step=3"):
        answer = client.get(path)
        assert answer.status_code == 422
        message = answer.json()["errors"]["step"]
        assert "[0, 2]" in message
        assert "3" in message


BAD = [
    ("p=1.2", "p", "[0, 1)", "1.2"),
    ("hidden=0", "hidden", "[1, 256]", "0"),
    ("hidden=9999,9999", "hidden", "[1, 256]", "9999"),
    ("batch=101", "batch", "at most the number of training samples (n), which is 100", "101"),
    ("step=1501", "step", "[0, 1500]", "1501"),
    ("sample=21", "sample", "[1, 20]", "21"),
    ("colour=red", "colour", "is not a setting", "colour"),
    ("lr=fast", "lr", "number", "fast"),
    ("n=many", "n", "whole number", "many"),
    ("sample=two", "sample", "whole number", "two"),
    ("p=" + "9" * 10_000, "link", "at most 4096 characters", "10"),
    ("x" * 10_000 + "=1", "link", "at most 4096 characters", "10"),
    ("steps=20000&hidden=256,256,256&batch=256&n=5000", "steps", "at most 60 s of training", "about"),
]


@pytest.mark.parametrize("path", ["/frame", "/curve", "/api/run", "/stream", "/api/step/3"])
@pytest.mark.parametrize(("query", "name", "expected", "got"), BAD, ids=[query[:20] for query, *_ in BAD])
def test_bad_input_is_422_and_names_the_field_what_was_expected_and_what_came(
    client: TestClient, path: str, query: str, name: str, expected: str, got: str
) -> None:
    if path == "/api/step/3" and name == "step":
        path, query = "/api/step/1501", ""
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert list(errors) == [name]
    assert expected in errors[name]
    assert got in errors[name]
    assert len(answer.content) < 1000


@pytest.mark.parametrize("step", ["-1", "1501", "999999999999999999999"])
def test_a_step_outside_the_run_is_422(client: TestClient, step: str) -> None:
    answer = client.get(f"/api/step/{step}")
    assert answer.status_code == 422
    assert "[0, 1500]" in answer.json()["errors"]["step"]


@pytest.mark.parametrize("path", ["/api/step/now", "/api/step/3?parameters=perhaps"])
def test_text_where_a_number_or_truth_belongs_is_422(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 422
    assert answer.json()


@pytest.mark.parametrize(
    "path", ["/frame", "/curve", "/api/run", "/api/step/3", "/stream", "/healthz", "/openapi.json", "/"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_405(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_health_counts_what_is_held(client: TestClient) -> None:
    found = get(client, "/healthz")
    assert found["status"] == "ok"
    assert set(found) == {"status", "logs", "training", "watchers", "bytes", "viewers"}
    assert found["viewers"] == 0


def test_the_description_names_the_addresses_and_no_page_loads_from_elsewhere(client: TestClient) -> None:
    found = get(client, "/openapi.json")
    assert {"/frame", "/curve", "/api/run", "/api/step/{t}", "/healthz"} <= set(found["paths"])
    for path in ("/frame", "/curve", "/api/run", "/api/step/{t}"):
        named = {parameter["name"]: parameter["schema"] for parameter in found["paths"][path]["get"]["parameters"]}
        assert set(FIELDS) <= set(named)
        assert ("sample" in named) == (path in ("/frame", "/api/step/{t}"))
        assert named["optimizer"] == {"type": "string", "enum": ["sgd", "momentum", "adam"]}
        assert named["lr"] == {"type": "number", "exclusiveMinimum": 0, "maximum": 10}
    for path in ("/redoc",):
        assert client.get(path).status_code == 404


def test_no_request_that_fits_the_description_breaks_the_server(client: TestClient) -> None:
    schema = schemathesis.openapi.from_dict(get(client, "/openapi.json"))
    asked = set()
    for operation in (result.ok() for result in schema.get_all_operations()):

        @settings(max_examples=6, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            path = case.path.replace("{t}", str(case.path_parameters.get("t", "")))
            asked.add(case.path)
            quick = {"steps": "20"} if "steps" in case.query else {}  # else a run may take a minute
            assert client.request(case.method, path, params={**case.query, **quick}).status_code in (200, 422)

        ask()
    assert {"/frame", "/api/run", "/api/step/{t}", "/healthz"} <= asked
