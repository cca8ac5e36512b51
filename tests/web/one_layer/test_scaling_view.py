"""The laboratory's charts: their axes can be read for every number of masks."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.scaling import SURPRISE
from app.web.one_layer.scaling_view import TICK_APART, WIDTH, _z, scaling_view


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 10_000))
def test_numbers_under_the_axis_do_not_touch_and_end_at_the_last_mask(k: int) -> None:
    ticks = scaling_view(LayerSpec.parse({"k": str(k)})).ticks
    assert ticks[-1][1].replace("\N{NARROW NO-BREAK SPACE}", "") == str(k)
    assert all(b - a > TICK_APART for (a, _), (b, _) in pairwise(ticks))
    assert all(0 < x < WIDTH for x, _ in ticks)


def test_there_is_one_threshold_and_it_is_true():
    for seed in range(40):
        view = scaling_view(LayerSpec(seed=seed, k=200))
        z = abs(float(view.panels[0].z.replace("−", "-")))
        assert ("within what chance explains" in view.sentence) == (z <= float(view.surprise))


@pytest.mark.parametrize(
    ("k", "p", "said"),
    [
        (1000, 0.5, "over 1000 masks at p = 0.5 chance goes there once in about 17 000 times"),
        (1000, 0.99, "over 1000 masks at p = 0.99 chance goes there once in about 3 700 times"),
        (10, 0.01, "over 10 masks at p = 0.01 chance goes there once in about 230 times"),
        (10, 0.5, "with so few masks chance does not go there"),
        (1000, 0, "at p = 0 nothing is left to chance"),
    ],
)
def test_how_seldom_chance_surprises_is_said_of_this_p_and_so_many_masks(k, p, said):
    assert scaling_view(LayerSpec(k=k, p=p)).seldom.replace("\N{NARROW NO-BREAK SPACE}", " ") == said


def test_a_single_mask_is_a_dot_and_not_a_line_of_no_length():
    view = scaling_view(LayerSpec(k=1))
    assert all(panel.dot for panel in view.panels)
    assert view.sentence == "One mask is no mean yet at p = 0.5: what comes out says little about x."
    assert "over 1 mask is" in view.panels[0].alt
    assert not any(panel.dot for panel in scaling_view(LayerSpec(k=2)).panels)


def test_a_z_that_rounds_to_0_has_no_sign():
    assert _z(-0.04) == "0.0"
    assert _z(-0.06) == "−0.1"
    assert _z(0.3) == "+0.3"


@pytest.mark.parametrize("p", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("query", ["cell=11", "x=34:0", "batch=1&units=1"])
def test_of_a_cell_that_holds_0_the_ways_are_judged_by_their_factors(p: float, query: str) -> None:
    panels = {panel.name: panel for panel in scaling_view(LayerSpec.from_query(f"p={p}&{query}")).panels}
    right = {"inverted", "classic", "1/p"} if p == 0.5 else {"inverted", "classic"}
    assert {name for name, panel in panels.items() if panel.agrees} == right
    assert "All is 0 here" in panels["none"].verdict
    assert ("only because p is 0.5" in panels["1/p"].verdict) == (p == 0.5)


def test_small_numbers_are_said_in_full() -> None:
    view = scaling_view(LayerSpec.from_query("x=34:0.00003"))
    assert view.panels[0].evaluation == "3e−5"
    assert all(panel.mean != "0" for panel in view.panels)
    assert "Closes on 1.5e−5: evaluation gives 2 times" in view.panels[2].verdict


def test_the_published_form_surprises_nobody() -> None:
    panels = scaling_view(LayerSpec(p=0.3, k=10_000)).panels
    z = [abs(float(panel.z.replace("−", "-"))) for panel in panels]
    assert max(z[:2]) < SURPRISE < min(z[2:])


def test_a_factor_next_to_1_is_not_said_to_be_1() -> None:
    assert "evaluation gives 1.0001 times" in scaling_view(LayerSpec(p=0.0001)).panels[2].verdict
    assert "evaluation gives 1000 times" in scaling_view(LayerSpec(p=0.999)).panels[2].verdict


def test_a_z_next_to_the_threshold_is_written_on_its_side_of_it() -> None:
    assert [_z(z) for z in (3.96, 4.0, 4.04, -4.0001, 100.4)] == ["+4.0", "+4.0", "+4.04", "−4.0001", "+100"]


def test_levels_are_rounded_once() -> None:
    """0.13499 with three digits is 0.135, and that with two 0.14."""
    levels = [text for _, text in scaling_view(LayerSpec.from_query("x=34:-134990")).panels[0].levels]
    assert levels[0] == "−1.3e5"
