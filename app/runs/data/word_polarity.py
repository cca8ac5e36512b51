"""Word polarity: short sequences of words, some of which speak for or against each of three classes.

A vocabulary of 60 types. Type k comes up with probability proportional to (k + 1)^-.8, as words do (Zipf), and every
second type, from type 1 on, carries evidence: three numbers, drawn once for a seed. A sequence of 12 words belongs to
the class with the largest sum. Where a word stands does not matter, so that a bag of words would do.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.runs.data.flips import flipped

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

TYPES = 60
WORDS = 12
CLASSES = 3
EXPONENT = 0.8
TEST_SEQUENCES = 1000


def frequencies() -> Array:
    """How often each type comes up, (TYPES,); they add up to 1."""
    weights = np.arange(1, TYPES + 1) ** -EXPONENT
    return weights / weights.sum()


def evidence(e: Array) -> Array:
    """What each type says for each class, (TYPES, CLASSES), made from as many standard normal numbers.

    Their mean, with each type as frequent as it is, is taken away: else the commonest words would make one class of
    nearly everything.
    """
    carries = np.arange(TYPES) % 2 == 1
    share = frequencies()[carries]
    table = np.zeros((TYPES, CLASSES))
    table[carries] = e[carries] - share @ e[carries] / share.sum()
    return table.astype(np.float32).astype(np.float64)


def sequences(u: Array) -> Array:
    """The number of the type of each word, as floats, made from as many uniform numbers on [0, 1)."""
    upper = np.cumsum(frequencies()).astype(np.float32).astype(np.float64)
    return np.searchsorted(upper[:-1], u, side="right").astype(np.float64)


def classes(x: Array, table: Array) -> Labels:
    """The class of each sequence (n, WORDS); the first of those with the largest sum."""
    return table[x.astype(np.intp)].sum(axis=1).argmax(axis=1)


def word_polarity(
    n: int, flip: float, stream: Callable[[str], np.random.Generator]
) -> tuple[Array, Labels, Labels, Array, Labels]:
    """x (n, WORDS), y and clean y (n,), and x_test (TEST_SEQUENCES, WORDS) with its right classes.

    `stream` gives the random numbers of each purpose: "types", "train", "train flips", "test".
    """
    table = evidence(stream("types").standard_normal((TYPES, CLASSES)))
    x = sequences(stream("train").random((n, WORDS)))
    x_test = sequences(stream("test").random((TEST_SEQUENCES, WORDS)))
    clean = classes(x, table)
    y = flipped(clean, stream("train flips").random((n, 2)), flip, CLASSES)
    return x, y, clean, x_test, classes(x_test, table)
