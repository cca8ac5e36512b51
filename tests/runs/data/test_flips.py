import numpy as np

from app.runs.data.flips import flipped


def test_a_share_is_flipped_and_each_other_class_is_as_likely() -> None:
    classes = np.full(20000, 2)
    y = flipped(classes, np.random.default_rng(1).random((20000, 2)), 0.3, 4)
    counts = np.bincount(y, minlength=4)
    assert abs(counts[2] - 14000) < 4 * np.sqrt(20000 * 0.3 * 0.7)
    assert (abs(counts[[0, 1, 3]] - 2000) < 4 * np.sqrt(20000 * 0.1 * 0.9)).all()


def test_what_is_flipped_stays_flipped_as_the_share_grows() -> None:
    classes, coins = np.arange(300) % 3, np.random.default_rng(1).random((300, 2))
    few, many = flipped(classes, coins, 0.1, 3), flipped(classes, coins, 0.4, 3)
    wrong = few != classes
    assert 0 < wrong.sum() < (many != classes).sum()
    np.testing.assert_array_equal(many[wrong], few[wrong])
    np.testing.assert_array_equal(flipped(classes, coins, 0.0, 3), classes)
