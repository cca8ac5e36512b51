"""Which blocks are open: rates, the distribution of the depth against enumeration, and what stays when some go."""

from itertools import product

import numpy as np
import pytest

from app.engine import depths, every_other, linear_decay


def test_linear_decay_closes_the_last_block_at_p_and_the_first_seldom() -> None:
    np.testing.assert_allclose(linear_decay(8, 0.5), np.arange(1, 9) / 16, rtol=1e-15)
    assert linear_decay(1, 0.3) == [0.3]


@pytest.mark.parametrize("blocks", [1, 2, 8, 54])
def test_the_mean_depth_of_linear_decay_to_a_half_is_that_of_the_paper(blocks: int) -> None:
    chances = depths(linear_decay(blocks, 0.5))
    assert chances @ np.arange(blocks + 1) == pytest.approx((3 * blocks - 1) / 4, rel=1e-12)


def test_the_distribution_of_the_depth_is_that_over_all_ways_to_close_blocks() -> None:
    rates = [0.1, 0.7, 0.0, 0.5, 0.35]
    counted = np.zeros(6)
    for bits in product([False, True], repeat=5):
        counted[sum(bits)] += np.prod([1 - p if is_open else p for p, is_open in zip(rates, bits, strict=True)])
    np.testing.assert_allclose(depths(rates), counted, rtol=1e-12, atol=1e-16)
    assert depths([]).tolist() == [1.0]


@pytest.mark.parametrize(
    ("kept", "stays"),
    [
        (8, "11111111"),
        (7, "11111110"),
        (6, "11101110"),
        (4, "10101010"),
        (3, "10100100"),
        (2, "10001000"),
        (1, "1" + "0" * 7),
    ],
)
def test_blocks_go_evenly_spread(kept: int, stays: str) -> None:
    assert every_other(8, kept) == [bit == "1" for bit in stays]


@pytest.mark.parametrize("one_in", [2, 3, 4])
def test_where_one_in_n_goes_it_is_every_nth(one_in: int) -> None:
    assert every_other(12, 12 - 12 // one_in) == [number % one_in != 0 for number in range(1, 13)]


def test_what_cannot_be_is_told() -> None:
    with pytest.raises(ValueError, match=r"^kept must lie in \[1, 8\], got 0$"):
        every_other(8, 0)
    with pytest.raises(ValueError, match=r"^blocks must be at least 1, got 0$"):
        linear_decay(0, 0.5)
    with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\), got 1.5$"):
        linear_decay(8, 1.5)
