"""No link may come to mean another run: what the server answered for 44 links when the goldens were taken.

goldens.json has digests of each link's run and of some of its moments (a step, a sample, a view): of the fields that
`/api/run`, `/curve`, `/api/step` and `/frame` had then, as FIELDS groups them, and of the coins, drawn anew. A field
that is added later changes none of them; one that is gone, or has another digit, sign or order, fails here.

A digest of numbers holds for ever, on every machine: it is never changed to please a test. What is written in words
(`say`, and where labels stand) is apart, under "words": one digest a field, of all moments. It changes with the wording
and with nothing else. Where only words changed, and a reader has seen that, the new digest is put there by hand.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.engine.coins import LEVELS, Coins
from app.main import create_app
from app.settings import Settings
from tests.conftest import ROOT

GOLDENS = json.loads((ROOT / "tests" / "goldens.json").read_text(encoding="utf-8"))
LINKS: dict[str, Any] = GOLDENS["links"]
FIELDS = {
    "run": {
        "settings": "query p place rates changes steps sizes parameters",
        "end": "state last_step",
        "losses": "losses.dropout losses.twin",
        "evaluations": "evaluated_at curve.steps curve.rhythm curve.head curve.complete curve.twin.best "
        "curve.dropout.train curve.dropout.masks_on curve.dropout.clean curve.dropout.test curve.dropout.accuracy "
        "curve.twin.train curve.twin.masks_on curve.twin.clean curve.twin.test curve.twin.accuracy",
        "lines": "lines.dropout.train lines.dropout.masks_on lines.dropout.clean lines.dropout.test "
        "lines.twin.clean lines.twin.test",
    },
    "step": {
        "batch": "query step sample rows x y p",
        "losses": "loss twin_loss evaluation.step evaluation.dropout.clean evaluation.dropout.test "
        "evaluation.dropout.accuracy evaluation.twin.clean evaluation.twin.test evaluation.twin.accuracy",
        "masks": "coins masks dropped",
        "activations": "activations",
        "gradients": "upstream gradients dz",
        "parameters": "weights biases",
        "their gradients": "weight_gradients bias_gradients",
    },
    "frame": {"losses": "t l", "masks": "m M", "kept": "k", "shades": "a", "edges": "w e b.a b.g b.w b.e"},
    "outcome": {
        "scores": "t eval test clean gap accuracy stop", "dead": "dead", "picture": "map curve confusion guess",
    },
}  # fmt: skip
Fields = dict[str, Any]  # each number as the text that was sent
Ask = Callable[[str], Fields]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """The fields of an answer, which is asked for once."""
    app = create_app(Settings(single_process=True, _cli_parse_args=[]))
    with TestClient(app) as client:
        yield cache(lambda path: fields(client, path))


def fields(client: TestClient, path: str) -> Fields:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=lambda text: f"#{text}", parse_int=lambda text: f"#{text}")


def digest(value: object) -> str:
    return short(json.dumps(value, separators=(",", ":")).encode())


def short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


def field(found: Fields, name: str) -> object:
    """The field of that name, or of a field as `evaluation.step`; None where it is not sent."""
    outer, _, inner = name.partition(".")
    return field(found.get(outer, {}), inner) if inner else found.get(outer)


def digests(part: str, found: Fields) -> dict[str, str]:
    return {group: digest([field(found, name) for name in names.split()]) for group, names in FIELDS[part].items()}


def of_run(ask: Ask, link: str) -> dict[str, str]:
    """Of what is the same at each of its steps."""
    return digests("run", ask(f"/api/run?{link}") | {"lines": ask(f"/curve?{link}")["lines"]})


def of_moment(ask: Ask, link: str, moment: str) -> dict[str, Any]:
    step, shown = in_full(ask, link, moment), frame(ask, link, moment)
    found = {part: digests(part, shown[part]) for part in ("frame", "outcome")}
    return {"coins": short(coins(ask, link, step)), "step": digests("step", step), **found}


def in_full(ask: Ask, link: str, moment: str) -> Fields:
    """All of a step's numbers; `/api/step` has no view."""
    step, *wishes = moment.replace("&view=backward", "").split("&")
    return ask(f"/api/step/{step.removeprefix('step=')}?{'&'.join([link, *wishes])}&parameters=true")


