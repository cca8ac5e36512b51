"""Coins: each step's alone as in sequence, masks that grow with p, and what a seed means, for good."""

import math
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import Coins, Dropout
from app.engine.coins import LEVELS, factors_of, levels_of, threshold
from app.engine.rules import BERNOULLI, CLASSIC, GAUSSIAN, Rule

SHAPES = [(10, 2), (10, 8), (10, 8)]
RATES = [1e-9, 2.0**-16, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.999, 1 - 2.0**-16]
ON_GRID = st.integers(0, LEVELS - 1).map(lambda level: level / LEVELS)


def digest(array: np.ndarray) -> str:
    return sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def every_place(coins: Coins, step: int) -> list[np.ndarray]:
    """u of each place."""
    coins.seek(step)
    return [coins.place(k).random() for k in range(len(coins.shapes))]


# What a seed means


def test_the_first_coins_of_a_seed_are_what_they_have_always_been() -> None:
    coins = Coins(1, SHAPES)
    assert digest(coins.levels(0, 0, 200).astype("<u2")) == (
        "f642bf6b39f8480f94c054bd2aa4bf72b6b3436c38502e41b4952cadcdf92834"
    )
    assert digest(coins.levels(2, 0, 200).astype("<u2")) == (
        "54ff724a17568c2823822ba39e633cb633980ad2ffd5d849878031570d78727d"
    )
    assert coins.place(0).random()[:3, 0].tolist() == [
        0.91424560546875,
        0.2673797607421875,
        0.4185638427734375,
    ]


def test_the_first_masks_of_a_seed_are_what_they_have_always_been() -> None:
    coins = Coins(1, SHAPES)
    coins.seek(129)
    assert (coins.place(1).random()[0] >= 0.3).astype(int).tolist() == [1, 1, 0, 1, 0, 1, 1, 0]


def test_four_coins_are_cut_from_each_word_of_sfc64_seeded_by_seed_purpose_and_block() -> None:
    coins = Coins(12, [(3, 5)])
    words = np.random.SFC64(np.random.SeedSequence(12, spawn_key=(3, 2))).random_raw(2)
    expected = [(int(word) >> shift) & 0xFFFF for word in words for shift in (0, 16, 32, 48)]
    unit_by_unit = coins.levels(0, 2 * 128, 2 * 128 + 1)[0].T.ravel()
    assert unit_by_unit[:8].tolist() == expected


def test_another_seed_another_step_and_another_place_have_other_coins() -> None:
    coins = Coins(1, SHAPES)
    first = every_place(coins, 0)
    for other in (every_place(Coins(2, SHAPES), 0), every_place(coins, 1), every_place(coins, 128)):
        for a, b in zip(first, other, strict=True):
            assert np.mean(a == b) < 0.05
    assert np.mean(first[1] == first[2]) < 0.05


# Coins of any rank


def test_coins_of_any_shape_are_those_of_a_row_of_as_many() -> None:
    flat = Coins(5, [(10, 24), (10, 2), (10, 1), (1, 6)])
    shaped = Coins(5, [(10, 4, 2, 3), (10, 2), (10,), (1, 2, 3)])
    for k, (batch, *rest) in enumerate(shaped.shapes):
        levels = shaped.levels(k, 120, 140)
        assert levels.shape == (20, batch, *rest)
        np.testing.assert_array_equal(levels.reshape(20, batch, -1), flat.levels(k, 120, 140))
        assert np.moveaxis(levels, 1, -1)[3].flags.c_contiguous
        shaped.seek(131)
        np.testing.assert_array_equal(shaped.place(k).levels(), levels[11])


@pytest.mark.parametrize("rule", [BERNOULLI, CLASSIC, GAUSSIAN])
def test_factors_lie_in_memory_as_a_bound_networks_arrays_do(rule: Rule) -> None:
    factors = Coins(5, [(10, 4, 2, 3)]).place(0).factors((10, 4, 2, 3), rule, 0.3)
    assert np.moveaxis(factors, 0, -1).flags.c_contiguous


