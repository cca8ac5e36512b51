"""Rules against their definitions: moments over all 65,536 coins, limits, and DropBlock over every pattern of seeds."""

import math
from itertools import pairwise, product

import numpy as np
import pytest

from app.engine import Coins
from app.engine.coins import LEVELS, threshold
from app.engine.rules import (
    BERNOULLI,
    CLASSIC,
    CONCRETE,
    GATE,
    GAUSSIAN,
    KEPT,
    LOGITS,
    RULES,
    Blocks,
    Concrete,
    Rule,
    Shared,
    logits,
)

ALL = np.arange(LEVELS, dtype=np.uint16)[None]  # one step with each coin once
ON_GRID = [1 / 64, 0.25, 0.5, 0.6875, 1 - 1 / 64]
SEED, NONE = np.uint16(0), np.uint16(LEVELS - 1)  # levels that begin a block, and that do not


def below(x: float) -> float:
    """Phi: the share of N(0, 1) below x."""
    return math.erfc(-x / math.sqrt(2)) / 2


# Moments over all coins


@pytest.mark.parametrize("p", ON_GRID)
@pytest.mark.parametrize(
    ("rule", "scaled"), [(BERNOULLI, lambda p: 1 / (1 - p)), (CLASSIC, lambda p: 1.0), (GATE, lambda p: 1.0)]
)
def test_of_all_coins_a_share_of_p_gives_0_and_the_others_the_scale(rule: Rule, scaled, p: float) -> None:
    factors = rule.factors(ALL, p)
    assert np.count_nonzero(factors == 0.0) == p * LEVELS
    assert np.count_nonzero(factors == scaled(p)) == (1 - p) * LEVELS
    np.testing.assert_array_equal(rule.kept(ALL, p), factors != 0)
    assert factors.mean() == pytest.approx(scaled(p) * (1 - p), rel=1e-12)
    assert factors.var() == pytest.approx(scaled(p) ** 2 * p * (1 - p), rel=1e-12)


@pytest.mark.parametrize("p", [0.1, 0.2, 0.5, 0.7, 0.9])
def test_gaussian_has_the_mean_and_the_variance_of_bernoulli_and_is_negative_as_often_as_the_normal_law_says(
    p: float,
) -> None:
    factors = GAUSSIAN.factors(ALL, p)
    assert factors.mean() == pytest.approx(1.0, abs=1e-12)
    # What a table of 65,536 lacks is the ends of the law: 2 parts in 100,000 of the variance.
    assert factors.var() * (1 - p) / p == pytest.approx(0.99998, abs=5e-6)
    assert abs(np.count_nonzero(factors < 0) - below(-math.sqrt((1 - p) / p)) * LEVELS) <= 1
    assert GAUSSIAN.kept(ALL, p).all()


def test_gaussian_factors_are_those_of_a_normal_law() -> None:
    z = np.sort((GAUSSIAN.factors(ALL, 0.5) - 1.0)[0])
    for x in (-4.0, -2.0, -1.0, -0.3, 0.0, 0.5, 3.0):
        assert abs(np.count_nonzero(z < x) - below(x) * LEVELS) <= 1
    assert (z.astype(np.float32) == z).all()  # on the grid: the same numbers on every machine
    assert (np.diff(z) > 0).all()


@pytest.mark.parametrize(("p", "mean", "variance"), [(0.1, 0.9987, 0.1011), (0.5, 1.0, 0.9008), (0.9, 1.0118, 8.1878)])
def test_concrete_has_nearly_the_mean_of_bernoulli_and_a_little_less_variance(p, mean: float, variance: float) -> None:
    factors = CONCRETE.factors(ALL, p)
    assert factors.mean() == pytest.approx(mean, abs=5e-5)
    assert factors.var() == pytest.approx(variance, abs=5e-5)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.7])
def test_concrete_is_soft_where_a_coin_is_near_p_and_all_but_bernoulli_elsewhere(p: float) -> None:
    factors, kept = CONCRETE.factors(ALL, p), CONCRETE.kept(ALL, p)
    np.testing.assert_array_equal(kept, factors * (1 - p) >= 0.5)
    assert abs(np.count_nonzero(~kept) - p * LEVELS) <= 1
    assert (np.diff(factors[0]) >= 0).all()
    far = np.abs(ALL / LEVELS - p) > 0.2
    np.testing.assert_allclose(factors[far], BERNOULLI.factors(ALL, p)[far], atol=0.02)
    if p == 0.5:
        assert np.mean((factors * (1 - p) > 0.05) & (factors * (1 - p) < 0.95)) == pytest.approx(0.146, abs=0.001)


