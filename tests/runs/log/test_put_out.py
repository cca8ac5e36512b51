"""Mean and variance over many masks agree with the formulas, for every rule, and for masks that are shared."""

import numpy as np
import pytest

from app.engine.rules import RULES, Blocks, Shared
from app.runs.log.put_out import MASKS, PutOut, Reads, factor_moments, put_out_in_parts
from app.runs.nets.plan import Place

X = np.array([0.5, -1.0, 2.0, 0.0])


def put_out(place: Place, p: float, reads: Reads, **how: object) -> PutOut:
    parts = put_out_in_parts(place, p, reads, **{"seed": 1, "key": (7, 0), **how})  # type: ignore[arg-type]
    while True:
        try:
            next(parts)
        except StopIteration as end:
            found: PutOut = end.value
            return found


def place(rule: str = "bernoulli", mask: tuple[int, ...] = (4,), coins: tuple[int, ...] = (4,)) -> Place:
    return Place("h1", "h1", coins, mask, coins, rule=rule)


@pytest.mark.parametrize("p", [0.2, 0.7])
@pytest.mark.parametrize("rule", RULES)
def test_mean_and_variance_are_those_of_the_formulas(rule: str, p: float) -> None:
    found = put_out(place(rule), p, Reads(X))
    assert found.expected is not None
    assert found.spread is not None
    error = np.sqrt(found.spread / MASKS)
    assert np.all(np.abs(found.mean - found.expected) <= 4 * error)
    np.testing.assert_allclose(found.variance, found.spread, rtol=0.2)
    assert found.variance[3] == found.spread[3] == 0


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_of_weights_they_are_those_of_the_sums(p: float) -> None:
    weights = np.random.default_rng(2).normal(size=(4, 3))
    found = put_out(Place("w1", "2.W", (4, 3), (4, 3), (4, 3)), p, Reads(X, weights))
    np.testing.assert_allclose(found.x, X @ weights)
    np.testing.assert_allclose(found.expected, X @ weights)
    np.testing.assert_allclose(found.spread, p / (1 - p) * np.square(X) @ np.square(weights))
    assert np.all(np.abs(found.mean - found.expected) <= 4 * np.sqrt(found.spread / MASKS))
    np.testing.assert_allclose(found.variance, found.spread, rtol=0.25)


def test_a_mask_that_maps_share_moves_their_cells_together() -> None:
    x = np.arange(1.0, 19.0).reshape(2, 3, 3)
    found = put_out(Place("a1", "a1", (2, 3, 3), (2, 1, 1), (2, 3, 3)), 0.5, Reads(x))
    ratios = (found.mean / found.x).reshape(2, 9)
    np.testing.assert_allclose(ratios, ratios[:, :1].repeat(9, axis=1))
    assert ratios[0, 0] != ratios[1, 0]
    assert found.whole == 18


def test_a_gate_of_a_whole_layer_multiplies_all_of_it() -> None:
    found = put_out(Place("block1", "block1", (4,), (), ()), 0.25, Reads(X))
    np.testing.assert_allclose(found.mean[:3] / X[:3], found.mean[0] / X[0])
    assert abs(found.mean[0] / X[0] - 1) < 4 * np.sqrt(1 / 3 / MASKS)


def test_blocks_have_no_formula_for_a_single_cell() -> None:
    found = put_out(place(mask=(2, 5, 5), coins=(2, 5, 5)), 0.3, Reads(np.ones((2, 5, 5))), rule=Blocks(3))
    assert found.expected is found.spread is None
    assert abs(found.mean.mean() - 1) < 1e-9  # what is left is scaled by what was kept
    assert factor_moments(Blocks(3), 0.3) is None
    assert factor_moments(Shared((-1,)), 0.2) == factor_moments(RULES["bernoulli"], 0.2) == (1.0, 0.25)


def test_the_same_key_draws_the_same_masks_and_another_others() -> None:
    first, again = put_out(place(), 0.5, Reads(X)), put_out(place(), 0.5, Reads(X))
    np.testing.assert_array_equal(first.mean, again.mean)
    assert not np.array_equal(put_out(place(), 0.5, Reads(X), key=(8, 0)).mean, first.mean)


def test_of_more_weights_than_coins_are_drawn_for_the_first_sums_are_shown() -> None:
    rng = np.random.default_rng(3)
    weights = rng.normal(size=(700, 20))
    found = put_out(Place("w1", "2.W", (700, 20), (700, 20), (700, 20)), 0.5, Reads(rng.normal(size=700), weights))
    assert (len(found.mean), found.whole) == (2, 20)
