"""What a figure says in words: a sentence above it, and an alternative for those who cannot see it."""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """sentence: in parts, of which the second is underlined; alternative: with the finding."""

    sentence: tuple[str, ...]
    alternative: str
