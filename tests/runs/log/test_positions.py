"""How often a position was off: counted from a run's own masks, in any order of steps, and near the closed form."""

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.log.positions import positions_in_parts
from app.runs.nets.conv_plan import dropped, rule
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import at_once
from app.runs.training.loop import Training

SMALL = "data=digits&n=40&batch=8&steps=60&maps=3,4&neurons=10"
METHODS = ["net=conv", "method=spatial", "method=dropblock&block=2"]


@pytest.mark.parametrize("method", METHODS)
def test_it_counts_the_masks_that_the_run_trained_with_since_p_was_changed(method: str) -> None:
    spec = RunSpec.from_query(f"{SMALL}&{method}&p=0.4&change=p@3:0.2")
    training = Training(spec, load(spec.data, spec.seeds.data))
    for place in (0, 1):
        off = np.zeros((7, 7))
        for step in range(3, 9):
            training.seek(step)
            training.output()
            off += (np.broadcast_to(training.model.factors[place], (8, 3 + place, 7, 7)) == 0).sum(axis=(0, 1))
        found = at_once(positions_in_parts(spec, place, 8))
        assert (found.first, found.steps, found.masks, found.p) == (3, 6, 6 * 8 * (3 + place), 0.2)
        np.testing.assert_array_equal(found.off, off)


def test_it_goes_on_from_what_was_counted_before() -> None:
    spec = RunSpec.from_query(f"{SMALL}&method=dropblock")
    before = at_once(positions_in_parts(spec, 0, 20))
    for step, start in [(33, before), (20, before), (11, before), (33, None)]:
        found = at_once(positions_in_parts(spec, 0, step, start))
        np.testing.assert_array_equal(found.off, at_once(positions_in_parts(spec, 0, step)).off)
        assert found.steps == step + 1


@pytest.mark.parametrize("method", METHODS)
def test_over_many_masks_it_is_the_closed_form(method: str) -> None:
    spec = RunSpec.from_query(f"{SMALL}&{method}&p=0.3")
    found = at_once(positions_in_parts(spec, 1, 59))
    expected = dropped(rule(spec.method, (4, 7, 7)), 0.3, 7, 7)
    assert (abs(found.share - expected) < 4.5 * np.sqrt(expected * (1 - expected) / found.masks)).all()
