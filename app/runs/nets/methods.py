"""What is dropped, where and how often, as a link holds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plain:
    """Dropout of neurons. place: sorted positions, 0 the input, k after hidden layer k; p: one probability for each."""

    p: tuple[float, ...]
    place: tuple[int, ...]
