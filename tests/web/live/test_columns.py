"""Columns are written in the shortest way."""

import numpy as np

from app.web.live.columns import Order, rings, rows_of_bytes, shortest

RANDOM = np.random.default_rng(7)


def test_what_barely_changes_is_written_as_differences() -> None:
    drift = np.cumsum(RANDOM.integers(0, 2, (400, 1, 3)), axis=0).astype(np.uint8)
    found = shortest(drift, {})
    assert found.way == [1]
    differences = np.frombuffer(found.data, np.uint8).reshape(3, 400)
    assert set(differences[:, 1:].ravel()) <= {0, 1}
    assert np.cumsum(differences.ravel(), dtype=np.uint8).tolist() == drift[:, 0].T.ravel().tolist()


def test_a_picture_is_written_as_what_it_adds_to_what_lies_above_left_and_before() -> None:
    steps, side = 20, 16
    slope = np.add.outer(np.arange(side), np.arange(side))
    pictures = (np.arange(steps)[:, None, None] * slope + 100).astype(np.uint8).reshape(steps, 1, side * side)
    assert shortest(pictures, {}).way == [1, steps, side * steps]


def test_chance_is_written_as_it_is_unless_it_follows_from_what_was_given() -> None:
    given = RANDOM.integers(0, 8, (300, 4, 2)).astype(np.uint8)
    noise = RANDOM.integers(0, 256, (300, 4, 5)).astype(np.uint8)
    made = RANDOM.integers(0, 256, (8, 8, 5)).astype(np.uint8)[given[..., 0], given[..., 1]]
    orders = {"given": Order(given)}
    assert shortest(noise, orders).way == []
    found = shortest(made, orders)
    assert found.way == "given"
    assert found.size < 1000
    read = np.empty((5, 1200), np.uint8)
    read[:, orders["given"].order] = np.frombuffer(found.data, np.uint8).reshape(5, 1200)
    assert np.array_equal(read.T.reshape(300, 4, 5), made)


def test_a_row_of_the_batch_has_the_bytes_of_its_sample() -> None:
    factors = RANDOM.integers(0, 256, (3, 1, 12)).astype(np.uint8)  # of four samples and three neurons
    assert np.array_equal(rows_of_bytes(factors, 4, 3)[2, 1], factors[2, 0, [1, 5, 9]])


def test_rings_say_every_share_of_as_many_steps_as_there_were() -> None:
    assert len(rings()) == 32
    assert rings()[:2] == [[0, 255], [0, 128, 255]]
    assert (len(rings()[31]), rings()[31][8]) == (33, round(255 * 8 / 32))
