"""Programs to copy for LSTMs: with their weights and their masks our LSTM puts out the same numbers."""

from typing import Any

import numpy as np
import pytest

from app.engine import LSTM
from app.engine.recurrent_mask import RecurrentMask
from app.engine.rules import BERNOULLI, Shared
from tests.engine.gradient import FixedCoins
from tests.web.methods.libraries.program import compare, library, numbers, ours, ran

torch = library("torch")

RATES = [0.2, 0.7]
SIZES = {"batch": 6, "steps": 5, "inputs": 4, "units": 8}
WIDE = (6, 5, 4, 8)  # coins of all but x: batch, steps, gates, units
GATES = [3, 0, 1, 2]  # PyTorch has i, f, g, o; ours are o, i, f, g


def lstm(cell: Any, *masks: RecurrentMask) -> LSTM:
    """Ours, with the weights of PyTorch's cell."""
    layer = LSTM(cell.input_size, cell.hidden_size, masks)
    for name, theirs in (("Wx", cell.weight_ih), ("Wh", cell.weight_hh), ("b", cell.bias_ih + cell.bias_hh)):
        parts = np.split(numbers(theirs), 4)
        layer.params[name][...] = np.concatenate([parts[k] for k in GATES]).T
    return layer


def coins(mask: np.ndarray, shape: tuple[int, ...]) -> FixedCoins:
    """Coins that make this mask: low where it drops."""
    return FixedCoins(np.broadcast_to(np.where(mask == 0, 0.0, 0.999), shape))


def same(names: dict[str, Any], layer: LSTM) -> None:
    """The last run's last output is ours."""
    theirs, own = numbers(names["h"])[-1], layer.forward(numbers(names["x"]))[:, -1]
    assert own == pytest.approx(theirs, abs=1e-5)
    assert np.abs(own - layer.eval().forward(numbers(names["x"]))[:, -1]).max() > 1e-3  # masks matter


@pytest.mark.parametrize("p", RATES)
def test_variational_dropout_tied(p: float) -> None:
    names = ran("torch/variational.py", {"p_x": p / 2, "p_h": p, **SIZES})
    z_x, z_h = numbers(names["z_x"]), numbers(names["z_h"])
    on_x = RecurrentMask("x", p / 2, coins(z_x[-1][:, None], (6, 5, 4)))
    same(names, lstm(names["cell"], on_x, RecurrentMask("h", p, coins(z_h[-1][:, None, None], WIDE))))
    compare(z_x, ours(BERNOULLI, p / 2, (6, 4)))
    compare(z_h, ours(BERNOULLI, p, (6, 8)))


@pytest.mark.parametrize("p", RATES)
def test_variational_dropout_untied(p: float) -> None:
    names = ran("torch/variational-untied.py", {"p_x": p / 2, "p_h": p, **SIZES})
    z_x, z_h = numbers(names["z_x"]), numbers(names["z_h"])  # of h (runs, gates, batch, units)
    gates = z_h[-1][GATES].transpose(1, 0, 2)[:, None]
    on_x = RecurrentMask("x", p / 2, coins(z_x[-1][:, None], (6, 5, 4)))
    same(names, lstm(names["cell"], on_x, RecurrentMask("h", p, coins(gates, WIDE), tied=False)))
    compare(z_h, ours(BERNOULLI, p, (4, 6, 8)))


@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize(("lasts", "rule"), [("step", BERNOULLI), ("sequence", Shared((-2,)))])
def test_recurrent_dropout(lasts: Any, rule: Any, p: float) -> None:
    names = ran("torch/recurrent.py", {"p_x": p / 2, "p": p, "lasts": lasts, **SIZES})
    z_x, z = numbers(names["z_x"]), numbers(names["z"])  # runs, batch, steps, numbers
    on_x = RecurrentMask("x", p / 2, coins(z_x[-1], (6, 5, 4)), lasts)
    same(names, lstm(names["cell"], on_x, RecurrentMask("g", p, coins(z[-1][:, :, None], WIDE), lasts)))
    compare(z_x, ours(rule, p / 2, (6, 5, 4)))
    compare(z, ours(rule, p, (6, 5, 8)))


@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize("on", ["h", "c"])
def test_naive_dropout(on: Any, p: float) -> None:
    names = ran("torch/naive.py", {"p_x": p / 2, "p": p, "on": on, **SIZES})
    z_x, z = numbers(names["z_x"]), numbers(names["z"])
    on_x = RecurrentMask("x", p / 2, coins(z_x[-1], (6, 5, 4)), "step")
    same(names, lstm(names["cell"], on_x, RecurrentMask(on, p, coins(z[-1][:, :, None], WIDE), "step")))
    compare(z_x, ours(BERNOULLI, p / 2, (6, 5, 4)))
    compare(z, ours(BERNOULLI, p, (6, 5, 8)))


@pytest.mark.parametrize("p", RATES)
def test_keras_draws_untied_masks_once_a_sequence(p: float) -> None:
    library("keras")
    names = ran("keras/variational-untied.py", {"p_x": p / 2, "p_h": p, **SIZES})
    compare(numbers(names["z_h"]), ours(BERNOULLI, p, (4, 6, 8)))
