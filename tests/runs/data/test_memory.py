"""Memory: which symbol was the first, and the same bytes for the same seed."""

import hashlib

import numpy as np
import pytest

from app.runs.data.memory import memory
from tests.runs.data.streams import streams


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others() -> None:
    first, second, other = (memory(300, 20, 0.2, streams(seed)) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0], other[0])
    digest = hashlib.sha256(b"".join(array.astype("<f4").tobytes() for array in first)).hexdigest()
    assert digest == "3b86ec90e0547f90a89add9b5c23bb3f07b18eeb184c9110d95970cef4594a15"


@pytest.mark.parametrize("delay", [1, 20])
def test_the_class_is_the_first_symbol_and_only_training_labels_are_flipped(delay: int) -> None:
    x, y, clean, x_test, y_test = memory(2000, delay, 0.2, streams(1))
    assert (x.shape, x_test.shape) == ((2000, delay), (1000, delay))
    assert x.dtype == x_test.dtype == np.float64
    assert {array.dtype for array in (y, clean, y_test)} == {np.dtype(np.int64)}
    np.testing.assert_array_equal(clean, x[:, 0])
    np.testing.assert_array_equal(y_test, x_test[:, 0])
    assert abs((y != clean).mean() - 0.2) < 4 * np.sqrt(0.2 * 0.8 / 2000)
    assert set(y.tolist()) == set(range(8))


def test_all_symbols_are_as_likely_at_each_step() -> None:
    x = memory(8000, 4, 0.0, streams(1))[0]
    for step in x.T:
        counts = np.bincount(step.astype(int), minlength=8)
        assert len(counts) == 8
        assert (abs(counts - 1000) < 4.5 * np.sqrt(1000)).all()


def test_more_sequences_leave_the_first_ones_where_they_are() -> None:
    few, many = memory(50, 5, 0.2, streams(1)), memory(400, 5, 0.2, streams(1))
    for a, b in zip(few, many, strict=True):
        np.testing.assert_array_equal(a[:50], b[:50])


def test_a_delay_of_no_step_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^delay must be at least 1, got 0$"):
        memory(10, 0, 0.0, streams(1))