def test_a_batch_of_one_is_one_mask_for_all_samples() -> None:
    place = Coins(5, [(1, 4)]).place(0)
    layer, x = Dropout(0.5, place), np.ones((6, 4))
    layer.bind((6, 4))
    rows = layer.forward(x)
    assert place.shape == (1, 4)
    assert (rows == rows[0]).all()
    np.testing.assert_array_equal(rows[0], place.factors((1, 4), BERNOULLI, 0.5)[0])
    with pytest.raises(ValueError, match=r"^place 0 has coins for \(1, 4\), got \(6, 3\)$"):
        place.factors((6, 3), BERNOULLI, 0.5)


def test_any_source_gives_the_factors_of_its_coins() -> None:
    u = np.random.default_rng(1).random((4, 3))
    levels = levels_of(np.random.default_rng(1), (4, 3))
    np.testing.assert_array_equal(levels, np.floor(u * LEVELS))
    for rule in (BERNOULLI, CLASSIC, GAUSSIAN):
        factors = factors_of(np.random.default_rng(1), (4, 3), rule, 0.25)
        np.testing.assert_array_equal(factors, rule.factors(levels[None], 0.25)[0])
    place = Coins(5, SHAPES).place(1)
    assert levels_of(place, (10, 8)).tobytes() == place.levels().tobytes()
    assert factors_of(place, (10, 8), GAUSSIAN, 0.3) is place.factors((10, 8), GAUSSIAN, 0.3)
    with pytest.raises(ValueError, match=r"^place 1 has coins for \(10, 8\), got \(10, 7\)$"):
        levels_of(place, (10, 7))


# Any step alone


def test_any_steps_coins_alone_are_those_drawn_in_sequence() -> None:
    coins = Coins(5, SHAPES)
    in_sequence = [every_place(coins, step) for step in range(300)]
    for step in [299, 0, 130, 256, 255, 257, 1, 127, 128]:
        for drawn, alone in zip(in_sequence[step], every_place(Coins(5, SHAPES), step), strict=True):
            assert drawn.tobytes() == alone.tobytes()


def test_a_step_that_is_visited_again_has_the_same_coins_and_masks() -> None:
    coins = Coins(5, SHAPES)
    place = coins.place(1)
    seen = {}
    for step in [3, 200, 3, 130, 200, 0, 3]:
        coins.seek(step)
        now = (place.random().tobytes(), place.factors(place.shape, BERNOULLI, 0.3).tobytes())
        assert seen.setdefault(step, now) == now
    assert len(set(seen.values())) == 4


def test_levels_of_many_steps_are_those_of_each_step() -> None:
    coins = Coins(5, SHAPES)
    levels = coins.levels(1, 100, 270)
    assert levels.shape == (170, 10, 8)
    for row, step in enumerate(range(100, 270)):
        np.testing.assert_array_equal(levels[row] / LEVELS, every_place(coins, step)[1])


def test_all_places_move_with_one_cursor() -> None:
    coins = Coins(5, SHAPES)
    places = [coins.place(k) for k in range(3)]
    coins.seek(177)
    for place, u in zip(places, every_place(Coins(5, SHAPES), 177), strict=True):
        np.testing.assert_array_equal(place.random(), u)


# Blocks


@pytest.mark.parametrize(
    ("shapes", "length"),
    [
        ([(1, 1)], 128),
        ([(10, 2), (10, 12), (10, 12)], 128),
        ([(32, 64)], 128),  # 128 * 2048 = 2^18 coins still fit
        ([(1, 2049)], 64),
        ([(32, 64), (32, 128), (32, 128)], 16),  # 10,240 coins a step
        ([(256, 256), (256, 256)], 2),
        ([(1024, 256), (1, 1)], 1),  # one step is more than a block may hold
    ],
)
def test_a_block_has_128_steps_halved_until_it_fits(shapes: list[tuple[int, int]], length: int) -> None:
    coins = Coins(1, shapes)
    assert coins.length == length
    if sum(batch * units for batch, units in shapes) < 1 << 16:
        assert coins.block(0).shape == (length, sum(batch * units for batch, units in shapes))


