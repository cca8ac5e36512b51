"""What frames hold of a network that is no columns of neurons: its signals and masks as bytes, in the plan's order."""

from __future__ import annotations

import base64

import numpy as np
from numpy.typing import NDArray

from app.runs.nets.plan import Signal
from app.web.figures.colour import shade_bytes
from app.web.moment import Array, Moment, relative

MASKS_MAX = 1024  # bytes: masks of the batch beyond these are in no frame


def signal_bytes(moment: Moment) -> dict[str, NDArray[np.uint8]]:
    """A byte a number, 128 + 127 times its shade and 0 where it is exactly 0; of the backward pass, of dL/d(signal)
    relative to the largest of its signal. Tokens have none."""
    found = {}
    back = moment.passed_back if moment.backward else {}
    for signal in moment.run.spec.plan.signals:
        if signal.shade == "none":
            continue
        if moment.backward:
            values = relative(back[signal.name]) if signal.name in back else np.zeros(signal.shape)
        else:
            values = _shaded(moment, signal)
        found[signal.name] = shade_bytes(values.ravel())
    return found


def _shaded(moment: Moment, signal: Signal) -> Array:
    """A signal's values in [-1, 1], as a figure paints them."""
    values = moment.signals[signal.name]
    if signal.shade == "softmax":
        return moment.run.predict(values)
    if signal.shade == "tanh":
        return np.tanh(values)
    return np.sqrt(values) if signal.shade == "root" else values


def signals_text(moment: Moment) -> str:
    """All of them, one signal after another."""
    return base64.b64encode(b"".join(levels.tobytes() for levels in signal_bytes(moment).values())).decode()


def kept_of(moment: Moment) -> NDArray[np.bool_]:
    """What the masks of all places keep, element by element, each with its whole batch: (elements, batch)."""
    batch = moment.run.spec.training.batch
    flat = [np.broadcast_to(of.reshape(len(of), -1), (batch, of[0].size)).T for of in moment.factors.values()]
    return np.concatenate(flat) != 0 if flat else np.empty((0, batch), bool)
