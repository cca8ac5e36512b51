"""Batches: every sample once an epoch, in an order that depends on seed and epoch alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runs.data.batches import EPOCHS, Batches


@given(st.integers(0, 2**31 - 1), st.integers(4, 60), st.integers(1, 20), st.integers(0, 3 * EPOCHS))
def test_an_epoch_shows_no_sample_twice(seed: int, n: int, batch: int, epoch: int) -> None:
    batch = min(batch, n)
    batches = Batches(seed, n, batch)
    steps = range(epoch * (n // batch), (epoch + 1) * (n // batch))
    rows = np.concatenate([batches.rows(step) for step in steps])
    assert len(set(rows.tolist())) == len(rows) == n // batch * batch
    assert rows.min() >= 0
    assert rows.max() < n


def test_an_epoch_shows_every_sample_once_where_batches_fill_it() -> None:
    batches = Batches(1, 12, 4)
    rows = np.concatenate([batches.rows(step) for step in range(3)])
    assert sorted(rows.tolist()) == list(range(12))


def test_a_sample_that_waited_comes_in_other_epochs() -> None:
    batches = Batches(1, 11, 4)
    seen = {row for step in range(20) for row in batches.rows(step).tolist()}
    assert seen == set(range(11))


@pytest.mark.parametrize("steps", [[500, 3, 1000, 3, 0, 499], list(range(100, -1, -1))])
def test_a_step_has_the_same_rows_in_whatever_order_steps_are_asked_for(steps: list[int]) -> None:
    batches = Batches(5, 30, 7)
    for step in steps:
        assert batches.rows(step).tolist() == Batches(5, 30, 7).rows(step).tolist()


def test_seeds_and_epochs_differ() -> None:
    one = Batches(1, 100, 100)
    orders = {tuple(one.rows(step).tolist()) for step in range(2 * EPOCHS)}
    assert len(orders) == 2 * EPOCHS
    assert one.rows(0).tolist() != Batches(2, 100, 100).rows(0).tolist()


def test_the_rows_of_seed_1_are_these_forever() -> None:
    """They are part of what a link means."""
    batches = Batches(1, 10, 5)
    assert [batches.rows(step).tolist() for step in (0, 1, 2 * EPOCHS)] == [
        [2, 7, 8, 3, 4],
        [5, 1, 6, 0, 9],
        [0, 6, 3, 9, 2],
    ]


def test_a_span_has_the_rows_of_its_steps() -> None:
    batches = Batches(3, 11, 4)
    for start, stop in ((0, 1), (5, 300), (2 * EPOCHS - 1, 2 * EPOCHS + 1), (3, 9)):
        expected = [Batches(3, 11, 4).rows(step).tolist() for step in range(start, stop)]
        assert batches.span(start, stop).tolist() == expected
