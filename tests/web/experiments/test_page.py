"""The page of an experiment: the form, what is asked, and results as they come, from cells that are made by hand."""

import csv
import json
import shlex
from collections.abc import AsyncGenerator, Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.experiments.catalogue import ROWS, Row
from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.experiment import Experiment
from app.runs.experiments.sweep import Progress, State
from app.settings import Settings
from app.web.experiments.called import reads
from app.web.words.say import say
from tests.web.page_tree import Node, tree

LINK = "values=0;0.5&seeds=6"
ALL, HALF = 12, 6  # of its cells: at p = 0 the arm is its twin


class Made:
    """Experiments that are computed at once, or in two parts where somebody watches."""

    closed, workers = False, 2

    def __init__(self) -> None:
        self.done = 0
        self.stopped: list[str] = []
        self.left = self.warmed = 0

    def warm(self) -> None:
        self.warmed += 1

    async def found(self, experiment: Experiment) -> Progress:
        return self._progress(experiment, "idle")

    async def watch(self, experiment: Experiment) -> AsyncGenerator[Progress, None]:
        try:
            yield self._progress(experiment, "running")
            self.done = len(experiment.cells)
            yield self._progress(experiment, "complete")
        finally:
            self.left += 1

    def stop(self, experiment: Experiment) -> None:
        self.stopped.append(experiment.query())

    def _progress(self, experiment: Experiment, state: State) -> Progress:
        cells = experiment.cells[: self.done]
        values: dict[Cell, Values] = {
            cell: {"test": 1.0, "accuracy": 0.75 - 0.25 * ("place=none" in cell.arm)} for cell in cells
        }
        state = "complete" if len(cells) == len(experiment.cells) else state
        return Progress(values, len(experiment.cells), state, None, "")


@pytest.fixture(scope="module")
def served() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, cells="none", _cli_parse_args=[]))) as client:
        yield client


@pytest.fixture
def made(served: TestClient, monkeypatch: pytest.MonkeyPatch) -> Made:
    experiments = Made()
    app: Any = served.app
    monkeypatch.setattr(app.api.state, "experiments", experiments, raising=False)
    return experiments


def shown(client: TestClient, query: str = "", status: int = 200) -> Node:
    answer = client.get(f"/practice/p?{query}" if query else "/practice/p")
    assert answer.status_code == status
    return tree(answer.text)


def fields(page: Node) -> dict[str, str]:
    form = page.one(id="asked")
    typed = {field["name"]: field["value"] for field in form.all("input") if field["type"] != "radio"}
    return typed | {select["name"]: select.one("option", selected="")["value"] for select in form.all("select")}


def test_before_it_runs_a_page_asks_for_a_prediction_and_says_how_long_it_takes(served: TestClient, made: Made) -> None:
    page = shown(served, LINK)
    assert len(page.all("input", name_="guess")) >= 2
    assert not any(radio.has("required") for radio in page.all("input", name_="guess"))
    assert page.one(id="estimate").text.startswith("12 networks to train: 2 values × both arms × 6 seeds")
    assert page.all(id="outcome") == []
    assert tree(served.get("/practice/p?n=50").text).one(id="explore-run")["href"] == "../?n=50"
    assert (fields(page)["values"], fields(page)["seeds"]) == ("0; 0.5", "6")


def test_a_form_leads_to_its_canonical_link_and_keeps_the_prediction(served: TestClient, made: Made) -> None:
    sent = {**fields(shown(served)), "seeds": "4", "guess": "2", "run": "1"}
    answer = served.get("/practice/p", params=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "../practice/p?seeds=4&run=1&guess=2")


def test_a_page_that_runs_shows_what_is_there_and_goes_on(served: TestClient, made: Made) -> None:
    made.done = HALF
    page = shown(served, f"{LINK}&run=1&guess=2")
    part = page.one(id="outcome")
    assert (part["data-state"], part["data-done"]) == ("running", str(HALF))
    assert page.one("progress")["max"] == str(ALL)
    assert len(page.one("div", "arms").all("g", "dots")[0].all("a")) > 0
    assert page.one(id="stop")["href"] == f"../practice/p?{LINK}&run=stop&guess=2"
    assert part["data-stream"] == f"../experiments/stream?{LINK}&of=p&run=1&guess=2"
    assert page.one("noscript").one("meta")["content"] == "2"
    assert page.all(id="seen") == []  # nothing to read meanwhile
    assert made.left == 1  # it goes on by itself for a while


def test_what_is_asked_again_is_the_part_alone(served: TestClient, made: Made) -> None:
    made.done = HALF
    answer = served.get(f"/experiments/outcome?{LINK}&of=p&run=1", headers={"HX-Request": "true"})
    part = tree(answer.text)
    assert part.one("section", id="outcome")["data-done"] == str(HALF)
    assert part.all("form") == part.all("head") == []


def test_a_stream_tells_how_far_it_is_to_the_end(served: TestClient, made: Made) -> None:
    answer = served.get(f"/experiments/stream?{LINK}&of=p&run=1")
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: ")]
    assert [(event["done"], event["total"], event["state"]) for event in told] == [
        (0, ALL, "running"),
        (ALL, ALL, "complete"),
    ]
    assert told[1]["said"] == "All 12 networks are trained."


def test_a_stream_of_a_server_that_goes_down_has_no_last_word(
    served: TestClient, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Made, "closed", True)
    assert "data:" not in served.get(f"/experiments/stream?{LINK}&of=p&run=1").text


def test_a_head_starts_and_stops_nothing(served: TestClient, made: Made) -> None:
    for path in (
        f"/experiments/stream?{LINK}&of=p&run=1",
        f"/practice/p?{LINK}&run=1",
        f"/experiments/outcome?{LINK}&of=p&run=1",
    ):
        answer = served.head(path)
        assert (answer.status_code, made.done, made.left) == (200, 0, 0), path
    assert served.head(f"/practice/p?{LINK}&run=stop", follow_redirects=False).status_code == 303
    assert (made.stopped, made.warmed) == ([], 0)


