"""What a run learns from, as a link holds it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DataPart:
    """Which points, how many of them, and how much of them is chance. A link calls the name `data`.

    delay: of the memory task alone, how many symbols a sequence has.
    """

    name: str = field(metadata={"setting": "data"})
    n: int
    noise: float
    flip: float
    delay: int = 20
