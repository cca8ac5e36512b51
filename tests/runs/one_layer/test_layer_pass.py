"""The preset to the bit, and dX as the derivative."""

from hashlib import sha256
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.dropout import Dropout
from app.runs.one_layer import coins
from app.runs.one_layer.coins import Given
from app.runs.one_layer.layer_pass import matrices, run
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.notebook_failures import notebook_pass

GOLDEN = {
    "coins": "bf651e9d544dd503796dc37528d57766262bc1668b4ca9c695cfb31403212d2c",
    "mask": "dece3fa01c48726bebcda90d0187168df4da2adf9beb541fafd8c422cf481afa",
    "y": "8b73f3aa12383552c4332e26461c6a70db5cf5a2bb468112437bc360ac551929",
    "dx": "15f2bd71d91b42392175c6365a8db8b521806db878c2a028d3fc83f14868219b",
}
MASK = [[0, 2, 0, 0, 0], [0, 0, 0, 0, 2], [0, 2, 0, 2, 0], [2, 0, 2, 0, 0]]
rates = st.floats(0.05, 0.95)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_preset_is_the_notebooks_bit_for_bit(name):
    matrix = getattr(run(LayerSpec()), name)
    assert sha256(np.ascontiguousarray(matrix, np.float64).tobytes()).hexdigest() == GOLDEN[name]


def test_the_presets_mask_as_the_notebook_prints_it():
    numbers = run(LayerSpec())
    assert numbers.mask.tolist() == MASK
    assert numbers.kept == 6
    assert numbers.y[2].tolist() == [0, 1.1, 0, 1.3, 0]
    assert numbers.dx[3].tolist() == [0.6, 0, 0.68, 0, 0]


def test_the_preset_equals_what_the_notebooks_code_gives():
    numbers = run(LayerSpec())
    for ours, theirs in zip((numbers.mask, numbers.y, numbers.dx), notebook_pass(), strict=True):
        assert np.array_equal(ours, theirs)


@given(st.integers(0, 1000), rates)
def test_a_seed_draws_numpys_default_coins(seed, p):
    numbers = run(LayerSpec(p=p, seed=seed))
    assert np.array_equal(numbers.coins, np.random.default_rng(seed).random((4, 5)))
    assert np.array_equal(numbers.mask != 0, numbers.coins >= p)


@given(rates, rates)
def test_a_larger_p_drops_the_same_neurons_and_perhaps_more(one, other):
    low, high = sorted((one, other))
    dropped_low, dropped_high = (run(LayerSpec(p=p, seed=3)).mask == 0 for p in (low, high))
    assert not (dropped_low & ~dropped_high).any()


@pytest.mark.parametrize("spec", [LayerSpec(mode="eval"), LayerSpec(p=0.0)])
def test_where_nothing_is_dropped_no_coin_is_drawn_and_all_passes_both_ways(spec):
    numbers = run(spec)
    assert numbers.coins is None
    assert numbers.mask is None
    assert np.array_equal(numbers.y, numbers.x)
    assert np.array_equal(numbers.dx, numbers.dy)


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_dx_is_the_derivative_of_the_loss_with_the_mask_frozen(p):
    numbers = run(LayerSpec(p=p, seed=5))
    x, dy = matrices(LayerSpec())

    def loss(changed):
        return float((Dropout(p, Given(numbers.coins)).forward(changed) * dy).sum())

    step = 1e-6
    for i, j in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i, j] += step
        down[i, j] -= step
        assert (loss(up) - loss(down)) / (2 * step) == pytest.approx(numbers.dx[i, j], abs=1e-8)


@given(st.sampled_from([0.2, 0.5, 0.7]), st.lists(st.integers(-50, 50), min_size=4, max_size=4))
def test_the_mean_over_all_masks_is_x(p, values):
    x = np.array(values, float).reshape(2, 2)
    mean = np.zeros_like(x)
    for bits in product((0, 1), repeat=4):
        u = np.where(np.array(bits).reshape(2, 2), p, 0.0)  # at p kept, below it dropped
        weight = np.prod([1 - p if bit else p for bit in bits])
        mean += weight * Dropout(p, Given(u)).forward(x)
    assert mean == pytest.approx(x, abs=1e-12)


def test_kept_remembers_what_was_drawn():
    source = coins.Kept(coins.generator(None))
    drawn = source.random((2, 2))
    assert source.last is drawn
