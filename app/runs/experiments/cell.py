"""A cell: one arm of one run, and what is measured of it. Whatever computes it, it has the same values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

VERSION = 1  # part of every key: raised when what is computed changes, so that nothing older is taken for it

# Names and numbers: None where a step was never reached. An arm that diverges has `diverged`, the step, and no more.
Values = dict[str, float | None]


@dataclass(frozen=True)
class Cell:
    """probe: a name in PROBES. arm: the canonical link of the arm, seeds and all. Equal cells are the same work: so
    all p of a sweep have one twin."""

    probe: str
    arm: str

    @property
    def key(self) -> str:
        """What its values are kept under: the same on every machine."""
        return hashlib.sha256(f"{VERSION}\n{self.probe}\n{self.arm}".encode()).hexdigest()
