"""Word polarity: what comes up how often, who speaks for what, and the same bytes for the same seed."""

import hashlib

import numpy as np
import pytest

from app.runs.data.word_polarity import CLASSES, TYPES, WORDS, classes, evidence, frequencies, sequences, word_polarity
from tests.runs.data.streams import streams

RNG = np.random.default_rng


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others() -> None:
    first, second, other = (word_polarity(300, 0.2, streams(seed)) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0], other[0])
    digest = hashlib.sha256(b"".join(array.astype("<f4").tobytes() for array in first)).hexdigest()
    assert digest == "d2a5579908e4e0cc060e7adea770d1203c87e23e94deac467b0b021d3d7437c7"


def test_shapes_and_kinds() -> None:
    x, y, clean, x_test, y_test = word_polarity(50, 0.2, streams(1))
    assert (x.shape, x_test.shape) == ((50, WORDS), (1000, WORDS))
    assert y.shape == clean.shape == (50,)
    assert y_test.shape == (1000,)
    assert x.dtype == x_test.dtype == np.float64
    assert {array.dtype for array in (y, clean, y_test)} == {np.dtype(np.int64)}
    for array in (x, x_test):
        assert np.array_equal(array, np.floor(array))
        assert 0 <= array.min() <= array.max() < TYPES


def test_only_training_labels_are_flipped() -> None:
    x, y, clean, x_test, y_test = word_polarity(2000, 0.2, streams(1))
    table = evidence(streams(1)("types").standard_normal((TYPES, CLASSES)))
    np.testing.assert_array_equal(clean, classes(x, table))
    np.testing.assert_array_equal(y_test, classes(x_test, table))
    assert abs((y != clean).mean() - 0.2) < 4 * np.sqrt(0.2 * 0.8 / 2000)


def test_more_sequences_leave_the_first_ones_where_they_are() -> None:
    few, many = word_polarity(50, 0.2, streams(1)), word_polarity(400, 0.2, streams(1))
    for a, b in zip(few, many, strict=True):
        np.testing.assert_array_equal(a[:50], b[:50])


def test_types_come_up_as_often_as_their_rank_says() -> None:
    share = frequencies()
    assert share.sum() == pytest.approx(1)
    assert share[0] / share[31] == pytest.approx(32**0.8)
    x = sequences(RNG(1).random((5000, WORDS)))
    counts = np.bincount(x.astype(int).ravel(), minlength=TYPES)
    assert (abs(counts - x.size * share) < 4.5 * np.sqrt(x.size * share)).all()
    assert sequences(np.array([[0.0, np.nextafter(1.0, 0.0)]])).tolist() == [[0, TYPES - 1]]


def test_every_second_type_carries_evidence_with_a_mean_of_0_on_the_float32_grid() -> None:
    table = evidence(RNG(1).normal(size=(TYPES, CLASSES)))
    assert not table[::2].any()
    assert table[1::2].all()
    np.testing.assert_allclose(frequencies() @ table, 0.0, atol=1e-7)
    np.testing.assert_array_equal(table, table.astype(np.float32))


def test_a_sequence_belongs_to_the_class_with_the_largest_sum_in_whatever_order() -> None:
    table = np.zeros((TYPES, CLASSES))
    table[1], table[3] = [1.0, 0.0, -1.0], [-1.0, 0.5, 2.5]
    x = np.array([[1.0, 1.0, 1.0, 0.0], [3.0, 1.0, 0.0, 2.0], [0.0, 2.0, 1.0, 3.0], [0.0, 0.0, 2.0, 4.0]])
    assert classes(x, table).tolist() == [0, 2, 2, 0]


def test_no_class_is_nearly_everything() -> None:
    shares = np.array([np.bincount(word_polarity(1, 0.0, streams(seed))[4], minlength=3) / 1000 for seed in range(20)])
    assert shares.max() < 0.6
    assert shares.min() > 0.1
