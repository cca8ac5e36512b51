"""The scenes: each data set has one that is a valid run, and of which nothing is wrong to say."""

import pytest

from app.runs.data.tasks import TASKS
from app.runs.nets.parts import NETS
from app.runs.scenes.caveats import warnings
from app.runs.spec.defaults import DEFAULTS
from app.runs.spec.run_spec import RunSpec
from app.web.words.english.scenes import DATA, SCENES
from app.web.words.names import class_names
from app.web.words.say import say

SCENE_SETTINGS = {"n", "noise", "flip", "optimizer", "lr", "decay", "batch", "steps", "p"}
DENSE_SETTINGS = {"hidden", "activation"}  # of data that a dense network can read


def test_each_data_set_has_its_scene_and_its_words() -> None:
    assert list(DEFAULTS) == list(TASKS) == list(DATA)
    on_nets = [f"digits {net}" for net in NETS if net != "dense" and net in TASKS["digits"].nets]
    assert set(SCENES) == {f"{name}.{part}" for name in (*TASKS, *on_nets) for part in ("title", "sentence")}
    assert [name for name in TASKS if class_names(name)] == [name for name in TASKS if name != "curve"]
    assert not any(name.isdigit() for data in TASKS if data != "digits" for name in class_names(data))


@pytest.mark.parametrize("data", TASKS)
def test_a_scene_sets_all_that_a_link_may_leave_out_and_one_p(data: str) -> None:
    settings = DEFAULTS[data]
    assert set(settings) == SCENE_SETTINGS | (DENSE_SETTINGS if "dense" in TASKS[data].nets else set())
    assert "," not in settings["p"]
    assert RunSpec.parse({"data": data, **settings}).query() == RunSpec.parse({"data": data}).query()


@pytest.mark.parametrize("data", TASKS)
def test_a_scene_needs_no_warning(data: str) -> None:
    small = {"hidden"} if data == "notebook" else set()  # where half of four neurons is now and then none of them
    assert set(warnings(RunSpec.parse({"data": data}))) == small


IN_WORDS = {"A hundred": 100, "Twenty": 20, "Three hundred": 300}
SHARES = {"one in five": 0.2, "one label in ten": 0.1, "one label in seven": 0.15}


@pytest.mark.parametrize("data", TASKS)
def test_a_scenes_sentence_counts_what_its_settings_say(data: str) -> None:
    settings, sentence = DEFAULTS[data], say(f"scene.{data}.sentence")
    assert all(settings["n"] == str(n) for words, n in IN_WORDS.items() if sentence.startswith(words))
    assert [share for words, share in SHARES.items() if words in sentence] == [float(settings["flip"])] * (
        settings["flip"] != "0"
    )
    assert ("every label is right" in sentence) <= (settings["flip"] == "0")
    assert f"p = {settings['p']}" in sentence or "p =" not in sentence
