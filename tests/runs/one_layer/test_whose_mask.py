import numpy as np
import pytest

from app.runs.one_layer.whose_mask import BATCHES, Shared, gradients, noises


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_sharing_one_mask_gives_the_noisier_gradient(p):
    found = noises(p)
    assert [n.batch for n in found] == list(BATCHES)
    assert found[0].ratio == pytest.approx(1, abs=0.15)
    assert found[-1].ratio > 3


def test_masks_of_their_own_average_out():
    found = noises(0.5)
    assert found[0].own / found[-1].own == pytest.approx(64, rel=0.15)


def test_without_dropout_there_is_no_noise():
    assert all(n.own == n.shared == 0 and n.ratio == 1 for n in noises(0.0))


def test_both_kinds_have_the_same_mean():
    rng = np.random.default_rng(0)
    x, y, w = rng.random((8, 3)), rng.random((8, 1)), rng.random((3, 1))
    own, shared = (gradients(0.5, x, y, w, alike, 20_000).mean(axis=(0, 1)) for alike in (False, True))
    assert own == pytest.approx(shared, abs=0.05)


def test_shared_coins_are_equal_for_all_samples_of_a_replica():
    u = Shared(np.random.default_rng(1)).random((3, 4, 1, 5))
    assert np.array_equal(u[:, 0], u[:, 3])
    assert not np.array_equal(u[0], u[1])
