"""What the neurons of one step did for one sample: who was dropped, how active they were, their gradients."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runs.log.record import StepRecord
from app.runs.log.run import Run

Array = NDArray[np.float64]

ARRIVES, LEAVES, MASKED, FLAT = 1, 2, 4, 8  # the last two: stopped by the mask, or by a slope of 0
ARROW_MIN = 0.04  # a gradient smaller than this share of its layer's largest has no arrow, unless it is stopped


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


def states(run: Run, record: StepRecord, sample: int) -> list[list[str]]:
    """For each layer, what each neuron is for this sample: dropped, dead, silent or kept."""
    off, never, last = dropped(record, sample), dead(run, record, sample), len(run.sizes) - 1
    found = []
    for k, values in enumerate(record.activations):
        silent = values[sample] == 0 if 0 < k < last else np.zeros(values.shape[1], bool)
        rows = zip(off[k].tolist(), silent.tolist(), strict=True)
        found.append([_state(gone, quiet, unit in never[k]) for unit, (gone, quiet) in enumerate(rows)])
    return found


def _state(dropped: bool, silent: bool, dead: bool) -> str:
    return "dropped" if dropped else "dead" if dead else "silent" if silent else "kept"


def gradients(record: StepRecord, sample: int) -> list[Array]:
    """What each neuron passes back, relative to the largest of its layer: dL/dz, and dL/dx of the input."""
    return [relative(values[sample]) for values in (record.gradients[0], *record.dz)]


def arrows(record: StepRecord, sample: int) -> list[NDArray[np.int_]]:
    """For each layer, how the gradient goes through each neuron: a sum of ARRIVES, LEAVES, MASKED and FLAT.

    Less than ARROW_MIN of its layer's largest has no arrow, unless it is stopped. It begins at the output, and ends at
    the input.
    """
    off, last = dropped(record, sample), len(record.upstream)
    found: list[NDArray[np.int_]] = []
    for k in range(last + 1):
        arriving = record.upstream[k][sample] if k < last else np.zeros_like(record.dz[-1][sample])
        passed_on = record.dz[k - 1][sample] if k else np.zeros_like(arriving)
        masked = off[k] & (arriving != 0)
        flat = ~off[k] & (arriving != 0) & (passed_on == 0) if k else np.zeros_like(masked)
        leaves = np.abs(relative(passed_on)) >= ARROW_MIN
        arrives = (np.abs(relative(arriving)) >= ARROW_MIN) | masked | flat | (leaves & (arriving != 0))
        found.append(ARRIVES * arrives + LEAVES * leaves + MASKED * masked + FLAT * flat)
    return found


def passed(record: StepRecord, sample: int, layer: int) -> Array:
    """What a layer hands to the next: its activations times their mask."""
    values, mask = record.activations[layer][sample], record.masks[layer]
    return np.asarray(values if mask is None else values * mask[sample])


def relative(values: Array) -> Array:
    """As shares of the largest, by size."""
    largest = np.abs(values).max()
    return values / largest if largest > 0 else values
