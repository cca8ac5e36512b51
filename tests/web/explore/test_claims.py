"""Claims say what was measured, with the settings that it was measured with, and nothing else."""

import json
import math
import re
from operator import gt, lt
from pathlib import Path
from typing import Any

import pytest

from app.runs.data.tasks import TASKS
from app.runs.scenes.measured import FILE, measured, settings
from app.runs.spec.run_spec import RunSpec
from app.web.explore import claims
from app.web.explore.claims import CLAIMS, Claim, said_of, spread, wins
from app.web.words.say import say

ROOT = Path(__file__).parents[3]
TABLE = json.loads(FILE.read_text(encoding="utf-8"))
RUNS = TABLE["runs"]
SCENE_RUNS = {data: settings(RunSpec.parse({"data": data})) for data in TASKS}
BY_NAME = {claim.name: claim for claim in CLAIMS}
each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)


@each_claim
def test_a_sentence_and_the_table_say_the_same_word_for_word(claim: Claim) -> None:
    assert TABLE["claims"][claim.name] == {"runs": list(claim.runs), "says": claim.text(measured())}


def test_the_table_holds_no_sentence_that_no_page_says() -> None:
    assert set(TABLE["claims"]) == {claim.name for claim in CLAIMS}


@each_claim
def test_a_claim_names_its_runs_as_links_are_written(claim: Claim) -> None:
    assert [settings(RunSpec.from_query(run)) for run in claim.runs] == list(claim.runs)
    assert {claim.words.count(f"{{{i}.") > 0 for i in range(1, len(claim.runs))} <= {True}


@each_claim
def test_a_number_that_stands_in_the_words_is_a_setting_of_its_runs(claim: Claim) -> None:
    typed = re.findall(r"\b\d[\d,]*\.?\d*\b", re.sub(r"\{[^}]*\}", "", claim.words))
    texts = [text for run in claim.runs for setting in RUNS[run]["settings"].values() for text in setting.split(",")]
    assert [number for number in typed if number.replace(",", "") not in texts] == []


def least(texts: dict[str, str]) -> int:
    """How many runs there must be at least; of networks that take seconds fewer."""
    if "hidden" not in texts:
        return 20
    return 60 if texts["data"] == "digits" else 200


@pytest.mark.parametrize("run", RUNS)
def test_what_was_measured_is_what_runs_today_with_seeds_enough(run: str) -> None:
    texts = RunSpec.from_query(run).texts()
    assert RUNS[run]["settings"] == {name: text for name, text in texts.items() if not name.startswith("seed")}
    first, last = RUNS[run]["seeds"]
    assert last - first + 1 == RUNS[run]["runs"] >= least(texts)
    for arm in ("dropout", "twin"):
        assert all(found["se"] >= 0 for found in RUNS[run][arm].values() if isinstance(found, dict))


def test_what_is_measured_is_said_of_something() -> None:
    assert set(RUNS) == {*SCENE_RUNS.values(), *(run for claim in CLAIMS for run in claim.runs)}


def at(claim: Claim, path: str) -> tuple[float, float]:
    """A number of a claim's runs, with its standard error; a count of runs has that of a coin."""
    first, *rest = path.split(".")
    found: Any = RUNS[claim.runs[int(first)]]
    runs = found["runs"]
    for name in rest:
        found = found[name]
    if isinstance(found, dict):
        return found.get("median", found.get("mean")), found["se"]
    share = found / runs
    return share, math.sqrt(max(share * (1 - share), 1 / runs) / runs)


def far_apart(claim: Claim, left: str, compare: Any, right: str | float) -> bool:
    """Whether a number is on the side of another that the words say, by two standard errors of the difference."""
    a, a_error = at(claim, left)
    b, b_error = at(claim, right) if isinstance(right, str) else (right, 0.0)
    return bool(compare(a, b)) and abs(a - b) > 2 * math.hypot(a_error, b_error)