def test_steps_in_short_blocks_are_those_drawn_in_sequence_too() -> None:
    coins = Coins(3, [(256, 100), (256, 28)])
    assert coins.length == 8
    levels = coins.levels(1, 0, 20)
    for step in (19, 0, 7, 8, 9):
        alone = Coins(3, [(256, 100), (256, 28)])
        np.testing.assert_array_equal(alone.levels(1, step, step + 1)[0], levels[step])


# Masks


@settings(deadline=None, max_examples=60)
@given(st.one_of(ON_GRID, st.sampled_from(RATES), st.floats(0, 1 - 2.0**-16)), st.integers(0, 300))
def test_a_mask_is_where_the_coins_reach_p_times_the_scale(p: float, step: int) -> None:
    coins = Coins(5, SHAPES)
    coins.seek(step)
    for k in range(len(SHAPES)):
        place = coins.place(k)
        factors = place.factors(place.shape, BERNOULLI, p)
        np.testing.assert_array_equal(factors, (place.random() >= p) * (1 / (1 - p)))


def test_a_neuron_whose_coin_is_exactly_p_is_kept() -> None:
    coins = Coins(5, SHAPES)
    place = coins.place(1)
    u = place.random()
    for p in u.ravel():
        np.testing.assert_array_equal(place.factors(place.shape, CLASSIC, p), u >= p)
        assert place.factors(place.shape, CLASSIC, p)[u == p].all()


def test_new_p_rule_or_step_make_new_factors() -> None:
    coins = Coins(5, SHAPES)
    place = coins.place(2)
    visits = [(0, 0.3, CLASSIC), (0, 0.3, BERNOULLI), (0, 0.6, BERNOULLI), (1, 0.6, BERNOULLI), (128, 0.6, GAUSSIAN)]
    for step, p, rule in [*visits, visits[0]]:
        coins.seek(step)
        np.testing.assert_array_equal(place.factors(place.shape, rule, p), rule.factors(place.levels()[None], p)[0])


def test_masks_that_were_handed_out_do_not_change_later() -> None:
    coins = Coins(5, SHAPES)
    place = coins.place(2)
    mask = place.factors(place.shape, CLASSIC, 0.3)
    before = mask.copy()
    for step, p in [(1, 0.3), (128, 0.3), (0, 0.8)]:
        coins.seek(step)
        place.factors(place.shape, CLASSIC, p)
    np.testing.assert_array_equal(mask, before)


def test_raising_p_drops_more_neurons_and_brings_none_back() -> None:
    coins = Coins(5, SHAPES)
    place = coins.place(1)
    masks = [place.factors(place.shape, CLASSIC, p).copy() for p in np.linspace(0, 0.99, 100)]
    for lower, higher in pairwise(masks):
        assert (higher <= lower).all()
    assert masks[0].all()
    assert masks[0].sum() > masks[50].sum() > masks[99].sum()


def test_dropout_at_one_place_leaves_the_masks_of_the_others_as_they_were() -> None:
    def masks(rates: dict[int, float], step: int) -> dict[int, np.ndarray]:
        coins = Coins(5, SHAPES)
        coins.seek(step)
        layers = {k: Dropout(p, coins.place(k)) for k, p in rates.items()}
        for k, layer in layers.items():
            layer.forward(np.ones(SHAPES[k]))
        return {k: layer.mask.copy() for k, layer in layers.items()}

    for step in (0, 190):
        np.testing.assert_array_equal(masks({2: 0.4}, step)[2], masks({0: 0.1, 1: 0.9, 2: 0.4}, step)[2])
        np.testing.assert_array_equal(masks({2: 0.4, 1: 0.9}, step)[1], masks({1: 0.9}, step)[1])


@pytest.mark.parametrize("inverted", [True, False])
@pytest.mark.parametrize("p", [0.2, 0.7])
def test_a_layer_drops_where_its_places_coins_are_below_p(p: float, inverted: bool) -> None:
    coins = Coins(5, SHAPES)
    layer = Dropout(p, coins.place(1), inverted)
    x = np.random.default_rng(1).uniform(1, 2, SHAPES[1])
    for step in (0, 1, 128, 1):
        coins.seek(step)
        y, dx = layer.forward(x), layer.backward(2 * x)
        mask = (coins.place(1).random() >= p) * (1 / (1 - p) if inverted else 1.0)
        np.testing.assert_array_equal(layer.mask, mask)
        np.testing.assert_array_equal(y, x * mask)
        np.testing.assert_array_equal(dx, 2 * x * mask)


