"""What is left of both arms when blocks of the trained network are left out, without training again."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine import Residual, every_other
from app.runs.data.data_set import DataSet
from app.runs.log.run import Run
from app.runs.nets.model import Model
from app.runs.nets.residual import ResidualModel
from app.runs.spec.run_spec import RunSpec
from app.runs.training.model import evaluated_model

PART = 250  # test samples at once


def half_of(blocks: int) -> tuple[int, ...]:
    """The blocks that are left out where half of them are: every other one, the second, the fourth, ..., as indices."""
    return tuple(range(1, blocks, 2))


class Pruned(NamedTuple):
    """stays: which blocks; accuracy: of both arms on the test set, dropout off."""

    stays: tuple[bool, ...]
    accuracy: tuple[float, float]

    @property
    def kept(self) -> int:
        return sum(self.stays)


def pruned_in_parts(run: Run, step: int, cut: tuple[int, ...] = ()) -> Generator[None, None, tuple[Pruned, ...]]:
    """At a step, with all blocks, one less, ..., one, evenly spread (`every_other`), and, where some are `cut` by hand,
    without those at last; with a pause after each part."""
    thetas = [run.theta(arm, step).copy() for arm in (0, 1)]
    yield  # with these it is independent of where the run is read next
    return (yield from pruned_of([log.spec for log in run.logs], thetas, run.data, cut))


def pruned_of(
    specs: Sequence[RunSpec], thetas: Sequence[NDArray[np.float32]], data: DataSet, cut: tuple[int, ...] = ()
) -> Generator[None, None, tuple[Pruned, ...]]:
    """The same of any parameters of both arms."""
    models = [evaluated_model(spec) for spec in specs]
    x, y = data.x_test, data.y_test
    found = []
    for model, theta in zip(models, thetas, strict=True):
        model.network.state[...] = theta
    blocks = len(_blocks(models[0]))
    ways = [every_other(blocks, kept) for kept in range(blocks, 0, -1)]
    for stays in [*ways, *([[block not in cut for block in range(blocks)]] if cut else [])]:
        accuracy = []
        for model in models:
            for block, stay in zip(_blocks(model), stays, strict=True):
                block.skipped = not stay
            right = 0
            for start in range(0, len(x), PART):
                z = model.network.forward(x[start : start + PART])
                right += int((z.argmax(axis=1) == y[start : start + PART]).sum())
                yield
            accuracy.append(right / len(x))
        found.append(Pruned(tuple(stays), (accuracy[0], accuracy[1])))
    return tuple(found)


def _blocks(model: Model) -> list[Residual]:
    assert isinstance(model, ResidualModel)
    return model.blocks
