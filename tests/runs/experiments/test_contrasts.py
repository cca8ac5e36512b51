"""What one value has over another is compared seed by seed."""

import pytest

from app.runs.experiments.catalogue import ROWS
from app.runs.experiments.cell import Cell, Values
from app.runs.experiments.contrasts import CONTRASTS, MEASURE, Contrast, Spot, contrasted, point
from app.runs.experiments.experiment import Experiment

LOW, HIGH = Spot("0.2"), Spot("0.5")


def experiment(seeds: int) -> Experiment:
    return Experiment.parse("p", [("values", "0;0.2;0.5"), ("seeds", str(seeds)), ("shows", MEASURE)])


def readings(of: Experiment, arms: dict[str, list[float]]) -> dict[Cell, Values]:
    """Accuracies by p, a seed each; the twin is the arm at p = 0."""
    return {
        of.cell(point(of, Spot(value)).ours, seed): {MEASURE: accuracy}
        for value, accuracies in arms.items()
        for seed, accuracy in zip(of.seed_numbers, accuracies, strict=True)
    }


def test_readings_with_the_same_seed_are_paired() -> None:
    of = experiment(6)
    values = readings(of, {"0.2": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], "0.5": [0.2, 0.3, 0.4, 0.5, 0.6, 0.5]})
    found = contrasted(of, Contrast("dropout", HIGH, LOW), values)
    assert (found.higher, found.lower) == (5, 1)
    assert found.mean == pytest.approx(0.4 / 6)
    assert found.low < found.mean < found.high


def test_gains_are_compared_and_not_what_the_twins_differ_in() -> None:
    of = Experiment.parse(
        "p", [("values", "0.2"), ("by", "n"), ("panels", "30;100"), ("seeds", "6"), ("shows", MEASURE)]
    )
    here, there = Spot("0.2", "100"), Spot("0.2", "30")
    values = {
        of.cell(link, seed): {MEASURE: accuracy + seed / 100}
        for spot, ours, twin in ((here, 0.8, 0.7), (there, 0.6, 0.55))
        for link, accuracy in ((point(of, spot).ours, ours), (point(of, spot).twin, twin))
        for seed in of.seed_numbers
    }
    assert contrasted(of, Contrast("dropout", here, there), values).mean == pytest.approx(0.2)
    assert contrasted(of, Contrast("gain", here, there), values).mean == pytest.approx(0.05)


def test_a_seed_that_one_of_them_has_not_yet_is_in_no_pair() -> None:
    of = experiment(3)
    values = readings(of, {"0.2": [0.1, 0.2, 0.3], "0.5": [0.2, 0.3, 0.4]})
    del values[of.cell(point(of, LOW).ours, of.first)]
    assert contrasted(of, Contrast("dropout", HIGH, LOW), values).pairs == 2


@pytest.mark.parametrize("name", CONTRASTS)
def test_each_contrast_is_of_points_that_its_experiment_has(name: str) -> None:
    assert MEASURE in (ROWS[name].shows, *ROWS[name].also)
    of = Experiment.parse(name, [])
    for contrast in CONTRASTS[name]:
        assert contrast.here != contrast.there
        assert [point(of, spot).value for spot in (contrast.here, contrast.there)] == [
            contrast.here.value,
            contrast.there.value,
        ]