# p and the 65,536 levels


@pytest.mark.parametrize("p", RATES)
def test_the_threshold_parts_the_levels_exactly_where_coins_reach_p(p: float) -> None:
    levels = np.arange(LEVELS, dtype=np.uint16)
    np.testing.assert_array_equal(levels >= threshold(p), levels / LEVELS >= p)


@settings(deadline=None, max_examples=200)
@given(st.one_of(ON_GRID, ON_GRID.map(lambda p: np.nextafter(p, 2.0)), st.floats(0, 1 - 2.0**-16)))
def test_the_threshold_is_the_least_level_that_reaches_p(p: float) -> None:
    level = int(threshold(min(p, 1 - 2.0**-16)))
    assert level / LEVELS >= min(p, 1 - 2.0**-16)
    assert level == 0 or (level - 1) / LEVELS < p


@pytest.mark.parametrize("p", [0.0, 0.25, 0.5, 0.75, 3 / LEVELS, 0.2, 0.7])
def test_the_share_of_levels_that_drop_is_p_to_one_level(p: float) -> None:
    share = np.count_nonzero(np.arange(LEVELS, dtype=np.uint16) < threshold(p)) / LEVELS
    assert share == math.ceil(p * LEVELS) / LEVELS
    assert 0 <= share - p < 1 / LEVELS


def test_coins_are_even_and_independent() -> None:
    coins = Coins(1, [(32, 64), (32, 64)])
    a, b = (coins.levels(k, 0, 200).ravel() / LEVELS for k in (0, 1))
    assert a.min() >= 0
    assert a.max() < 1
    size = a.size
    assert abs(a.mean() - 0.5) * math.sqrt(12 * size) < 4
    bins = np.bincount((a * 256).astype(int), minlength=256)
    chi_squared = ((bins - size / 256) ** 2 / (size / 256)).sum()
    assert abs(chi_squared - 255) / math.sqrt(2 * 255) < 4
    steps = a.reshape(200, -1)
    for left, right in [(a, b), (a[1:], a[:-1]), (steps[1:].ravel(), steps[:-1].ravel())]:
        assert abs(np.corrcoef(left, right)[0, 1]) * math.sqrt(left.size) < 4


@pytest.mark.parametrize("p", [0.05, 0.2, 0.5, 0.7, 0.95])
def test_the_share_of_kept_neurons_is_that_of_p(p: float) -> None:
    coins = Coins(1, SHAPES)
    place = coins.place(1)
    kept, trials = 0, 2000 * 80
    for step in range(2000):
        coins.seek(step)
        kept += np.count_nonzero(place.factors(place.shape, CLASSIC, p))
    keep = 1 - math.ceil(p * LEVELS) / LEVELS
    assert abs(kept - keep * trials) / math.sqrt(trials * keep * (1 - keep)) < 4


# As an rng


def test_a_place_gives_coins_of_its_own_shape_alone() -> None:
    place = Coins(1, SHAPES).place(1)
    np.testing.assert_array_equal(place.random((10, 8)), place.random())
    with pytest.raises(ValueError, match=r"^place 1 has coins for \(10, 8\), got \(5, 8\)$"):
        place.random((5, 8))


def test_coins_of_another_shape_are_refused() -> None:
    place = Coins(1, [(4, 3)]).place(0)
    for _ in range(2):
        with pytest.raises(ValueError, match=r"place 0 has coins for \(4, 3\), got \(1, 3\)"):
            place.factors((1, 3), BERNOULLI, 0.5)


def test_even_the_highest_coin_is_dropped_where_p_is_above_it() -> None:
    p = 1 - 2.0**-18
    assert threshold(p) == 65536
    place = Coins(1, [(40, 30)]).place(0)
    assert not place.factors(place.shape, CLASSIC, p).any()
