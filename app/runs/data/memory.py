"""Memory: a symbol, then distractors; which symbol was the first?"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.runs.data.flips import flipped

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

SYMBOLS = 8
TEST_SEQUENCES = 1000


def symbols(u: Array) -> Array:
    """0 to SYMBOLS - 1 as floats, made from as many uniform numbers on [0, 1)."""
    return np.floor(SYMBOLS * u)


def memory(
    n: int, delay: int, flip: float, stream: Callable[[str], np.random.Generator]
) -> tuple[Array, Labels, Labels, Array, Labels]:
    """x (n, delay), y and clean y (n,), and x_test (TEST_SEQUENCES, delay) with its right classes: x at t = 0.

    `stream` gives the random numbers of each purpose: "train", "train flips", "test".
    Raises: ValueError for a delay below 1.
    """
    if delay < 1:
        raise ValueError(f"delay must be at least 1, got {delay}")
    x = symbols(stream("train").random((n, delay)))
    x_test = symbols(stream("test").random((TEST_SEQUENCES, delay)))
    clean = x[:, 0].astype(np.int64)
    y = flipped(clean, stream("train flips").random((n, 2)), flip, SYMBOLS)
    return x, y, clean, x_test, x_test[:, 0].astype(np.int64)
