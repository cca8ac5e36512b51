"""How much the hidden neurons of a trained network say, dropout off, on the test set: dead, sparse, redundant.

dead           ReLU: 0 on every sample; else: a standard deviation below 1e-3
nearly dead    besides these, ReLU: not 0 on fewer than 1 % of the samples; else: a standard deviation below 1e-2
active         the share of numbers that are not 0: with tanh, all
Treves-Rolls   (mean |h|)^2 / mean h^2 over the layer, on average over samples: 1 where all say as much, 1 / H where
               one alone speaks
redundancy     mean |corr(h_i, h_j)| over pairs of neurons with a standard deviation above 1e-6
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.runs.training.ablation import rows_at_once
from app.runs.training.evaluation import Evaluation, can_die

RARE = 0.01  # share of the samples
STILL, NEARLY_STILL = 1e-3, 1e-2  # standard deviations
SILENT = 1e-6
COLUMNS = 64  # of a matrix of correlations at once


class Activity(NamedTuple):
    """One hidden layer: how many are dead, and nearly so; the share of active ones, mean |h|, Treves-Rolls and
    redundancy, None where there is none."""

    dead: int
    nearly: int
    active: float
    mean: float
    sparsity: float | None
    redundancy: float | None


def activity_in_parts(
    evaluation: Evaluation, theta: NDArray[Any], step: int = 0
) -> Generator[None, None, tuple[Activity, ...]]:
    """Of each hidden layer, with a pause after each part."""
    x, parts = evaluation.data.x_test, []
    rows = rows_at_once(evaluation.spec, len(x))
    for start in range(0, len(x), rows):
        parts.append(evaluation.hidden(theta, x[start : start + rows], step))
        yield
    found = []
    for own in zip(*parts, strict=True):
        h = np.concatenate(own)
        redundancy = yield from _redundancy(h)
        found.append(activity(h, can_die(evaluation.spec), redundancy))
        yield
    return tuple(found)


def activity(h: Array, relu: bool, redundancy: float | None = None) -> Activity:
    """Of what a layer puts out, (samples, units)."""
    active, spread = (h != 0).mean(axis=0), h.std(axis=0)
    dead = active == 0 if relu else spread < STILL
    rare = active < RARE if relu else spread < NEARLY_STILL
    size, square = np.abs(h).mean(axis=1), np.square(h).mean(axis=1)
    speaks = square > 0
    return Activity(
        int(dead.sum()),
        int((rare & ~dead).sum()),
        float(active.mean()),
        float(size.mean()),
        float((np.square(size[speaks]) / square[speaks]).mean()) if speaks.any() else None,
        redundancy,
    )


def _redundancy(h: Array) -> Generator[None, None, float | None]:
    """Some columns of the matrix of correlations at a time."""
    h = h[:, h.std(axis=0) > SILENT]
    units = h.shape[1]
    if units < 2:
        return None
    h = (h - h.mean(axis=0)) / (h.std(axis=0) * np.sqrt(len(h)))
    total = 0.0
    for start in range(0, units, COLUMNS):
        total += float(np.abs(h.T @ h[:, start : start + COLUMNS]).sum())
        yield
    return (total - units) / (units * (units - 1))
