"""Symbols as rows of zeros with one 1, and the flag of the first step."""

import numpy as np
import pytest

from app.engine import LSTM, Network, OneHot

IDS = np.array([[0.0, 2.0, 1.0], [2.0, 2.0, 0.0]])


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("flag", [False, True])
def test_each_symbol_has_its_own_1_and_the_flag_is_at_the_first_step(flag: bool, bound: bool) -> None:
    made = OneHot(3, flag)
    if bound:
        assert made.bind(IDS.shape, 0) == (2, 3, 3 + flag)
        made.forward(2 - IDS)
    y = made.forward(IDS)
    np.testing.assert_array_equal(y[..., :3], np.eye(3)[IDS.astype(int)])
    if flag:
        assert y[..., 3].tolist() == [[1, 0, 0], [1, 0, 0]]
    assert not made.backward(y).any()
    assert made.backward(y).shape == IDS.shape


def test_it_writes_to_where_the_next_layer_reads() -> None:
    one_hot, lstm = OneHot(3, flag=True), LSTM(4, 2)
    network = Network([one_hot, lstm])
    network.draw(np.random.default_rng(1), 1.0)
    expected = network.forward(IDS)
    network.bind(IDS.shape, 0)
    assert network.forward(IDS).tobytes() == expected.tobytes()
    assert one_hot.y is lstm.x


@pytest.mark.parametrize("wrong", [3.0, -1.0, 0.5, np.nan])
def test_what_is_no_symbol_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match=r"^x must be whole numbers from 0 to 2, got "):
        OneHot(3).forward(np.array([[0.0, wrong]]))


def test_wrong_shapes_and_orders_are_told() -> None:
    with pytest.raises(ValueError, match=r"^x must be \(batch, steps\), got \(2,\)$"):
        OneHot(3).forward(IDS[:, 0])
    with pytest.raises(RuntimeError, match="forward pass first"):
        OneHot(3).backward(IDS)
