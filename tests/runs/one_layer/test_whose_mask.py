import numpy as np
import pytest

from app.runs.one_layer.whose_mask import BATCHES, gradients, noises


@pytest.mark.parametrize("p", [0.01, 0.2, 0.5, 0.8, 0.99, 0.9999])
def test_sharing_one_mask_gives_the_noisier_gradient(p):
    found = noises(p)
    assert [n.batch for n in found] == list(BATCHES)
    ratios = [n.ratio for n in found]
    assert ratios[0] == pytest.approx(1)  # of one sample alone both are the same
    assert ratios == sorted(ratios)
    assert ratios[-1] > 3
    assert found[0].own_measured == found[0].shared_measured


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_what_is_measured_is_what_all_masks_give(p):
    for n in noises(p):
        assert n.own_measured == pytest.approx(n.own, rel=0.15)
        assert n.shared_measured == pytest.approx(n.shared, rel=0.15)


def test_masks_of_their_own_average_out():
    found = noises(0.5)
    assert found[0].own / found[-1].own == pytest.approx(64)


def test_without_dropout_there_is_no_noise():
    assert all(n.own == n.shared == n.own_measured == n.shared_measured == 0 and n.ratio == 1 for n in noises(0.0))


def test_both_kinds_have_the_same_mean():
    rng = np.random.default_rng(0)
    x, y, w = rng.random((8, 3)), rng.random((8, 1)), rng.random((3, 1))
    coins = rng.random((20_000, 8, 3))
    shared = np.repeat(coins[:, :1], 8, axis=1)
    own, one = (gradients(0.5, x, y, w, each).mean(axis=(0, 1)) for each in (coins, shared))
    assert own == pytest.approx(one, abs=0.05)


def test_a_gradient_is_that_of_its_mask_by_hand():
    rng = np.random.default_rng(0)
    x, y, w, coins = rng.random((4, 3)), rng.random((4, 1)), rng.random((3, 1)), rng.random((2, 4, 3))
    found = gradients(0.3, x, y, w, coins)
    kept = x * (coins >= 0.3) / 0.7
    assert found == pytest.approx(2 * ((kept @ w) - y) * kept)