def frame(ask: Ask, link: str, moment: str) -> Fields:
    """Once the run is trained: labels stand beside whole curves."""
    ask(f"/curve?{link}")
    return ask(f"/frame?{link}&{moment}")


def coins(ask: Ask, link: str, step: Fields) -> bytes:
    """All levels of the step's coins, place by place, drawn anew; those that were answered are among them."""
    spec, t = ask(f"/api/run?{link}")["spec"], number(step["step"])
    answered = [np.array([[number(u) for u in row] for row in place]) for place in step["coins"]]
    drawn = Coins(int(spec["seed.masks"]), [(int(spec["batch"]), place.shape[1]) for place in answered])
    levels = [drawn.levels(k, int(t), int(t) + 1)[0] for k in range(len(answered))]
    rows = slice(None) if step["sample"] is None else [int(number(step["sample"])) - 1]
    for mine, theirs in zip(levels, answered, strict=True):
        assert (np.float32(mine[rows] / LEVELS) == np.float32(theirs)).all()
    return b"".join(np.ascontiguousarray(place, "<u2").tobytes() for place in levels)


def number(sent: str) -> float:
    return float(sent.removeprefix("#"))


@pytest.mark.parametrize("link", LINKS)
def test_a_link_means_the_run_that_it_meant(ask: Ask, link: str) -> None:
    assert of_run(ask, link) == LINKS[link]["run"]


@pytest.mark.parametrize(("link", "moment"), [(link, moment) for link in LINKS for moment in LINKS[link]["moments"]])
def test_a_moment_has_the_numbers_that_it_had(ask: Ask, link: str, moment: str) -> None:
    assert of_moment(ask, link, moment) == LINKS[link]["moments"][moment]


def words(ask: Ask) -> dict[str, str]:
    """Of all that is written of all links and moments, field by field."""
    texts: dict[str, list[object]] = {}
    for link, golden in LINKS.items():
        curve = ask(f"/curve?{link}")
        said = {f"curve.{name}": value for name, value in curve.items() if name != "lines"}
        for moment in golden["moments"]:
            shown = frame(ask, link, moment)
            said["run.say"] = shown["run"]["say"]
            said["outcome.places"] = shown["outcome"]["places"]
            said |= {f"{part}.say.{name}": v for part in ("frame", "outcome") for name, v in shown[part]["say"].items()}
            for name, value in said.items():
                texts.setdefault(name, []).append(value)
    return {name: digest(said) for name, said in texts.items()}


def test_the_words_are_those_that_were_read(ask: Ask) -> None:
    found = words(ask)
    assert {name: found.get(name) for name in GOLDENS["words"]} == GOLDENS["words"]


def test_the_goldens_are_of_every_kind_of_link() -> None:
    asked = [parse_qs(link) for link in LINKS]
    assert len(asked) >= 40
    given = {name: {link[name][0] for link in asked if name in link} for link in asked for name in link}
    assert given["data"] == {"circles", "xor", "blobs", "spiral", "curve", "digits"}  # moons is left out of a link
    assert {len(hidden.split(",")) for hidden in given["hidden"]} == {1, 2, 3, 4, 5, 6}
    assert given["activation"] == {"relu", "tanh", "sigmoid"}
    assert given["optimizer"] >= {"sgd", "momentum"}
    assert {change.split("@")[0] for text in given["change"] for change in text.split(";")} == {"p", "lr", "decay"}
    assert given.keys() >= {f"seed{of}" for of in ("", ".data", ".weights", ".batches", ".masks")}
    moments = [parse_qs(moment) for golden in LINKS.values() for moment in golden["moments"]]
    assert {moment.get("view", [""])[0] for moment in moments} == {"", "backward"}
