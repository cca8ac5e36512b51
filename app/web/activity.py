"""What the neurons of one step did for one sample: who was dropped, how active they were, their gradients."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runs.record import StepRecord
from app.runs.run import Run

Array = NDArray[np.float64]


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


def dead(run: Run, record: StepRecord, sample: int) -> list[set[int]]:
    """For each layer from the input to the output: its dead neurons, 0 for every training sample with dropout off.

    One that the masks below it wake for this sample is not among them.
    """
    hidden = run.dead(record.step)
    now = record.activations
    return [set(), *({u for u in units if now[k][sample, u] == 0} for k, units in enumerate(hidden, 1)), set()]


def shades(run: Run, layers: list[Array], sample: int) -> Array:
    """All neurons of one sample from the input to the output, each in [-1, 1], as docs/stream.md gives them."""
    x, *hidden, z = (values[sample] for values in layers)
    if run.data.task == "classes":
        return np.concatenate([x, np.tanh(np.concatenate(hidden)), run.predict(z)])
    shade: Array = np.tanh(np.concatenate([x, *hidden, z * 0.5 if run.data.task == "binary" else z]))
    return shade


def gradients(record: StepRecord, sample: int) -> list[Array]:
    """Each gradient dL/d(activation) relative to the largest of its layer; the output's is not shown."""
    rows = [relative(values[sample]) for values in record.gradients]
    return [*rows, np.zeros(record.activations[-1].shape[1])]


def passed(record: StepRecord, sample: int, layer: int) -> Array:
    """What a layer hands to the next: its activations times their mask."""
    values, mask = record.activations[layer][sample], record.masks[layer]
    return np.asarray(values if mask is None else values * mask[sample])


def relative(values: Array) -> Array:
    """As shares of the largest, by size."""
    largest = np.abs(values).max()
    return values / largest if largest > 0 else values
