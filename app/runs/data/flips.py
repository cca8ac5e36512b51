"""Wrong labels: a class that is flipped becomes any of the others."""

import numpy as np
from numpy.typing import NDArray


def flipped(classes: NDArray[np.int64], coins: NDArray[np.float64], flip: float, ways: int) -> NDArray[np.int64]:
    """The classes (n,), of so many ways, each another one with probability `flip`.

    Coins (n, 2) are uniform on [0, 1): whether, and to which. What is flipped at .1 stays flipped at .2.
    """
    others = (classes + 1 + ((ways - 1) * coins[:, 1]).astype(np.int64)) % ways
    return np.where(coins[:, 0] < flip, others, classes)
