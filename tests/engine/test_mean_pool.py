"""MeanPool against its definition and central differences."""

import numpy as np
import pytest

from app.engine import MeanPool
from tests.engine.gradient import check_layer

RNG = np.random.default_rng


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("length", [1, 4])
def test_gradients_agree_with_central_differences(length: int, bound: bool) -> None:
    layer = MeanPool()
    if bound:
        assert layer.bind((3, length, 2), 0) == (3, 2)
    x = RNG(2).normal(size=(3, length, 2))
    check_layer(layer, x)
    np.testing.assert_allclose(layer.forward(x), x.mean(axis=1), rtol=1e-14)


@pytest.mark.parametrize("shape", [(3, 0, 2), (3, 2)])
def test_what_is_no_sequence_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"^x must be \(batch, T, width\) with T of at least 1, got "):
        MeanPool().forward(np.ones(shape))
    with pytest.raises(ValueError, match=r"^x must be \(batch, T, width\) with T of at least 1, got "):
        MeanPool().bind(shape)


def test_a_bound_layer_refuses_another_shape() -> None:
    layer = MeanPool()
    layer.bind((3, 4, 2), 0)
    with pytest.raises(ValueError, match=r"^x must be \(3, 4, 2\), got \(3, 1, 2\)$"):
        layer.forward(np.ones((3, 1, 2)))


def test_backward_before_forward_is_an_error() -> None:
    with pytest.raises(RuntimeError, match=r"^MeanPool.backward needs a forward pass first$"):
        MeanPool().backward(np.ones((3, 2)))