def test_every_number_is_in_a_file_with_the_link_of_its_run(served: TestClient, made: Made) -> None:
    made.done = ALL
    address = shown(served, f"{LINK}&run=1").one("a", "share-link")["href"]
    answer = served.get(address[2:])
    assert answer.headers["content-disposition"] == 'attachment; filename="p.csv"'
    head, *rows = csv.reader(answer.text.splitlines())
    assert len(rows) == 2 * 2 * 6  # values, arms, seeds
    (row,) = (
        row for row in rows if row[head.index("value")] == "0.5" and row[head.index("seed")] == "3" and "twin" in row
    )
    assert (row[0], row[head.index("run")]) == (f"/practice/p?{LINK}", "/?p=0.5&seed=3")
    assert (row[head.index("test")], row[head.index("accuracy")]) == ("1.0", "0.5")


def test_one_that_is_stopped_can_go_on(served: TestClient, made: Made) -> None:
    made.done = HALF
    answer = served.get(f"/practice/p?{LINK}&run=stop", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"../practice/p?{LINK}&run=stopped")
    page = shown(served, f"{LINK}&run=stopped")
    assert made.stopped == [LINK]  # once
    assert page.one(id="go-on")["href"] == f"../practice/p?{LINK}&run=1"
    assert page.all("noscript", "meta") == []


def test_after_it_the_reader_says_what_she_saw_and_then_reads_how_it_is_read(served: TestClient, made: Made) -> None:
    made.done = ALL
    page = shown(served, f"{LINK}&run=1&guess=1")
    question = page.one(id="seen")
    assert "You predicted:" in question.text
    assert question.all(id="reads") == []
    kept = {field["name"]: field["value"] for field in question.all("input", type="hidden")}
    assert kept == {"values": "0;0.5", "seeds": "6", "run": "1", "guess": "1"}
    after = served.get("/practice/p", params={**kept, "saw": "2"})
    assert "You saw:" in tree(after.text).one(id="seen").text
    assert tree(after.text).one(id="reads").text
    for address in (question.one("form")["action"], question.one(id="skip")["href"]):
        assert address.endswith("#seen")  # she reads on where she was
    skipped = tree(served.get(question.one(id="skip")["href"][2:]).text)
    assert skipped.one(id="reads").text


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(served: TestClient, made: Made) -> None:
    sent = {**fields(shown(served)), "values": "0;1.5", "n": "many", "seeds": "7", "run": "1"}
    answer = served.get("/practice/p", params=sent)
    assert answer.status_code == 422
    page = tree(answer.text)
    typed = fields(page)
    assert (typed["values"], typed["n"], typed["seeds"]) == ("0;1.5", "many", "7")
    assert "must be a whole number" in page.one(id="control-n-error").text
    assert page.one("details", id="fold-run").has("open")
    assert page.all(id="outcome") == []


def test_a_grid_of_a_million_cells_is_refused_beside_seeds_with_the_limit_and_the_command(
    served: TestClient, made: Made
) -> None:
    page = shown(served, "seeds=100000&run=1", status=422)
    error = page.one(id="control-seeds-error").text
    assert "at most 2000" in error.replace(",", "")
    assert "dropout-explorer sweep" in error
    assert fields(page)["seeds"] == "100000"
    assert page.one("code").text == 'dropout-explorer sweep "practice/p?seeds=100000" --out p.csv'


def test_a_grid_that_is_refused_keeps_all_that_was_typed_and_its_command_is_safe_to_paste(
    served: TestClient, made: Made
) -> None:
    units = ";".join(map(str, range(1, 201)))
    asked = {
        "data": "digits",
        "n": "200",
        "over": "units",
        "values": units,
        "by": "p",
        "panels": "0.1;$(x);0.3;0.4;0.5",
    }
    page = shown(served, "&".join(f"{name}={text}" for name, text in {**asked, "seeds": "7"}.items()), status=422)
    typed = fields(page)
    assert {name: typed[name] for name in asked} == asked
    line = page.one("code").text
    command, verb, link, *_ = shlex.split(line)
    assert (command, verb) == ("dropout-explorer", "sweep")
    assert dict(parse_qsl(link.partition("?")[2])) == {**asked, "seeds": "7"}
    assert f"'{link}'" in line  # no shell looks for anything within these


def test_a_preview_program_gets_the_card_and_starts_nothing(served: TestClient, made: Made) -> None:
    answer = served.get(f"/practice/p?{LINK}&run=1", headers={"user-agent": "Slackbot 1.0"})
    assert made.left == 0
    card = tree(answer.text)
    assert card.one("meta", property="og:title")["content"] == shown(served).one("h1").text


def test_an_unknown_experiment_is_refused(served: TestClient, made: Made) -> None:
    assert served.get("/experiments/outcome?of=nothing").status_code == 422
    assert served.get("/practice/nothing").status_code == 404


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.name)
def test_every_experiment_of_the_catalogue_has_its_page_its_prediction_and_how_it_is_read(
    served: TestClient, made: Made, row: Row
) -> None:
    page = tree(served.get(f"/{row.room}/{row.name}").text)
    assert page.one("h1").text == say(f"experiment.{row.name}.title")
    assert reads(Experiment.parse(row.name, []))
    assert len(page.all("input", name_="guess")) >= 2
    assert page.all("p", "error") == []
    outcome = tree(served.get(f"/experiments/outcome?of={row.name}").text)
    assert len(outcome.all(data_plots="")) == max(1, len(row.panels))
