"""The shares in which a row kept its neurons, against the masks that the layers multiplied by."""

import numpy as np
import pytest

from app.runs.log.kept import LAST_STEPS
from tests.web.runs import trained


@pytest.mark.parametrize(
    "query", ["steps=80&p=0.4", "steps=80&p=0.3&place=0,2", "steps=80&p=0.2,0,0.6&change=p@20:0.5,0.1,0.6;p@50:0.9"]
)
@pytest.mark.parametrize(("step", "sample"), [(0, 0), (10, 3), (31, 5), (45, 0), (60, 19)])
def test_the_share_is_that_of_the_masks_of_the_last_32_steps(query: str, step: int, sample: int) -> None:
    run = trained(query)
    places = run.kept.plan(step).places
    share = run.kept.share(run.replays[0].at(step).model.coins, step, sample)
    found = np.split(share, np.cumsum([run.sizes[place] for place in places])[:-1])
    steps = range(max(0, step - LAST_STEPS + 1), step + 1)
    assert len(found) == len(places)
    for place, share in zip(places, found, strict=True):
        masks = [run.record(at).masks[place] for at in steps]
        kept = [np.ones(run.sizes[place]) if mask is None else mask[sample] != 0 for mask in masks]
        np.testing.assert_allclose(share, np.mean(kept, axis=0), rtol=1e-12)


def test_places_that_drop_nothing_are_not_in_the_plan() -> None:
    run = trained("steps=80&p=0.2,0,0.6&change=p@20:0.5,0.1,0.6;p@50:0.9")
    assert [run.kept.plan(step).places for step in (0, 19, 20)] == [(1, 3), (1, 3), (1, 2, 3)]
    assert trained("steps=10&place=none").kept.plan(5).places == ()