WITH_WRONG_LABELS = ("moons", "circles", "xor", "blobs")
ORDERS = [
    *(
        (f"{data}: stopping", *order)
        for data in (*WITH_WRONG_LABELS, "curve")
        for order in (("0.twin.best", lt, "0.dropout.test"), ("0.dropout.rise", lt, "0.twin.rise"))
    ),
    *((f"{data}: best moments", "0.best.wins", gt, 0.5) for data in (*WITH_WRONG_LABELS, "digits", "words")),
    *((f"{data}: best moments", "0.best.gain", gt, 0.0) for data in (*WITH_WRONG_LABELS, "digits", "words")),
    ("curve: best moments", "0.best.wins", lt, 0.5),
    ("moons: decay", "1.twin.test", lt, "0.dropout.test"),
    *((f"{data}: time", "0.fifth.accuracy", lt, "0.wins.accuracy") for data in ("moons", "conv", "rows", "words")),
    ("moons: by heart", "0.twin.wrong", gt, 0.5),
    ("moons: by heart", "0.dropout.wrong", lt, "0.twin.wrong"),
    ("spiral: behind", "0.dropout.test", gt, "0.twin.test"),
    ("spiral: behind", "0.dropout.accuracy", lt, "0.twin.accuracy"),
    ("notebook: too small", "0.dropout.accuracy", lt, "0.twin.accuracy"),
    ("notebook: too small", "0.dropout.test", lt, "0.twin.test"),
    ("notebook: too small", "0.dropout.accuracy", lt, "1.dropout.accuracy"),
    ("notebook: too small", "2.dropout.accuracy", gt, "2.twin.accuracy"),
    ("notebook: stopping", "0.twin.best", lt, "0.dropout.test"),
    ("digits: stopping", "0.best.last", gt, 0.5),
    ("digits: slower", "1.dropout.clean", gt, "1.twin.clean"),
    ("digits: width", "1.dropout.accuracy", lt, "1.twin.accuracy"),
    ("digits: width", "2.dropout.accuracy", gt, "2.twin.accuracy"),
    *(("words: places", f"{i}.dropout.test", gt, "0.dropout.test") for i in (2, 3)),
    *(("conv: three shapes", "2.dropout.accuracy", lt, f"{i}.dropout.accuracy") for i in (0, 1)),
    ("conv: three shapes", "2.dropout.test", gt, "0.dropout.test"),
    ("moons: DropConnect", "0.dropout.wrong", gt, "1.dropout.wrong"),
    ("moons: DropConnect", "0.dropout.wrong", lt, "0.twin.wrong"),
    ("moons: inference", "0.masks.moments", lt, "0.masks.mean"),
    ("moons: inference", "0.masks.closer", gt, 0.5),
    *(
        ("digits: less with more data", f"{i}.masks.p{place}", gt, f"{i + 1}.masks.p{place}")
        for i in (1, 2)
        for place in (0, 1, 2)
    ),
    *(("memory: on the memory", f"{i}.dropout.accuracy", gt, "0.dropout.accuracy") for i in (1, 2)),
    *(("memory: on the memory", f"{i}.dropout.accuracy", gt, 0.95) for i in (1, 2)),
    *(("memory: for the sequence", f"{i}.dropout.accuracy", lt, "0.twin.accuracy") for i in (0, 1, 2)),
    ("memory: for the sequence", "3.dropout.accuracy", gt, 0.95),
    *(("rows: others", f"{i}.dropout.accuracy", gt, "0.twin.accuracy") for i in range(5)),
    *(
        (name, f"0.masks.kept_{left}", gt, f"0.masks.twins_{left}")
        for name in ("residual: pruning", "residual: pruning by row", "layerdrop: pruning")
        for left in ("half", "quarter", "one")
    ),
    ("residual: pruning", "0.masks.pruned_half", gt, 0.5),
    ("residual: others", "1.dropout.accuracy", gt, "0.dropout.accuracy"),
    ("residual: others", "1.dropout.test", lt, "0.dropout.test"),
    ("residual: right labels", "1.masks.kept_half", gt, "1.masks.twins_half"),
    ("layerdrop: pruning", "1.masks.kept_half", gt, "1.masks.kept_all"),
    ("layerdrop: whole", "0.dropout.test", gt, "0.twin.test"),
    ("moons: doubt", "0.masks.information_far", gt, "0.masks.information_at"),
    ("moons: doubt", "0.masks.entropy_far", lt, "0.masks.entropy_at"),
    ("moons: doubt", "0.masks.doubt", gt, 0.5),
    ("moons: doubt with tanh", "0.masks.information_far", lt, "0.masks.information_at"),
    ("moons: doubt with tanh", "0.masks.doubt", lt, 0.5),
    ("curve: band", "0.masks.covered", lt, 0.95),
    ("curve: band", "1.masks.covered", lt, 0.95),
]


