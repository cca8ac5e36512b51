"""Seeding: equal seeds mean other random words for whatever they are drawn for."""

from itertools import combinations

import numpy as np
import pytest

from app.engine.coins import LEVELS, Coins
from app.engine.seeding import PURPOSES, seeding
from app.runs.data.batches import Batches


def words(*arguments: object) -> list[int]:
    return np.random.SFC64(seeding(*arguments)).random_raw(64).tolist()  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_no_two_purposes_and_no_two_parts_of_one_share_a_word(seed: int) -> None:
    keys = [(purpose, *key) for purpose in PURPOSES for key in ((), (0,), (1,), (0, 0))]
    for one, other in combinations(keys, 2):
        assert not set(words(seed, *one)) & set(words(seed, *other)), (one, other)


def test_seeds_one_apart_share_no_word() -> None:
    assert not set(words(1, "masks", 0)) & set(words(2, "masks", 0))


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_coin_does_not_tell_whether_its_sample_is_in_the_batch(seed: int) -> None:
    """Of the same seed, which is the default. A coin is a quarter of a word, and the words of a batch's order were the
    same ones: sample j was in the first batch where coin 4 j + 3 was low."""
    n = 400
    in_first_batch = np.isin(np.arange(n), Batches(seed, n, n // 2).rows(0))
    coins = Coins(seed, [(n, 4)]).block(0).ravel() / LEVELS
    for quarter in range(4):
        correlation = np.corrcoef(coins[quarter::4][:n], in_first_batch)[0, 1]
        assert abs(correlation) < 4.5 / np.sqrt(n)
