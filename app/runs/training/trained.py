"""Trained arms: their states at some steps, without a log. One at a time or as a stack, the bits are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import LARGEST
from app.runs.training.loop import Training
from app.runs.training.stack import Stack


class Trained(NamedTuple):
    """rows: the network's state at each of the steps, (steps, state). diverged: the step at which its log would end, or
    None; the rows from there on mean nothing."""

    rows: NDArray[np.float32]
    diverged: int | None


def alone(spec: RunSpec, steps: Sequence[int]) -> Trained:
    """One arm at these steps, which rise."""
    training = Training(spec, load(spec.data, spec.seeds.data))
    rows = np.full((len(steps), len(training.row)), np.nan, np.float32)
    with np.errstate(all="ignore"):  # it may diverge
        for place, until in enumerate(steps):
            while True:
                loss = training.forward()
                if not (abs(loss) <= LARGEST and training.sound):  # NaN fails this too
                    return Trained(rows, training.step)
                if training.step == until:
                    break
                training.backward()
                training.update()
            rows[place] = training.row
    return Trained(rows, None)


def together(specs: Sequence[RunSpec], steps: Sequence[int]) -> list[Trained]:
    """Arms of one key (`stack_key`) at these steps, which rise."""
    stack = Stack(specs)
    found = []
    for step in steps:
        stack.advance(step)
        found.append(stack.rows.copy())
    rows = np.stack(found, axis=1)
    ends = (None if step < 0 else step for step in stack.diverged.tolist())
    return [Trained(own, end) for own, end in zip(rows, ends, strict=True)]