def test_as_its_temperature_goes_to_0_concrete_becomes_bernoulli_of_the_same_coins() -> None:
    cold = Concrete()
    cold.temperature = 1e-8
    np.testing.assert_allclose(cold.factors(ALL, 0.25), BERNOULLI.factors(ALL, 0.25), rtol=1e-12, atol=1e-280)


@pytest.mark.parametrize("phi", [-40.0, -3.0, 0.0, 0.7, 20.0])
def test_concrete_takes_logits_of_any_size_and_its_slope_is_as_it_says(phi: float) -> None:
    logit = logits()[ALL[:, ::997]]
    m = CONCRETE.relaxed(logit, phi)
    p = 1 / (1 + math.exp(-phi))
    z = 1 - m / (1 + math.exp(phi))
    step = 1e-6
    slope = (CONCRETE.relaxed(logit, phi + step) - CONCRETE.relaxed(logit, phi - step)) / (2 * step)
    np.testing.assert_allclose(m * (p - z / CONCRETE.temperature), slope, rtol=1e-6, atol=1e-7 * m.max() + 1e-12)
    assert np.isfinite(m).all()


# p


def test_evaluation_multiplies_by_1_unless_the_published_form_says_otherwise() -> None:
    assert {name: rule.evaluation(0.2) for name, rule in RULES.items() if rule.evaluation(0.2) != 1} == {"classic": 0.8}
    assert Blocks(3).evaluation(0.2) == 1.0


def test_what_layers_make_their_factors_of_themselves() -> None:
    bits = KEPT.factors(ALL, 0.3)
    assert bits.dtype == bool
    np.testing.assert_array_equal(bits * (1 / (1 - 0.3)), BERNOULLI.factors(ALL, 0.3))
    logit = LOGITS.factors(ALL, 0.0)
    np.testing.assert_allclose(1 / (1 + np.exp(-logit)), (ALL + 0.5) / LEVELS, rtol=1e-6)
    assert CONCRETE.relaxed(logit, 0.0).tobytes() == CONCRETE.factors(ALL, 0.5).tobytes()


def test_which_factors_need_more_than_a_bit() -> None:
    assert [name for name, rule in RULES.items() if rule.real] == ["gaussian", "concrete"]
    assert not Blocks(3).real


@pytest.mark.parametrize("rule", [BERNOULLI, CLASSIC, GATE, CONCRETE, Blocks(2)])
def test_raising_p_drops_more_and_brings_none_back(rule: Rule) -> None:
    levels = Coins(5, [(10, 4, 5)]).levels(0, 0, 30)
    kept = [rule.kept(levels, p) for p in np.linspace(0.01, 0.9, 30)]
    for lower, higher in pairwise(kept):
        assert (higher <= lower).all()
    assert kept[0].sum() > kept[10].sum() > kept[29].sum()


@pytest.mark.parametrize("rule", [GAUSSIAN, CONCRETE])
def test_a_real_factor_moves_smoothly_with_p(rule: Rule) -> None:
    levels = ALL[:, ::61]
    for p in (0.1, 0.5, 0.8):
        slopes = (rule.factors(levels, p + 1e-6) - rule.factors(levels, p - 1e-6)) / 2e-6
        near = (rule.factors(levels, p + 2e-6) - rule.factors(levels, p)) / 2e-6
        assert np.abs(near - slopes).max() < 1e-2 * np.abs(slopes).max()
        assert np.abs(slopes).max() < 200


def test_a_gaussian_factor_keeps_its_side_of_1_and_moves_away_from_it_as_p_rises() -> None:
    levels = ALL[:, ::61]
    distances = [GAUSSIAN.factors(levels, p) - 1.0 for p in (0.0, 0.01, 0.2, 0.5, 0.9)]
    assert not distances[0].any()
    for nearer, farther in pairwise(distances[1:]):
        assert (np.abs(farther) > np.abs(nearer)).all()
        np.testing.assert_array_equal(np.sign(farther), np.sign(nearer))


