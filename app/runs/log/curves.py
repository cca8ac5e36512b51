"""The losses of both arms over the whole run so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.runs.log.arm_log import ArmLog


@dataclass(frozen=True)
class Curve:
    """One arm's losses over the whole run so far. Point i is at step `steps[i]` of `Curves`."""

    train: NDArray[np.float64]  # training loss of the batches, masks on: mean since the point before
    masks_on: NDArray[np.float64]  # of the whole training set at this step,
    penalty: NDArray[np.float64]  # and what of it layers have added
    clean: NDArray[np.float64]
    test: NDArray[np.float64]
    accuracy: NDArray[np.float64]


@dataclass(frozen=True)
class Curves:
    """Both arms' losses. `best` is the twin's lowest test loss up to each point."""

    steps: NDArray[np.int64]
    rhythm: int
    head: int
    complete: bool
    dropout: Curve
    twin: Curve
    best: NDArray[np.float64]


def curve_of(log: ArmLog, steps: NDArray[np.int64]) -> Curve:
    """The training loss of the batches as means between points: over (the point before, this point]."""
    at_points = *log.masks_on[: len(steps)].T, *log.scores[: len(steps)].T
    if not len(steps):
        return Curve(np.empty(0), *at_points)
    starts = np.concatenate([[0], steps[:-1] + 1])
    losses = log.losses[: steps[-1] + 1].astype(np.float64)
    train = np.add.reduceat(losses, starts) / np.diff(np.append(starts, len(losses)))
    return Curve(train, *at_points)
