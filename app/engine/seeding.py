"""Seeds: whatever a number is drawn for has a stream of its own, so that equal seeds share no random words."""

from __future__ import annotations

from typing import Literal

import numpy as np

Purpose = Literal[
    "data", "weights", "batches", "masks", "masks on", "passes", "put out", "fresh", "removal", "shifts"
]  # fmt: skip

# Their order is part of what a seed means. "masks on", "passes" and "fresh" are masks that are evaluated with, not
# trained with; with "put out" nothing is: they show what one place does. "removal" is who is taken away afterwards;
# "shifts", of the batches' seed, are how far samples are moved.
PURPOSES: tuple[Purpose, ...] = (
    "data",
    "weights",
    "batches",
    "masks",
    "masks on",
    "passes",
    "put out",
    "fresh",
    "removal",
    "shifts",
)


def seeding(seed: int, purpose: Purpose, *key: int) -> np.random.SeedSequence:
    """What a generator is seeded with: a seed, what it is for, and which part of that, as block 3 of the masks.

    Masks and batches both draw blocks by SFC64. Seeded by (seed, block) alone both would read the same words, and a
    coin would tell whether its sample is in the batch.
    """
    return np.random.SeedSequence(seed, spawn_key=(PURPOSES.index(purpose), *key))
