import gzip

import numpy as np
import pytest

from app.resources import digits_file
from app.runs.data.digits import load_digits


def test_there_are_500_images_of_each_digit():
    images, labels = load_digits()
    assert images.shape == (5000, 14, 14)
    assert images.dtype == np.float64
    assert labels.dtype == np.int64
    assert np.bincount(labels).tolist() == [500] * 10


def test_pixels_lie_between_0_and_1_on_the_float32_grid():
    images, _ = load_digits()
    assert images.min() == 0
    assert 0.9 < images.max() <= 1
    assert np.array_equal(images, images.astype(np.float32))


@pytest.mark.parametrize("index", [0, 1234, 4999])
def test_a_pixel_is_the_mean_of_four_stored_ones(index):
    stored = gzip.decompress(digits_file().read_bytes())[785 * index :][:784]
    images, _ = load_digits()
    for i in range(14):
        for j in range(14):
            corner = 28 * 2 * i + 2 * j
            four = [stored[corner], stored[corner + 1], stored[corner + 28], stored[corner + 29]]
            assert images[index, i, j] == pytest.approx(sum(four) / 4 / 255, abs=1e-7)


def test_an_image_looks_like_its_label():
    """Most digits are nearest to the mean image of their own class, so images and labels belong together."""
    images, labels = load_digits()
    means = np.stack([images[labels == digit].mean(axis=0) for digit in range(10)])
    distances = ((images[:, None] - means) ** 2).sum(axis=(2, 3))
    assert (distances.argmin(axis=1) == labels).mean() > 0.75


def test_the_arrays_are_shared_and_read_only():
    images, labels = load_digits()
    assert load_digits()[0] is images
    with pytest.raises(ValueError, match="read-only"):
        images[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        labels[0] = 0
