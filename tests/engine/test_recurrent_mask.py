"""Masks of recurrent layers: their shapes, and which combinations there are."""

import numpy as np
import pytest

from app.engine import RecurrentMask
from tests.engine.gradient import FixedCoins, NoCoins

RNG = np.random.default_rng


@pytest.mark.parametrize(
    ("on", "how", "shape"),
    [
        ("x", {}, (2, 1, 3)),
        ("x", {"each": "step"}, (2, 5, 3)),
        ("h", {}, (2, 1, 1, 6)),
        ("h", {"tied": False}, (2, 1, 4, 6)),
        ("h", {"each": "step"}, (2, 5, 1, 6)),
        ("h", {"each": "step", "tied": False}, (2, 5, 4, 6)),
        ("c", {"each": "step"}, (2, 5, 1, 6)),
        ("g", {}, (2, 1, 1, 6)),
        ("g", {"each": "step"}, (2, 5, 1, 6)),
    ],
)
def test_a_mask_is_of_the_first_coins_along_what_shares_it(on, how, shape) -> None:
    coins = RNG(1).random((2, 5, 3) if on == "x" else (2, 5, 4, 6))
    mask = RecurrentMask(on, 0.4, FixedCoins(coins), **how).draw((2, 5, 3), 6)
    assert mask.shape == shape
    first = coins[tuple(slice(size) for size in shape)]
    np.testing.assert_allclose(mask, (first >= 0.4) / 0.6)


def test_p_of_0_draws_nothing_and_p_may_be_changed_within_bounds() -> None:
    mask = RecurrentMask("h", 0.0, NoCoins())
    assert mask.draw((2, 5, 3), 6) is None
    with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\), got 1$"):
        mask.p = 1


@pytest.mark.parametrize(
    ("on", "how", "message"),
    [
        ("o", {}, 'on must be "x", "h", "c" or "g", got \'o\''),
        ("h", {"each": "batch"}, 'each must be "step" or "sequence", got \'batch\''),
        ("c", {}, "a mask of c must be drawn for each step"),
        ("g", {"tied": False}, "only masks of h may be untied, got one of g"),
    ],
)
def test_what_there_is_not_is_told(on, how, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        RecurrentMask(on, 0.1, NoCoins(), **how)
