"""Which network a run trains, as a link holds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DenseNet:
    """Hidden layers of so many neurons, each fed by all of the layer before it."""

    hidden: tuple[int, ...]
    activation: str