@pytest.mark.parametrize(("name", "left", "compare", "right"), ORDERS, ids=lambda part: str(part))
def test_what_the_words_say_besides_the_numbers_was_measured(
    name: str, left: str, compare: Any, right: str | float
) -> None:
    assert far_apart(BY_NAME[name], left, compare, right)


@pytest.mark.parametrize("name", ["moons: Gaussian", "moons: classic"])
def test_what_comes_to_much_the_same_is_not_far_apart(name: str) -> None:
    for number in ("test", "accuracy"):
        assert not far_apart(BY_NAME[name], f"0.dropout.{number}", lt, f"1.dropout.{number}")
        assert not far_apart(BY_NAME[name], f"0.dropout.{number}", gt, f"1.dropout.{number}")


def test_what_is_measured_of_passes_is_said_beside_them_alone() -> None:
    assert "moons: doubt" in {claim.name for claim in said_of("", passes=True)}
    assert "moons: doubt" not in {claim.name for claim in said_of("")}


def test_what_sets_a_method_beside_dropout_is_said_with_that_method_alone() -> None:
    for link, name in (
        ("method=gaussian", "moons: Gaussian"),
        ("method=classic", "moons: classic"),
        ("method=dropconnect", "moons: DropConnect"),
    ):
        assert name in {claim.name for claim in said_of(link)}
        assert name not in {claim.name for claim in said_of("")}


COMPARING = re.compile(
    r"better than|does better|comes close|little better|behind|more slowly|less:|takes time|depends on|repeats"
    r"|milder|closer|the lower the p|differ far|does not rise|no interval|decay has the lower"
)


@each_claim
def test_words_that_compare_are_held_to_the_table(claim: Claim) -> None:
    assert (COMPARING.search(claim.words) is not None) <= (claim.name in {name for name, *_ in ORDERS})


def test_what_scenes_say_of_the_outcome_was_measured() -> None:
    assert "most of the wrong ones by heart" in say("scene.moons.sentence")  # "moons: by heart"
    assert "dropout hurts" in say("scene.spiral.sentence")  # "spiral: behind"
    assert "tolerate p = 0.5" in say("scene.blobs.sentence")
    assert RUNS["data=blobs"]["wins"]["accuracy"] > 0.8 * RUNS["data=blobs"]["runs"]
    assert "can bend to each of them" in say("scene.curve.sentence")
    assert RUNS["data=curve"]["twin"]["clean"]["median"] < 0.3**2 / 2  # half of the noise is learned


@pytest.mark.parametrize("data", ["moons", "digits"])
def test_the_first_scenes_are_won_nearly_always(data: str) -> None:
    found = RUNS[SCENE_RUNS[data]]
    assert found["wins"]["loss"] >= 0.9 * found["runs"]
    assert found["wins"]["accuracy"] >= 0.8 * found["runs"]


METHODS = {
    "dropout": "dropout",
    "classic": "classic dropout",
    "gaussian": "Gaussian dropout",
    "dropconnect": "DropConnect",
    "concrete": "Concrete dropout",
    "variational": "variational dropout",
    "recurrent": "recurrent dropout",
    "naive": "naive dropout",
    "stochastic_depth": "stochastic depth",
    "layerdrop": "LayerDrop",
    "spatial": "spatial dropout",
    "dropblock": "DropBlock",
}


