"""The scenes: each data set has one that is a valid run; caveats and warnings appear where they apply."""

import json
from pathlib import Path

import pytest

from app.runs.caveats import (
    BOTH,
    FULL_BATCH,
    MANY_SAMPLES,
    NARROW,
    NOTHING,
    SLOWER,
    TOO_EARLY,
    TOO_MUCH,
    caveats,
    warnings,
)
from app.runs.scenes import DECAY, EARLY, NOISY_LABELS, SCENES, SLOW
from app.runs.spec import RunSpec
from app.runs.tasks import TASKS

ROOT = Path(__file__).parents[2]

SCENE_SETTINGS = {
    "n", "noise", "flip", "hidden", "activation", "optimizer", "lr", "decay", "batch", "steps", "p",
}  # fmt: skip


def spec(link: str) -> RunSpec:
    return RunSpec.from_query(link)


def test_each_data_set_has_its_scene() -> None:
    assert list(SCENES) == list(TASKS)
    assert all(scene.name == name for name, scene in SCENES.items())


@pytest.mark.parametrize("data", TASKS)
def test_a_scene_sets_all_that_a_link_may_leave_out_and_one_p(data: str) -> None:
    settings = SCENES[data].settings
    assert set(settings) == SCENE_SETTINGS
    assert "," not in settings["p"]
    assert RunSpec.parse({"data": data, **settings}).query() == RunSpec.parse({"data": data}).query()


@pytest.mark.parametrize("data", TASKS)
def test_a_scene_is_honest_and_needs_no_warning(data: str) -> None:
    scene = SCENES[data]
    assert scene.caveats
    assert set(scene.caveats) <= set(caveats(spec(f"data={data}")))
    assert warnings(spec(f"data={data}")) == {}


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("n=1000", MANY_SAMPLES),
        ("p=0.5&hidden=5,5,5", NARROW),
        ("p=0.1&hidden=12,8&change=p@9:0.5", NARROW),
        ("decay=0.01", BOTH),
        ("change=decay@9:0.01", BOTH),
        ("n=200&steps=600", TOO_EARLY),
        ("batch=100", FULL_BATCH),
        ("data=digits&p=0.8", TOO_MUCH),
        ("flip=0", NOISY_LABELS),
    ],
)
def test_a_setting_calls_for_its_caveat(link: str, words: str) -> None:
    assert words in caveats(spec(link))


@pytest.mark.parametrize("words", [MANY_SAMPLES, NARROW, BOTH, TOO_EARLY, FULL_BATCH, TOO_MUCH, NOTHING])
def test_the_default_scene_has_no_caveat_of_other_settings(words: str) -> None:
    assert words not in caveats(spec(""))


@pytest.mark.parametrize("link", ["p=0.5&hidden=9", "data=blobs&p=0.5", "place=1&p=0.5&hidden=12,5"])
def test_half_of_a_layer_may_go_where_it_is_wide_or_the_task_is_simple(link: str) -> None:
    assert NARROW not in caveats(spec(link))


def test_a_caveat_is_said_once() -> None:
    found = caveats(spec("flip=0"))
    assert len(found) == len(set(found))


@pytest.mark.parametrize("link", ["place=none", "p=0"])
def test_a_run_without_dropout_says_so_and_no_more(link: str) -> None:
    assert caveats(spec(link)) == [NOTHING]


def test_a_run_in_which_p_leaves_0_has_the_caveats_of_its_scene() -> None:
    assert EARLY in caveats(spec("p=0&change=p@9:0.3"))


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            "data=digits&place=0,1&p=0.5,0.3",
            {"place": "p = 0.5 on the input hides much of each sample; 0.2 or less is usual there."},
        ),
        ("hidden=64&p=0.9", {"p": "p = 0.9 keeps 10 neurons in a hundred; little can be learned."}),
        (
            "hidden=12,5&p=0.5",
            {
                "hidden": "Hidden layer 2 is off as a whole for 3.1 % of the samples (0.5 to the power 5); "
                "nothing of them gets through."
            },
        ),
        (
            "place=0&p=0.2",
            {
                "hidden": "The input is off as a whole for 4 % of the samples (0.2 to the power 2); "
                "nothing of them gets through."
            },
        ),
        ("flip=0.5", {"flip": "With half of the labels flipped there is nothing to learn."}),
    ],
)
def test_a_warning_names_its_field_and_says_the_number(link: str, expected: dict[str, str]) -> None:
    assert warnings(spec(link)) == expected


