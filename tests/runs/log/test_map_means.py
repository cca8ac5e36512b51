"""How much a map's mean varies: what is found over masks is what the formulas say, and their limits."""

import numpy as np
import pytest

from app.runs.log.map_means import formulas, map_means_in_parts
from app.runs.training.evaluation import at_once

X = np.random.default_rng(1).uniform(0, 1, (4, 7, 7)) * (np.random.default_rng(2).random((4, 7, 7)) < 0.7)


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_what_is_found_over_many_masks_is_near_what_the_formulas_say(p: float) -> None:
    found = at_once(map_means_in_parts(X, p, 3, 1, (5, 0)))
    for name, expected in formulas(X, p, 3).items():
        assert found.found[name].sum() == pytest.approx(expected.sum(), rel=0.12), name
    assert found.times("spatial") > found.times("dropblock") > 2 > found.times("dropout") == 1.0


def test_blocks_of_one_are_cells_and_blocks_of_the_whole_map_are_maps_but_for_the_scale() -> None:
    one, whole = formulas(X, 0.3, 1), formulas(X, 0.3, 7)
    np.testing.assert_allclose(one["dropblock"], one["dropout"], rtol=1e-9)
    np.testing.assert_allclose(whole["dropblock"], whole["spatial"], rtol=1e-9)


def test_equal_activations_vary_as_many_times_as_there_are_cells() -> None:
    of = formulas(np.ones((1, 7, 7)), 0.2, 3)
    assert of["spatial"][0] / of["dropout"][0] == pytest.approx(49.0)


def test_maps_of_zeros_vary_by_nothing() -> None:
    found = at_once(map_means_in_parts(np.zeros((2, 7, 7)), 0.2, 3, 1, (5, 0)))
    assert not any(of.any() for of in found.found.values())
    assert found.times("spatial") == 1.0
