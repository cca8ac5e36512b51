"""The steps of the evaluations."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.runs.nets.plan import POINTS
from app.runs.training.rhythm import point_steps, rhythm


@given(st.integers(1, 20_000))
def test_points_are_at_the_rhythm_and_at_both_ends(steps: int) -> None:
    points = point_steps(steps)
    assert points[0] == 0
    assert points[-1] == steps
    assert all(points[:-1] % rhythm(steps) == 0)
    assert len(points) <= POINTS + 2
    assert (np.diff(points) > 0).all()
