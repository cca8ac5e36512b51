"""The sheet on which a picture is drawn, from the top down: its templates ask where the next thing stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.web.embed.lettering import Lettering
from app.web.figures.keys import Key

WIDTH = 700.0
MARGIN = 22.0
SIGN_GAP = 5.0  # between a sign and its words
KEY_GAP = 17.0  # between two of a row


class Standing(NamedTuple):
    """A key at its place, from the middle of its row."""

    key: Key
    x: float
    y: float


class Sheet:
    """y: how far down it is filled."""

    def __init__(self, letters: Lettering) -> None:
        self.letters = letters
        self.width, self.margin, self.room = WIDTH, MARGIN, WIDTH - 2 * MARGIN
        self.y = 0.0

    def down(self, height: float) -> float:
        """Take so much of the sheet; where it begins."""
        began = self.y
        self.y = round(began + height, 1)
        return began

    def keys(self, keys: Iterable[Key], size: float, leading: float, left: float, room: float) -> list[Standing]:
        """Keys beside one another, in as many rows as they need. Takes the room of the rows."""
        found, x = [], left
        for key in keys:
            width = key.width + SIGN_GAP + self.letters.width(key.text, size)
            if x > left and x + width > left + room:
                self.down(leading)
                x = left
            found.append(Standing(key, round(x, 1), self.y + leading / 2))
            x += width + KEY_GAP
        if found:
            self.down(leading)
        return found

    def rows(self, widths: Sequence[float], gap: float, room: float) -> list[int]:
        """How many of these stand in each row beside one another."""
        counts: list[int] = []
        left = 0.0
        for width in widths:
            if counts and width <= left:
                counts[-1] += 1
            else:
                counts.append(1)
                left = room
            left -= width + gap
        return counts
