"""Random numbers for each purpose, as a data set asks for them by name."""

from collections.abc import Callable

import numpy as np


def streams(seed: int) -> Callable[[str], np.random.Generator]:
    return lambda name: np.random.default_rng([seed, *name.encode()])
