"""What an experiment is called, and what was measured of it before: of its row's own settings alone."""

from urllib.parse import parse_qsl

import pytest

from app.runs.experiments.experiment import Experiment
from app.runs.scenes.measured import at
from app.web.experiments import called
from app.web.experiments.measured import measured
from app.web.words.names import within
from app.web.words.results import axis_title, measure_title


def made(query: str) -> Experiment:
    return Experiment.parse("p", parse_qsl(query))


@pytest.mark.parametrize("query", ["", "seeds=3&first=9", "values=0;0.5"])
def test_with_its_own_settings_it_has_its_own_words(query: str) -> None:
    usual = made("")
    assert (called.title(made(query)), called.asks(made(query))) == (called.title(usual), called.asks(usual))
    assert len(called.choices(made(query))) >= 2
    assert called.reads(made(query))


@pytest.mark.parametrize("query", ["n=50", "over=n&values=50;100", "by=n&panels=50;100", "data=digits"])
def test_with_others_it_is_called_by_what_it_shows_and_nothing_is_said_of_what_comes(query: str) -> None:
    other = made(query)
    assert called.title(other) == f"{measure_title(other.measure)} over {within(axis_title(other.over))}"
    assert (called.choices(other), called.reads(other), measured(other)) == ((), "", None)


def test_another_measure_has_the_title_and_no_prediction() -> None:
    other = made("shows=clean")
    assert called.title(other) == called.title(made(""))
    assert called.choices(other) == ()


def test_what_was_measured_before_is_quoted_with_its_seeds() -> None:
    found, point = measured(made("seeds=3&shows=test")), at("p", "0.5", "test")
    assert found is not None
    assert "24 fresh seeds, 20001 to 20024" in found.says
    said = dict(found.points)["p = 0.5"]
    assert f"lower in {point['lower']} of 24 seeds" in said
    assert f"{point['ours']['mean']:.2f} with dropout, {point['twin']['mean']:.2f} for its twin" in said
