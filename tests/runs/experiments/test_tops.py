"""How sure it is which value is the most accurate."""

import numpy as np
import pytest

from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.contrasts import MEASURE
from app.runs.experiments.experiment import Experiment
from app.runs.experiments.tops import FALLS, share_that_falls, shares

SEEDS = 8


def swept(name: str = "p", **asked: str) -> Experiment:
    return Experiment.parse(name, [("seeds", str(SEEDS)), ("shows", MEASURE), *asked.items()])


def readings(of: Experiment, panel: int, arms: list[list[float]]) -> dict[Cell, Values]:
    """Of each value of a panel, a seed each."""
    return {
        of.cell(point.ours, seed): {MEASURE: accuracy}
        for point, accuracies in zip(of.panels[panel].points, arms, strict=True)
        for seed, accuracy in zip(of.seed_numbers, accuracies, strict=True)
    }


def test_a_value_that_is_best_with_every_seed_is_so_in_every_sample() -> None:
    of = swept(values="0.1;0.2;0.5")
    values = readings(of, 0, [[0.5] * SEEDS, [0.6 + seed / 100 for seed in range(SEEDS)], [0.6] * SEEDS])
    assert shares(of, of.panels[0], values) == pytest.approx({"0.1": 0.0, "0.2": 1.0, "0.5": 0.0}, abs=1e-3)


def test_the_share_is_that_of_resampled_means_of_the_same_seeds() -> None:
    of, random = swept(values="0.1;0.5"), np.random.default_rng(4)
    one, other = random.normal(0.5, 0.1, SEEDS), random.normal(0.52, 0.1, SEEDS)
    found = shares(of, of.panels[0], readings(of, 0, [list(one), list(other)]))
    drawn = random.integers(0, SEEDS, (20_000, SEEDS))
    assert 0.05 < found["0.5"] < 0.95
    assert found["0.5"] == pytest.approx(np.mean(other[drawn].mean(1) > one[drawn].mean(1)), abs=0.02)


def test_of_equal_values_the_first_is_best() -> None:
    of = swept(values="0.1;0.5")
    accuracies = [0.1, 0.7, 0.3, 0.2, 0.6, 0.9, 0.4, 0.8]
    assert shares(of, of.panels[0], readings(of, 0, [accuracies] * 2)) == {"0.1": 1.0, "0.5": 0.0}


def test_a_value_that_diverges_with_some_seed_is_never_best() -> None:
    of = swept(values="0.1;0.5")
    values = readings(of, 0, [[0.5] * SEEDS, [0.9] * SEEDS])
    values[of.cell(of.panels[0].points[1].ours, of.first)] = {"diverged": 3.0}
    assert shares(of, of.panels[0], values) == {"0.1": 1.0, "0.5": 0.0}


@pytest.mark.parametrize(("last", "share"), [([0.8, 0.7], 1.0), ([0.7, 0.8], 0.0)])
def test_the_best_value_falls_where_that_of_the_second_panel_is_lower(last: list[float], share: float) -> None:
    first_panel, last_panel = FALLS["p-samples"]
    of = swept("p-samples", values="0.1;0.5", panels=f"{first_panel};{last_panel}")
    values = readings(of, 0, [[0.7] * SEEDS, [0.8] * SEEDS]) | readings(of, 1, [[of] * SEEDS for of in last])
    assert share_that_falls(of, values) == share
