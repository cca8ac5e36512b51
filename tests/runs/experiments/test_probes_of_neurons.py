"""What probes of single neurons find is what their numbers are of the run that a cell names."""

import pytest

from app.runs.experiments.catalogue import ROWS, Row
from app.runs.experiments.cell import Cell
from app.runs.experiments.experiment import Experiment
from app.runs.experiments.measures import MEASURES
from app.runs.experiments.task import compute, seconds
from app.runs.spec.link import SpecError
from app.runs.spec.run_spec import RunSpec
from app.runs.training.activity import activity_in_parts
from app.runs.training.evaluation import at_once
from app.runs.training.importance import importance_in_parts
from app.runs.training.removal import removed_in_parts
from tests.runs.training.test_ablation import arm

QUERY = "data=digits&hidden=9,6&n=50&batch=25&steps=20"


def test_removal_has_the_means_over_draws_of_each_share() -> None:
    evaluation, training = arm(QUERY, 20)
    (values,) = compute([Cell("removal", RunSpec.from_query(QUERY).query())])
    found = at_once(removed_in_parts(evaluation, training.row, 20))
    assert len(values) == 2 * len(found)
    for of in found:
        assert values[f"accuracy {of.share:g}"] == pytest.approx(of.accuracy)
        assert values[f"loss {of.share:g}"] == pytest.approx(of.loss)


def test_importance_and_width_have_the_numbers_of_the_layers() -> None:
    evaluation, training = arm(QUERY, 20)
    arms = RunSpec.from_query(QUERY).query()
    values, wide = compute([Cell("neurons", arms), Cell("width", arms)])
    layers = at_once(importance_in_parts(evaluation, training.row, 20))
    does = at_once(activity_in_parts(evaluation, training.row, 20))
    assert values["largest"] == pytest.approx(max(of.largest for of in layers))
    assert values["gini"] == values["gini h2"] == pytest.approx(layers[1].gini)
    assert values["interaction"] == pytest.approx((layers[0].interaction + layers[1].interaction) / 2)
    assert values["redundancy"] == pytest.approx((does[0].redundancy + does[1].redundancy) / 2)
    assert wide["effective"] == values["effective"] == pytest.approx(layers[0].effective + layers[1].effective)
    assert wide["dead"] == pytest.approx((does[0].dead + does[1].dead) / 15)
    assert wide["test"] == pytest.approx(layers[0].whole.loss)


@pytest.mark.parametrize("query", ["data=curve&steps=5", "hidden=3&steps=1&n=20&place=none", "hidden=1&steps=3"])
def test_every_measure_of_neurons_is_there_or_none(query: str) -> None:
    cells = [Cell(probe, RunSpec.from_query(query).query()) for probe in ("removal", "neurons", "width")]
    values = dict(zip(("removal", "neurons", "width"), compute(cells), strict=True))
    for measure in MEASURES.values():
        if measure.probe in values and not (measure.name == "left" and "curve" in query):
            assert all(measure.key_at(at) in values[measure.probe] for at in measure.at or ("",)), measure.name
    assert 0 < seconds(cells) < 5


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.probe], ids=lambda row: row.name)
def test_the_probe_of_a_row_has_all_of_its_measures(row: Row) -> None:
    (values,) = compute([Cell(row.probe, RunSpec.from_query(QUERY).query())])
    assert {MEASURES[name].key for name in (row.shows, *row.also)} <= set(values)
    shown = [Experiment.parse(row.name, [("shows", name), ("seeds", "2")]) for name in (row.shows, *row.also)]
    assert all(of.cells == shown[0].cells for of in shown)


def test_a_share_that_is_not_measured_is_refused_and_the_others_are_points_of_one_cell() -> None:
    found = Experiment.parse("removal", [("seeds", "3"), ("values", "0;0.5")])
    assert found.over == "removed"
    assert [point.key for point in found.panels[0].points] == ["accuracy 0", "accuracy 0.5"]
    assert len(found.cells) == 2 * 3
    assert Experiment.parse("p", [("shows", "left")]).values == MEASURES["left"].at
    with pytest.raises(SpecError) as raised:
        Experiment.parse("removal", [("values", "0;0.3")])
    assert set(raised.value.faults) == {"values"}
