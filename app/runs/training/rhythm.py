"""At which steps both arms are evaluated."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runs.nets.plan import POINTS


def rhythm(steps: int, points: int = POINTS) -> int:
    """Every how many steps both arms are evaluated, so many times at most."""
    return max(1, -(-steps // points))


def point_steps(steps: int, points: int = POINTS) -> NDArray[np.int64]:
    """The steps of the evaluations: multiples of the rhythm, and the last step."""
    return np.unique(np.append(np.arange(0, steps + 1, rhythm(steps, points)), steps))
