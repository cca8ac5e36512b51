"""The laboratory's charts: their axes can be read for every number of masks."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.scaling_view import TICK_APART, WIDTH, scaling_view


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 10_000))
def test_numbers_under_the_axis_do_not_touch_and_end_at_the_last_mask(k: int) -> None:
    ticks = scaling_view(LayerSpec.parse({"k": str(k)})).ticks
    assert ticks[-1][1].replace("\N{NARROW NO-BREAK SPACE}", "") == str(k)
    assert all(b - a > TICK_APART for (a, _), (b, _) in pairwise(ticks))
    assert all(0 < x < WIDTH for x, _ in ticks)