@pytest.mark.parametrize("rule", [*RULES.values(), Blocks(2), Shared((-2, -1))], ids=lambda rule: type(rule).__name__)
def test_the_factors_of_many_steps_are_those_of_each(rule: Rule) -> None:
    levels = Coins(5, [(10, 2, 3, 4)]).levels(0, 0, 9)
    together = rule.factors(levels, 0.3)
    for step in range(9):
        np.testing.assert_array_equal(rule.factors(levels[step : step + 1], 0.3)[0], together[step])


# Shared coins


def test_a_shared_coin_is_the_first_along_its_axes_and_what_is_kept_needs_no_more_room() -> None:
    levels = Coins(5, [(10, 4, 3, 5)]).levels(0, 0, 6)
    for axes, shape in [((-2, -1), (6, 10, 4, 1, 1)), ((-3,), (6, 10, 1, 3, 5)), ((-4, -3), (6, 1, 1, 3, 5))]:
        for rule in (BERNOULLI, GAUSSIAN, GATE):
            shared = Shared(axes, rule)
            factors = shared.factors(levels, 0.3)
            assert factors.shape == shape
            first = rule.factors(levels, 0.3)
            for axis in axes:
                first = first.take([0], axis)
            np.testing.assert_array_equal(factors, first)
            np.testing.assert_array_equal(shared.kept(levels, 0.3), shared.rule.kept(shared.shared(levels), 0.3))
            assert (shared.real, shared.evaluation(0.3)) == (rule.real, rule.evaluation(0.3))
    assert Shared((-1,)).rule is BERNOULLI
    place = Coins(5, [(10, 4, 3, 5)]).place(0)
    np.testing.assert_array_equal(
        place.factors((10, 4, 3, 5), shared, 0.3), shared.factors(place.levels()[None], 0.3)[0]
    )


@pytest.mark.parametrize("axes", [(), (0,), (-1, 2)])
def test_shared_axes_are_counted_from_the_last(axes: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"^axes must be counted from the last, as -1 is, got "):
        Shared(axes)


# DropBlock


def reached(block: int, size: int) -> np.ndarray:
    """How many seeds reach each row of a map, or each column."""
    return np.array([min(i + 1, block, size - block + 1, size - i) for i in range(size)])


def share_dropped(block: int, size: int, p: float) -> np.ndarray:
    """The probability that a position is dropped: 1 - (1 - rate)^(seeds that reach it)."""
    reach = np.outer(reached(block, size), reached(block, size))
    shares = 1 - (1 - Blocks(block).rate(p, size, size)) ** reach
    np.testing.assert_allclose(Blocks(block).dropped(p, size, size), shares, rtol=1e-12)
    return shares


@pytest.mark.parametrize(("block", "size"), [(1, 2), (2, 3), (2, 2), (3, 4), (4, 4)])
@pytest.mark.parametrize("p", [0.2, 0.7])
def test_over_every_pattern_of_seeds_a_position_is_dropped_as_often_as_theory_says(block, size: int, p: float) -> None:
    rule, seeds = Blocks(block), size - block + 1
    rate = rule.rate(p, size, size)
    total, weights = np.zeros((size, size)), 0.0
    for pattern in product([SEED, NONE], repeat=seeds * seeds):
        weight = rate ** pattern.count(SEED) * (1 - rate) ** pattern.count(NONE)
        levels = np.full((1, 1, size, size), SEED)  # of the coins outside the window none decides
        levels[..., :seeds, :seeds] = np.reshape(pattern, (seeds, seeds))
        total += weight * ~rule.kept(levels, p)[0, 0]
        weights += weight
    assert weights == pytest.approx(1.0, rel=1e-12)
    np.testing.assert_allclose(total, share_dropped(block, size, p), rtol=1e-12)


