"""How a run trains, as a link holds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainingPart:
    """How a gradient becomes a step, of how many samples it is, and how many there are."""

    optimizer: str
    lr: float
    decay: float
    batch: int
    steps: int
