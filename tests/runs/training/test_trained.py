"""Trained arms have the states of their logs, one at a time or as a stack."""

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training.job import Job
from app.runs.training.loop import Training
from app.runs.training.trained import alone, together


def test_the_rows_are_those_at_the_steps_one_at_a_time_or_together() -> None:
    specs = [RunSpec.from_query(query) for query in ("", "p=0.5", "seed=3", "p=0")]
    for spec, stacked in zip(specs, together(specs, (0, 7, 40)), strict=True):
        single = alone(spec, (0, 7, 40))
        assert (single.diverged, stacked.diverged) == (None, None)
        assert single.rows.tobytes() == stacked.rows.tobytes()
        training = Training(spec, load(spec.data, spec.seeds.data))
        for row, step in zip(single.rows, (0, 7, 40), strict=True):
            training.advance(step)
            assert row.tobytes() == training.row.tobytes()


@pytest.mark.parametrize("steps", [(200,), (0, 1, 2, 3, 5, 8, 200)])
def test_an_arm_that_diverges_does_so_where_its_log_ends(steps: tuple[int, ...]) -> None:
    spec = RunSpec.from_query("data=curve&steps=200&lr=10&optimizer=sgd&activation=relu&hidden=8")
    log = Job(spec, None).slice(lambda: 0.0, 1.0)
    assert log.ended == "diverged"
    single, stacked, other = alone(spec, steps), *together([spec, spec.but(lr="0.001")], steps)
    assert single.diverged == stacked.diverged == len(log.losses)
    before = [step < len(log.losses) for step in steps]
    assert single.rows[before].tobytes() == stacked.rows[before].tobytes()
    assert other.diverged is None
    assert np.isfinite(other.rows).all()
