"""At which steps both arms are evaluated."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runs.spec.budget import POINTS


def rhythm(steps: int) -> int:
    """Every how many steps both arms are evaluated."""
    return max(1, -(-steps // POINTS))


def point_steps(steps: int) -> NDArray[np.int64]:
    """The steps of the evaluations: multiples of the rhythm, and the last step."""
    return np.unique(np.append(np.arange(0, steps + 1, rhythm(steps)), steps))
