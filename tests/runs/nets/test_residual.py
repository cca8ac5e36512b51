"""The residual network of a run: what its signals and gradients are where blocks are left out, and its log."""

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.log.record import StepRecord, record
from app.runs.spec.run_spec import RunSpec
from app.runs.training.loop import Training
from tests.runs.log.test_replay import logged

SMALL = "data=digits&n=80&blocks=4&width=6&steps=40&p=0.8"
RUNS = [
    f"{SMALL}&method=stochastic_depth&along=equal",
    f"{SMALL}&method=stochastic_depth&each=sample",
    f"{SMALL}&method=layerdrop&place=1,3",
    f"{SMALL}&net=residual&method=dropout",
]


def records(query: str) -> list[StepRecord]:
    spec = RunSpec.from_query(query)
    training, found = Training(spec, load(spec.data, spec.seeds.data)), []
    for step in range(8):
        training.advance(step)
        found.append(record(training, 0.0))
    return found


@pytest.mark.parametrize("query", RUNS)
def test_the_road_after_a_block_is_that_before_it_and_what_the_block_adds(query: str) -> None:
    closed = 0
    for step in records(query):
        for k in range(1, 5):
            drawn = next((of for name, of in step.drawn.items() if name == f"block{k}"), None)
            m = np.ones((1, 1)) if drawn is None or drawn.factors is None else drawn.factors.reshape(-1, 1)
            before, block, after = (step.value[name] for name in (f"road{k - 1}", f"block{k}", f"road{k}"))
            np.testing.assert_allclose(after, before + m * block, rtol=1e-12, atol=1e-12)
            np.testing.assert_array_equal(step.gradient[f"block{k}"], m * step.gradient[f"road{k}"])
            if m.size == 1 and m == 0:
                closed += 1
                assert not block.any()  # it was not computed
                np.testing.assert_array_equal(step.gradient[f"road{k - 1}"], step.gradient[f"road{k}"])
                assert not step.grads[f"{k + 1}.1.W"].any()
    assert closed > 5 or "sample" in query or "dropout" in query


@pytest.mark.parametrize("query", [RUNS[0], RUNS[1]])
def test_what_arrives_on_the_road_is_the_gradient_of_the_loss(query: str) -> None:
    """Against the first layer's bias: its gradient is that of the road before all blocks, summed over the batch."""
    for step in records(query)[:3]:
        np.testing.assert_allclose(step.gradient["road0"].sum(axis=0), step.grads["1.b"], rtol=1e-10, atol=1e-12)


def test_a_log_has_a_score_at_each_of_its_points() -> None:
    log = logged(RUNS[0].replace("steps=40", "steps=120"), scored=True)
    assert np.isfinite(log.scores).all()
    assert np.diff(log.points).max() == 3  # 50 of them


def test_linear_decay_reaches_p_at_the_last_block() -> None:
    spec = RunSpec.from_query(f"{SMALL}&method=stochastic_depth")
    assert spec.rates() == pytest.approx((0.2, 0.4, 0.6, 0.8))
    assert spec.but(along="equal").rates() == (0.8,) * 4