@pytest.mark.parametrize("run", [run for run in RUNS if "accuracy" in RUNS[run]["twin"]])
def test_win_rates_are_the_tables(run: str) -> None:
    found = RUNS[run]
    shares = [f"{100 * found[arm]['accuracy']['median']:.1f} %" for arm in ("dropout", "twin")]
    method = METHODS[found["settings"].get("method", "dropout")]
    assert wins(run, "these settings") == (
        f"In {found['runs']} runs with these settings and fresh seeds, {method} had the lower test loss at the last "
        f"step in {found['wins']['loss']} and the better test accuracy in {found['wins']['accuracy']}: {shares[0]} "
        f"with {method}, {shares[1]} without."
    )


ELSEWHERE = (
    "n=400", "hidden=64", "hidden=64&p=0.9", "p=0.5&hidden=5,5,5", "flip=0.1", "flip=0&n=90", "decay=0.02",
    "change=decay@9:0.01", "n=1000&flip=0", "steps=1400", "batch=100", "activation=sigmoid", "place=1",
    "method=gaussian&p=0.3", "method=dropconnect&each=batch", "method=concrete", "method=classic&n=99",
    "data=circles&flip=0&n=81", "data=xor&noise=0.3", "data=blobs&hidden=64&p=0.9", "data=spiral&hidden=10,10",
    "data=curve&n=30", "data=digits&hidden=256&p=0.9", "data=digits&p=0.8", "data=digits&n=1000",
    "data=digits&steps=600",
)  # fmt: skip


@pytest.mark.parametrize("link", ELSEWHERE)
def test_settings_that_were_not_measured_are_told_nothing(link: str) -> None:
    run = settings(RunSpec.from_query(link))
    assert said_of(run) == []
    assert wins(run, "these settings") == spread(run, []) == ""


def test_a_scene_that_was_not_measured_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new data set, or one whose defaults have changed."""
    monkeypatch.setattr(claims, "measured", lambda: {run: found for run, found in RUNS.items() if "blobs" not in run})
    assert said_of("data=blobs") == []
    assert wins("data=blobs", "these settings") == spread("data=blobs", []) == ""


def test_the_spread_bounds_every_standard_error_of_what_is_said() -> None:
    said = spread("", said_of(""))
    assert said.startswith("Medians of 200 runs, seeds 20001 to 20200. Standard errors: at most ")
    points, loss = map(float, re.findall(r"at most ([\d.]+) points of accuracy and ([\d.]+) of loss", said)[0])
    for run in {run for claim in said_of("") for run in claim.runs}:
        for arm in ("dropout", "twin"):
            assert 100 * RUNS[run][arm]["accuracy"]["se"] <= points
            assert RUNS[run][arm]["test"]["se"] <= loss


def test_where_weight_decay_does_better_its_convention_is_said() -> None:
    words = BY_NAME["moons: decay"].words
    assert "L2" in words
    assert "biases too, is added to the gradient" in words
    assert "AdamW" in words


def test_the_readme_says_the_same_of_the_first_scene() -> None:
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    found = RUNS[""]
    said = (
        f"In {found['runs']} fresh runs of the first scene it has the lower test loss in {found['wins']['loss']} "
        f"and the better accuracy in {found['wins']['accuracy']}"
    )
    assert said in text


def test_the_benchmarks_table_is_the_pages() -> None:
    lines = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    for link, found in RUNS.items():
        name = f"`{link}`" if link else "no settings"
        (row,) = [row for row in cells if row[0] == name and row[1] == str(found["runs"])]
        assert row[2] == str(found["wins"]["loss"])
        losses = [f"{found[arm]['test']['median']:.3f} ± {found[arm]['test']['se']:.3f}" for arm in ("dropout", "twin")]
        assert row[4] == " / ".join(losses)