@pytest.mark.parametrize(
    ("size", "block", "p", "rate", "dropped", "corner", "centre"),
    [
        (8, 3, 0.1, 0.01975, 0.0947, 0.0198, 0.1644),
        (8, 3, 0.3, 0.05926, 0.2559, 0.0593, 0.4229),
        (8, 5, 0.3, 0.04800, 0.2501, 0.0480, 0.5448),
        (14, 7, 0.1, 0.00625, 0.0929, 0.0062, 0.2645),
        (8, 8, 0.3, 0.30000, 0.3000, 0.3, 0.3),
    ],
)
def test_the_rate_of_seeds_and_what_it_drops(size, block, p, rate, dropped, corner, centre) -> None:
    assert Blocks(block).rate(p, size, size) == pytest.approx(rate, abs=5e-6)
    shares = share_dropped(block, size, p)
    assert shares.mean() == pytest.approx(dropped, abs=5e-5)
    assert shares[0, 0] == pytest.approx(corner, abs=5.1e-5)
    assert shares[size // 2, size // 2] == pytest.approx(centre, abs=5e-5)


def test_a_seed_drops_the_block_that_begins_there_and_no_more() -> None:
    levels = np.full((1, 1, 2, 4, 5), NONE)
    levels[0, 0, 1, 2, 1] = SEED
    levels[0, 0, 0, 3, :] = levels[0, 0, 0, :, 4] = SEED  # here no block of 2 fits
    kept = Blocks(2).kept(levels, 0.2)
    assert kept.shape == levels.shape
    assert kept[0, 0, 0].all()
    assert np.argwhere(~kept[0, 0, 1]).tolist() == [[2, 1], [2, 2], [3, 1], [3, 2]]
    assert np.argwhere(Blocks(2).seeds(levels, 0.2)).tolist() == [[0, 0, 1, 2, 1]]


def test_what_a_step_keeps_is_scaled_up_so_that_the_sum_over_its_batch_is_as_without() -> None:
    levels = Coins(5, [(10, 4, 5, 4)]).levels(0, 0, 6)
    factors, kept = Blocks(3).factors(levels, 0.3), Blocks(3).kept(levels, 0.3)
    np.testing.assert_array_equal(factors != 0, kept)
    np.testing.assert_allclose(factors.sum(axis=(1, 2, 3, 4)), 10 * 4 * 5 * 4, rtol=1e-12)
    assert len({factors[step].max() for step in range(6)}) > 1
    assert not Blocks(2).factors(np.full((1, 1, 1, 2, 2), SEED), 0.3).any()  # nothing is kept: 0, and no warning
    assert np.moveaxis(factors, 1, -1).flags.c_contiguous  # as a bound network's arrays lie


def test_blocks_of_1_are_the_dropped_positions_of_bernoulli_and_a_block_is_at_most_as_large_as_the_map() -> None:
    levels = Coins(5, [(10, 4, 3, 5)]).levels(0, 0, 6)
    np.testing.assert_array_equal(Blocks(1).kept(levels, 0.3), BERNOULLI.kept(levels, 0.3))
    assert (Blocks(9).side(3, 5), Blocks(9).rate(0.3, 3, 5)) == (3, Blocks(3).rate(0.3, 3, 5))
    np.testing.assert_array_equal(Blocks(9).factors(levels, 0.3), Blocks(3).factors(levels, 0.3))


def test_the_probabilities_of_a_map_that_is_no_square_are_those_over_many_masks() -> None:
    levels = Coins(5, [(4000, 1, 4, 6)]).levels(0, 0, 1)
    expected = Blocks(3).dropped(0.3, 4, 6)
    found = np.mean(~Blocks(3).kept(levels, 0.3), axis=(0, 1, 2))
    assert (np.abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / 4000)).all()


def test_a_block_as_large_as_its_map_drops_the_maps_that_a_shared_coin_drops() -> None:
    levels = Coins(5, [(10, 4, 3, 3)]).levels(0, 0, 6)
    whole = np.broadcast_to(Shared((-2, -1)).kept(levels, 0.3), levels.shape)
    np.testing.assert_array_equal(Blocks(3).kept(levels, 0.3), whole)


def test_a_block_of_the_maps_size_is_dropped_with_probability_p() -> None:
    levels = np.broadcast_to(ALL[0][:, None, None, None, None], (LEVELS, 1, 1, 4, 4))
    kept = Blocks(4).kept(levels, 0.3)
    assert kept.shape == (LEVELS, 1, 1, 4, 4)
    assert (
        np.count_nonzero(~kept.any(axis=(1, 2, 3, 4)))
        == threshold(0.3)
        == np.count_nonzero(~kept.all(axis=(1, 2, 3, 4)))
    )


def test_a_block_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^block must be at least 1, got 0$"):
        Blocks(0)
