"""Stacked dropout: the masks that each replica would have alone."""

import numpy as np
import pytest

from app.engine import Coins, Dropout, StackedDropout, StackedMasks
from app.engine.layer import batch_last
from tests.engine.gradient import check_layer

SHAPES = [(4, 3), (4, 5)]
RNG = np.random.default_rng


def coins(*seeds: int) -> list[Coins]:
    return [Coins(seed, SHAPES) for seed in seeds]


def alone(seed: int, place: int, p: float, step: int) -> np.ndarray:
    own = Coins(seed, SHAPES)
    own.seek(step)
    layer = Dropout(p, own.place(place))
    layer.forward(np.ones(SHAPES[place]))
    return np.ones(SHAPES[place]) if layer.mask is None else layer.mask


def test_each_replica_has_the_masks_that_it_would_have_alone() -> None:
    ps = [(0.2, 0.7), (0.0, 0.5), (0.999999, 0.3)]
    masks = StackedMasks(coins(1, 2, 3), [0, 1])
    masks.put(ps)
    for step in (0, 1, 31, 32, 200, 5):
        masks.seek(step)
        for place in (0, 1):
            expected = [alone(seed, place, p[place], step) for seed, p in zip((1, 2, 3), ps, strict=True)]
            np.testing.assert_array_equal(masks.of(place), expected)


def test_replicas_that_share_coins_differ_by_p_alone() -> None:
    (shared,) = coins(1)
    masks = StackedMasks([shared, shared], [1])
    masks.put([(0.2,), (0.7,)])
    masks.seek(0)
    low, high = masks.of(1)
    assert (low == alone(1, 1, 0.2, 0)).all()
    assert (low[high > 0] > 0).all()
    assert (low > 0).sum() > (high > 0).sum()


def test_a_new_p_holds_from_the_next_step_that_is_sought() -> None:
    masks = StackedMasks(coins(1), [0])
    masks.put([(0.2,)])
    masks.seek(3)
    masks.put([(0.7,)])
    masks.seek(4)
    np.testing.assert_array_equal(masks.of(0)[0], alone(1, 0, 0.7, 4))


def test_p_is_checked_as_in_dropout() -> None:
    with pytest.raises(ValueError, match=r"p must lie in \[0, 1\), got 1"):
        StackedMasks(coins(1), [0]).put([(1.0,)])


def test_the_gradient_is_right() -> None:
    mask = (RNG(1).random((2, 4, 3)) >= 0.4) / 0.6
    check_layer(StackedDropout(mask), RNG(2).normal(size=(2, 4, 3)))


def test_evaluation_passes_through_and_training_multiplies() -> None:
    mask, x = np.full((1, 2, 3), 2.0), RNG(1).normal(size=(1, 2, 3))
    layer = StackedDropout(mask)
    assert (layer.forward(x) == 2 * x).all()
    assert (layer.backward(x) == 2 * x).all()
    layer.eval()
    assert (layer.backward(x) == 2 * x).all()  # as the last forward pass was
    assert layer.forward(x) is x
    assert layer.backward(x) is x


def test_a_bound_layer_writes_where_it_is_told() -> None:
    mask, x = np.full((1, 2, 3), 2.0), RNG(1).normal(size=(1, 2, 3))
    layer = StackedDropout(mask)
    assert layer.bind((1, 2, 3)) == (1, 2, 3)
    there = batch_last((1, 2, 3))
    layer.write_to(there)
    assert layer.forward(x) is there
    with pytest.raises(ValueError, match="x must be"):
        layer.forward(x[:, :1])


def test_backward_needs_a_forward_pass() -> None:
    with pytest.raises(RuntimeError, match="needs a forward pass first"):
        StackedDropout(np.ones((1, 2, 3))).backward(np.ones((1, 2, 3)))
