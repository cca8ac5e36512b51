"""The last step alone goes on, and only it gets a gradient."""

import numpy as np
import pytest

from app.engine import LastStep
from tests.engine.gradient import check_layer

X = np.random.default_rng(1).normal(size=(3, 4, 2))


@pytest.mark.parametrize("bound", [False, True])
def test_the_last_step_goes_on_and_all_others_get_0_back(bound: bool) -> None:
    made = LastStep()
    if bound:
        assert made.bind(X.shape, 0) == (3, 2)
    np.testing.assert_array_equal(made.forward(X), X[:, 3])
    dh = made.backward(X[:, 0])
    np.testing.assert_array_equal(dh, np.stack([*np.zeros((3, 3, 2)), X[:, 0]], axis=1))
    check_layer(made, X)


def test_what_is_no_sequence_and_a_wrong_order_are_told() -> None:
    made = LastStep()
    with pytest.raises(RuntimeError, match="forward pass first"):
        made.backward(X[:, 0])
    with pytest.raises(
        ValueError, match=r"^x must be \(batch, steps, units\) with at least one step, got \(3, 0, 2\)$"
    ):
        made.bind((3, 0, 2), 0)
    made.bind(X.shape, 0)
    with pytest.raises(ValueError, match=r"^x must be \(3, 4, 2\), got \(2, 4, 2\)$"):
        made.forward(X[:2])
