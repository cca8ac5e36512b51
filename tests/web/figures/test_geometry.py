"""Where neurons and edges lie."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.figures.geometry import COLUMN_MAX, HEIGHT_MAX, WIDTH, curve, layout, stroke

sizes = st.tuples(st.integers(1, 2), st.lists(st.integers(1, 256), min_size=1, max_size=6), st.integers(1, 10))


@given(sizes)
def test_every_neuron_lies_in_the_figure_and_none_on_another(network: tuple[int, list[int], int]) -> None:
    inputs, hidden, outputs = network
    plan = layout((inputs, *hidden, outputs))
    for column in plan.columns:
        assert all(column.radius <= x <= WIDTH - column.radius for x, _ in column.spots)
        assert all(column.radius <= y <= plan.height - column.radius for _, y in column.spots)
        assert len(set(column.spots)) == len(column.spots)
        heights = sorted({y for _, y in column.spots})
        apart = [below - above for above, below in pairwise(heights)]
        assert not apart or min(apart) > 1.9 * column.radius


def test_wide_layers_are_grids_and_an_image_is_an_image() -> None:
    plan = layout((196, COLUMN_MAX, COLUMN_MAX + 1, 10), image_side=14)
    assert [column.kind for column in plan.columns] == ["image", "neurons", "cells", "neurons"]
    assert plan.height < HEIGHT_MAX + 60


@pytest.mark.parametrize("hidden", [[256] * 6, [200] * 6, [256] * 3, [128] * 5, [64] * 6, [17] * 6])
def test_a_grid_in_a_narrow_column_is_tall_so_that_its_cells_can_be_seen(hidden: list[int]) -> None:
    plan = layout((2, *hidden, 1))
    assert all(column.radius > 3.8 for column in plan.columns)
    assert plan.height < HEIGHT_MAX + 60


def test_a_grid_in_a_wide_column_stays_a_square() -> None:
    column = layout((196, 128, 128, 10), image_side=14).columns[1]
    across, down = (len({spot[axis] for spot in column.spots}) for axis in (0, 1))
    assert (across, down) == (8, 16)


def test_an_edge_is_wider_the_larger_its_weight() -> None:
    widths = [float(stroke(byte)) for byte in range(128, 256)]
    assert widths == sorted(widths)
    assert [stroke(128 - d) for d in (10, 100)] == [stroke(128 + d) for d in (10, 100)]


def test_an_edge_leaves_and_arrives_level() -> None:
    assert curve((0, 10), (100, 50)) == "M0 10C50 10 50 50 100 50"
