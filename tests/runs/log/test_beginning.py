"""Step 0 on its own is step 0 of the run that is trained."""

import numpy as np
import pytest

from app.runs.log.beginning import beginning
from app.runs.spec.run_spec import RunSpec
from tests.web.runs import trained

RUNS = ["steps=3", "steps=3&data=digits&n=40&hidden=16", "steps=3&method=dropconnect&place=1", "steps=3&place=none"]


@pytest.mark.parametrize("query", RUNS)
def test_it_is_the_first_step_of_the_run(query: str) -> None:
    run, whole = beginning(RunSpec.from_query(query)), trained(query)
    ours, theirs = run.record(0), whole.record(0)
    assert (run.head, run.state) == (0, "training")
    assert (ours.loss, ours.twin_loss) == (theirs.loss, theirs.twin_loss)
    for name in theirs.params:
        assert np.array_equal(ours.params[name], theirs.params[name])
    for mine, its in zip(ours.coins, theirs.coins, strict=True):
        assert (mine is None and its is None) or np.array_equal(mine, its)
    for mine, its in zip(ours.activations, theirs.activations, strict=True):
        assert np.array_equal(mine, its)
    assert run.dead(0) == whole.dead(0)


def test_of_the_largest_network_too() -> None:
    run = beginning(RunSpec.from_query("hidden=256,256,256,256,256,256&batch=32&steps=100"))
    assert not run.cost.outcome_at_once
    assert run.dead(0) == [[]] * 6
    assert [values.shape for values in run.record(0).activations] == [(32, 2), *[(32, 256)] * 6, (32, 1)]
