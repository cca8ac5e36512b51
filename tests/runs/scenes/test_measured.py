"""What is written down of the catalogue's experiments is of the experiments that there are."""

import pytest

from app.runs.experiments.catalogue import ROWS
from app.runs.experiments.contrasts import CONTRASTS, MEASURE, Spot
from app.runs.experiments.experiment import Experiment
from app.runs.scenes.measured import at, experiments

SEEDS = [("seeds", "24"), ("first", "20001")]


@pytest.mark.parametrize("name", experiments())
def test_an_experiment_was_measured_as_it_is(name: str) -> None:
    """Where a row of the catalogue is another by now: benchmarks/experiments.py."""
    found = experiments()[name]
    asked = Experiment.parse(name, SEEDS, None)
    assert (found["link"], found["shows"], found["over"], found["by"]) == (
        asked.query(), ROWS[name].shows, ROWS[name].over, ROWS[name].by
    )  # fmt: skip
    for panels in found["measures"].values():
        assert [panel["value"] for panel in panels] == [panel.value for panel in asked.panels]
        for panel, known in zip(panels, asked.panels, strict=True):
            assert [point["value"] for point in panel["points"]] == [point.value for point in known.points]


def test_a_point_says_what_both_arms_had_and_in_how_many_seeds_which_was_lower() -> None:
    point = at("p", "0.5", "test")
    assert point["n"] == 24
    assert point["lower"] + point["higher"] <= 24
    assert point["difference"]["low"] < point["difference"]["mean"] < point["difference"]["high"]
    assert point["ours"]["mean"] - point["twin"]["mean"] == pytest.approx(point["difference"]["mean"], rel=1e-2)
    assert "ours" not in at("p", "0")
    assert at("p", "0.5") != point


@pytest.mark.parametrize("name", CONTRASTS)
def test_a_contrast_is_between_the_means_that_stand_there(name: str) -> None:
    there = experiments()[name]["contrasts"]
    assert [(of["of"], Spot(*of["here"]), Spot(*of["there"])) for of in there] == [
        (of.of, of.here, of.there) for of in CONTRASTS[name]
    ]
    for of in there:
        here, other = (at(name, value, MEASURE, panel) for value, panel in (of["here"], of["there"]))
        arm = "ours" if of["of"] == "dropout" else "difference"
        apart = here[arm]["mean"] - other[arm]["mean"]
        assert of["difference"]["mean"] == pytest.approx(apart, abs=2e-4)
        assert of["difference"]["low"] < of["difference"]["mean"] < of["difference"]["high"]


def test_how_often_each_p_is_best_adds_up() -> None:
    swept = {name: found["tops"] for name, found in experiments().items() if "tops" in found}
    assert swept
    for name, shares in swept.items():
        assert tuple(shares) == ROWS[name].values
        assert sum(shares.values()) == pytest.approx(1)
    assert all(0 <= found["falls"] <= 1 for name, found in experiments().items() if "falls" in found)


@pytest.mark.parametrize(("name", "value"), [("nothing", "0.5"), ("p", "0.55")])
def test_what_was_not_measured_is_not_there(name: str, value: str) -> None:
    with pytest.raises(LookupError):
        at(name, value)
