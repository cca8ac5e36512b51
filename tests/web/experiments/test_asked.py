"""What the link of an experiment's page asks."""

from urllib.parse import parse_qsl

import pytest

from app.runs.spec.link import SpecError
from app.web.experiments.asked import read


def pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


def test_a_link_says_the_experiment_whether_it_runs_and_what_its_reader_has_said() -> None:
    asked = read("p", pairs("values=0;0.5&run=1&guess=2"))
    assert (asked.experiment.values, asked.run, asked.guess, asked.saw) == (("0", "0.5"), "1", 2, None)
    assert asked.path == "practice/p"


def test_addresses_keep_all_that_the_link_says() -> None:
    asked = read("p", pairs("run=1&guess=2&seeds=3"))
    assert asked.href() == "../practice/p?seeds=3&run=1&guess=2"
    assert asked.href(run="stopped") == "../practice/p?seeds=3&run=stopped&guess=2"
    assert asked.href(saw=0) == "../practice/p?seeds=3&run=1&guess=2&saw=0"
    assert asked.beside("experiments/stream") == "../experiments/stream?seeds=3&of=p&run=1&guess=2"
    assert read("p", []).href() == "../practice/p"
    assert read("p", pairs(asked.href(saw=3).partition("?")[2])) == read("p", pairs("seeds=3&run=1&guess=2&saw=3"))


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(SpecError) as refused:
        read("p", pairs("run=yes&guess=x&values=&n=none"))
    assert set(refused.value.faults) == {"run", "guess", "values", "n"}


def test_a_grid_of_a_million_cells_is_refused_with_the_limit_and_the_command() -> None:
    with pytest.raises(SpecError) as refused:
        read("p", pairs(f"seeds=50000&values={';'.join(f'{i / 20}' for i in range(20))}"))
    (fault,) = refused.value.faults.values()
    assert fault.kind == "grid"
    assert fault.facts["count"] == "1,000,000"  # 20 p, of which 0 is the twin of all
