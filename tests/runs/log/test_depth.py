"""How many blocks were open so far: what the masks of training say, over the exact distribution."""

import numpy as np
import pytest

from app.engine import depths
from app.runs.data.data_set import load
from app.runs.log.depth import depth_so_far
from app.runs.log.pruned import pruned_in_parts
from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import at_once
from app.runs.training.loop import Training
from tests.runs.log.test_replay import logged

SMALL = "data=digits&n=80&blocks=4&width=6&steps=40&p=0.8"


@pytest.mark.parametrize("how", ["method=stochastic_depth&each=sample", "method=layerdrop&place=0,2"])
def test_it_counts_what_training_did_with_the_p_of_each_step(how: str) -> None:
    spec = RunSpec.from_query(f"{SMALL}&{how}&change=p@10:0.3")
    training, counts = Training(spec, load(spec.data, spec.seeds.data)), np.zeros(5, int)
    for step in range(16):
        training.advance(step)
        training.forward()
        masks = training.model.factors
        is_open = sum(
            np.broadcast_to(masks[k] != 0, 32 if "sample" in how else 1).astype(int) if k in masks else 1
            for k in range(4)
        )
        counts += np.bincount(np.atleast_1d(is_open), minlength=5)
    found = depth_so_far(spec, training.model.coins, 15, 3)
    assert found.counts.tolist() == counts.tolist()
    np.testing.assert_allclose(found.exact, (10 * depths(spec.rates(0)) + 6 * depths(spec.rates(10))) / 16, rtol=1e-12)
    assert found.steps == 16
    assert found.now == (is_open[3] if "sample" in how else is_open[0])


def test_over_many_steps_the_counts_come_to_the_exact_distribution() -> None:
    spec = RunSpec.from_query(f"{SMALL.replace('steps=40', 'steps=3000')}&method=stochastic_depth&each=sample")
    found = depth_so_far(spec, Training(spec, load(spec.data, spec.seeds.data)).model.coins, 2999, 0)
    assert found.steps == 2000
    np.testing.assert_allclose(found.counts / found.counts.sum(), found.exact, atol=4 * 0.5 / np.sqrt(64_000))
    assert found.expected == pytest.approx(4 - 0.8 * 5 / 2)


def test_with_blocks_left_out_both_arms_are_evaluated_without_them() -> None:
    log = logged(f"{SMALL}&method=stochastic_depth", scored=True)
    run = Run(log, logged(log.spec.twin().query(), scored=True))
    found = at_once(pruned_in_parts(run, 40))
    assert [of.stays for of in found] == [
        (True, True, True, True),
        (True, True, True, False),
        (True, False, True, False),
        (True, False, False, False),
    ]
    assert found[0].accuracy == tuple(scores.accuracy for scores in run.scores(40)[1:])
    assert len({of.accuracy for of in found}) > 1
