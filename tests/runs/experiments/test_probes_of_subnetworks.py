"""What probes of subnetworks find is what their numbers are of the run that a cell names."""

import pytest

from app.runs.experiments.catalogue import ROWS
from app.runs.experiments.cell import Cell
from app.runs.experiments.experiment import Experiment
from app.runs.experiments.measures import MEASURES
from app.runs.experiments.task import compute, seconds
from app.runs.log.doubt import bands_in_parts, doubts_in_parts
from app.runs.log.ensemble import ensemble
from app.runs.log.forgot import forgot_in_parts
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import at_once
from app.runs.training.fresh import Fresh
from tests.runs.training.test_ablation import arm

DIGITS = "data=digits&hidden=9,6&n=50&batch=25&steps=20"
MOONS = "hidden=6&n=40&batch=20&steps=20"
CURVE = "data=curve&hidden=6&steps=20"


def values_of(probe: str, query: str) -> dict[str, float | None]:
    return compute([Cell(probe, RunSpec.from_query(query).query())])[0]


def test_an_ensemble_has_its_means_for_each_number_of_subnetworks() -> None:
    evaluation, training = arm(DIGITS, 20)
    values, found = values_of("ensemble", DIGITS), ensemble(evaluation, training.row, 100, 20)
    assert found.alone[0].error != found.arithmetic[99].error
    for k in (1, 2, 5, 10, 20, 50, 100):
        mean = found.arithmetic[k - 1]
        assert values[f"error {k}"] == mean.error
        assert values[f"excess {k}"] == mean.error - found.full.error
        assert values[f"loss {k}"] == pytest.approx(mean.loss)
        assert values[f"geometric {k}"] == pytest.approx(found.geometric[k - 1].divergence)


def test_doubt_is_told_at_the_data_and_far_from_them() -> None:
    evaluation, training = arm(MOONS, 20)
    values = values_of("doubt", MOONS)
    at, far = at_once(doubts_in_parts(evaluation, training.row, 100, 20))
    assert values["information rise"] == pytest.approx(far.information - at.information)
    assert values["entropy far"] == pytest.approx(far.entropy)
    evaluation, training = arm(CURVE, 20)
    values = values_of("doubt", CURVE)
    inside, outside = at_once(bands_in_parts(evaluation, training.row, 100, 20))
    assert values["covered at"] == inside.covered
    assert values["spread rise"] == pytest.approx(outside.spread - inside.spread)


def test_training_mode_has_what_it_loses_and_how_far_it_wavers() -> None:
    evaluation, training = arm(DIGITS, 20)
    values = values_of("training mode", DIGITS)
    found = at_once(forgot_in_parts(evaluation, Fresh(evaluation.spec), training.row, 20))
    given = [answer.accuracy for answer in found.given]
    assert values["lost"] == pytest.approx(found.evaluated.accuracy - sum(given) / 10)
    assert values["wavers"] == pytest.approx(max(given) - min(given))
    assert values["dearer"] == pytest.approx(sum(of.loss for of in found.given) / 10 - found.evaluated.loss)


def test_a_twin_has_one_subnetwork_no_doubt_and_nothing_to_forget() -> None:
    twin = RunSpec.from_query(DIGITS).twin().query()
    members, mode = compute([Cell("ensemble", twin), Cell("training mode", twin)])
    assert {members[f"excess {k}"] for k in (1, 10, 100)} == {0}
    assert mode["lost"] == 0
    assert mode["wavers"] == 0
    doubt = values_of("doubt", RunSpec.from_query(MOONS).twin().query())
    assert doubt["information far"] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("name", ["members", "doubt", "band", "forgot"])
def test_every_measure_of_an_experiment_is_found(name: str) -> None:
    row, small = ROWS[name], {"digits": DIGITS, "curve": CURVE}
    found = Experiment.parse(name, [("seeds", "1")])
    measures = [MEASURES[each] for each in (row.shows, *row.also)]
    probes = {measure.probe: values_of(measure.probe, small.get(found.base.data.name, MOONS)) for measure in measures}
    for measure in measures:
        assert all(measure.key_at(at) in probes[measure.probe] for at in measure.at or ("",)), measure.name
    assert 0 < seconds(found.cells) < 30


def test_where_there_is_nothing_to_ask_nothing_is_found() -> None:
    assert values_of("doubt", DIGITS) == {}
    assert "lost" not in values_of("training mode", CURVE)
    assert "error 1" not in values_of("ensemble", CURVE)
