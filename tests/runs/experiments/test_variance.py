"""What batch normalisation kept over what it meets: against NumPy, and what the mask before it does to it."""

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.experiments.cell import Cell
from app.runs.experiments.experiment import Experiment
from app.runs.experiments.task import compute
from app.runs.spec.link import SpecError
from app.runs.spec.run_spec import RunSpec
from app.runs.training.loop import Training

QUERY = "data=digits&hidden=12,9&n=60&batch=20&steps=120"


def measured(query: str) -> dict[str, float | None]:
    return compute([Cell("variance", RunSpec.from_query(query).query())])[0]


@pytest.mark.parametrize("norm", ["before", "after"])
def test_the_ratio_is_that_of_the_running_variance_and_of_what_is_read_with_dropout_off(norm: str) -> None:
    query = f"{QUERY}&norm={norm}"
    values, spec = measured(query), RunSpec.from_query(query)
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.advance(120)
    below = training.data.x
    for k, (dense, norm_of) in enumerate(zip(training.model.dense, training.model.norms, strict=False), 1):  # type: ignore[attr-defined]
        mean, variance = norm_of.statistics["mean"], norm_of.statistics["variance"]
        gamma, beta = norm_of.params["gamma"], norm_of.params["beta"]
        z = below @ dense.params["W"] + dense.params["b"]
        x = z if norm == "before" else np.maximum(z, 0)
        met = x.var(axis=0, ddof=1)
        assert values[f"ratio {k}"] == pytest.approx(np.median(variance[met > 0] / met[met > 0]), rel=1e-5)
        y = gamma * (x - mean) / np.sqrt(variance + 1e-5) + beta
        below = np.maximum(y, 0) if norm == "before" else y
    assert (values["ratio first"], values["ratio last"]) == (values["ratio 1"], values["ratio 2"])


def test_directly_behind_dropout_a_layer_keeps_a_variance_that_it_does_not_meet() -> None:
    before, after, twin = (measured(f"{QUERY}&norm={norm}") for norm in ("before", "after", "after&place=none"))
    assert after["ratio first"] > 1.7  # type: ignore[operator]
    assert after["ratio last"] > 1.7  # type: ignore[operator]
    assert before["ratio first"] == pytest.approx(1, abs=0.15)
    assert before["ratio last"] > 1.1  # type: ignore[operator]
    assert twin["ratio last"] == pytest.approx(1, abs=0.15)


def test_statistics_taken_anew_leave_the_scores_of_the_network_as_they_are() -> None:
    (scores,) = compute([Cell("scores", RunSpec.from_query(f"{QUERY}&norm=after").query())])
    values = measured(f"{QUERY}&norm=after")
    assert {name: values[name] for name in scores} == scores
    assert values["test again"] != values["test"]
    assert values["test again"] == pytest.approx(values["test"], rel=0.5)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("shows=variance-last", "needs norm"),
        ("over=norm&values=none;before&shows=accuracy-again", "needs norm"),
        ("data=curve&shows=accuracy", "needs classes"),
        ("data=curve&shows=wavers", "needs classes"),
        ("data=curve&shows=entropy-rise", "needs plane"),
        ("data=digits&shows=entropy-rise", "needs plane"),
        ("shows=covered", "needs curve"),
        ("data=digits&net=conv&values=0.2&shows=interaction", "needs dense"),
    ],
)
def test_a_measure_of_what_a_run_does_not_have_is_refused(query: str, kind: str) -> None:
    with pytest.raises(SpecError) as refused:
        Experiment.parse("p", [tuple(pair.split("=")) for pair in query.split("&")])  # type: ignore[misc]
    assert refused.value.faults["shows"].kind == kind