def test_a_warning_counts_what_p_becomes() -> None:
    assert set(warnings(spec("hidden=64&p=0.2&change=p@9:0.95;p@10:0.1"))) == {"p", "hidden"}


@pytest.mark.parametrize("link", ["data=digits&place=0&p=0.2", "hidden=64&p=0.89", "hidden=7&p=0.5", "flip=0.49"])
def test_no_warning_below_the_limit(link: str) -> None:
    assert warnings(spec(link)) == {}


@pytest.mark.parametrize("data", [name for name, scene in SCENES.items() if scene.wins])
def test_the_win_rates_that_a_page_states_are_those_of_the_benchmark(data: str) -> None:
    found = json.loads((ROOT / "benchmarks" / "scenes.json").read_text(encoding="utf-8"))[data]
    wins = SCENES[data].wins
    assert wins is not None
    assert (wins.seeds, wins.loss, wins.accuracy) == (found["seeds"], found["loss"], found["accuracy"])
    assert found["settings"] == {
        name: text for name, text in spec(f"data={data}").texts().items() if not name.startswith("seed")
    }


MEASURED = json.loads((ROOT / "benchmarks" / "caveats.json").read_text(encoding="utf-8"))
RUNS = json.loads((ROOT / "benchmarks" / "scenes.json").read_text(encoding="utf-8")) | MEASURED["variants"]


@pytest.mark.parametrize("data", TASKS)
def test_what_a_scene_says_of_stopping_early_is_measured(data: str) -> None:
    found = MEASURED["early"][data]
    words = " ".join(SCENES[data].caveats)
    assert f"step {found['at']}" in words
    for loss in (found["best"], found["last"]):
        assert f"{loss:.2g}" in words
    better = "Stopping early does better" in words or data == "spiral"
    assert better == (found["wins"] <= 5)
    if not better:
        assert f"lower in {found['wins']} of 50" in words


def shares(*runs: str) -> list[str]:
    """Accuracies in percent, with dropout and without, of these runs."""
    return [f"{100 * RUNS[run][arm]['accuracy']:.1f}" for run in runs for arm in ("dropout", "twin")]


SCENE_OF = {name: " ".join(scene.caveats) for name, scene in SCENES.items()}


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (NOISY_LABELS, [f"{RUNS['flip=0']['accuracy']} of 50", *shares("flip=0")]),
        (SLOW, [f"{RUNS['steps=300']['accuracy']} of 50", f"in {RUNS['moons']['accuracy']}."]),
        (MANY_SAMPLES, [f"{RUNS['n=1000']['accuracy']} of 50", *shares("n=1000")]),
        (NARROW, [*shares("p=0.5&hidden=5,5,5"), f"{RUNS['p=0.5&hidden=5,5,5']['loss']} of 50"]),
        (BOTH, [*shares("decay=0.01", "decay=0.003")]),
        (DECAY, [shares("decay=0.01")[1], shares("moons")[0], f"{RUNS['decay=0.01']['twin']['test']:.2g}"]),
        (TOO_EARLY, [f"{RUNS['n=200&steps=600']['accuracy']} of 50", *shares("n=200&steps=600")]),
        (TOO_MUCH, [f"{RUNS[f'data=digits&p={p}']['dropout']['test']:.2g}" for p in ("0.8", "0.9")]),
        (SLOWER, [str(MEASURED["slower"]["twin"])]),
        (SCENE_OF["digits"], shares("data=digits&n=1000&flip=0")),
        (SCENE_OF["spiral"], [*shares("spiral"), f"{RUNS['spiral']['twin']['test']:.2f}"]),
    ],
)
def test_the_numbers_in_a_caveat_are_measured(words: str, numbers: list[str]) -> None:
    missing = [number for number in numbers if number not in words]
    assert not missing, words


def test_dropout_has_not_learned_its_training_set_where_the_page_says_so() -> None:
    assert MEASURED["slower"]["dropout"] is None
    assert "steps=1500" in MEASURED["slower"]["query"]


@pytest.mark.parametrize("query", MEASURED["variants"])
def test_what_was_measured_is_what_runs_today(query: str) -> None:
    texts = spec(query).texts()
    assert MEASURED["variants"][query]["settings"] == {n: t for n, t in texts.items() if not n.startswith("seed")}


@pytest.mark.parametrize("data", ["moons", "digits"])
def test_the_first_scenes_are_won_nearly_always(data: str) -> None:
    wins = SCENES[data].wins
    assert wins is not None
    assert (wins.seeds, wins.loss >= 45, wins.accuracy >= 40) == (50, True, True)
