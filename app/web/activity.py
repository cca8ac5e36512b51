"""What the neurons of one step did for one sample: who was dropped, how active they were, their gradients."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runs.record import StepRecord
from app.runs.run import Run


def placed(run: Run, step: int) -> list[int]:
    """The places that drop at a step, in order."""
    return list(run.kept.plan(step).places)


def dropped(record: StepRecord, sample: int) -> list[NDArray[np.bool_]]:
    """For each layer from the input to the output: which of its neurons the mask of this sample puts to 0."""
    off = [
        np.zeros(layer.shape[1], bool) if mask is None else mask[sample] == 0
        for layer, mask in zip(record.activations, [*record.masks, None], strict=True)
    ]
    return off


def shades(run: Run, record: StepRecord, sample: int) -> list[NDArray[np.float64]]:
    """Each activation in [-1, 1], as docs/stream.md gives it to a browser."""
    rows = [values[sample] for values in record.activations]
    kind = run.data.task
    z = rows[-1]
    if kind == "classes":
        return [rows[0], *(np.tanh(row) for row in rows[1:-1]), output(record, sample, kind)]
    return [*(np.tanh(row) for row in rows[:-1]), np.tanh(z / 2 if kind == "binary" else z)]


def gradients(record: StepRecord, sample: int) -> list[NDArray[np.float64]]:
    """Each gradient dL/d(activation) relative to the largest of its layer; the output's is not shown."""
    rows = [relative(values[sample]) for values in record.gradients]
    return [*rows, np.zeros(record.activations[-1].shape[1])]


def passed(record: StepRecord, sample: int, layer: int) -> NDArray[np.float64]:
    """What a layer hands to the next: its activations times their mask."""
    values, mask = record.activations[layer][sample], record.masks[layer]
    return np.asarray(values if mask is None else values * mask[sample])


def output(record: StepRecord, sample: int, kind: str) -> NDArray[np.float64]:
    """What the network says: probabilities, or the number itself for regression."""
    z = record.activations[-1][sample]
    if kind == "classes":
        powers = np.exp(z - z.max())
        return np.asarray(powers / powers.sum())
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -500, 500))) if kind == "binary" else z)


def relative(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """As shares of the largest, by size."""
    largest = np.abs(values).max()
    return values / largest if largest > 0 else values
