"""How wide text is, and where it breaks into lines: a picture is laid out before it is known who draws it.

The widths are those of the fonts that PNGs have (`raster.py`). Who looks at an SVG may have another font of its stack,
the widest of which need a fifth more room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

# In shares of the size of type, of the wider of both fonts.
WIDTHS = {
    0.24: " ",
    0.28: "'j|’‹›",
    0.32: "!,-.:;[]il·",
    0.36: "()/I\\ft{}₀₁₂₃₄₅₆₇₈₉",
    0.44: "*?rs",
    0.48: '"cz“”',
    0.52: "#$+0123456789<=>J^_aegvxy~×−–≥",
    0.56: "SZ`dkoq",
    0.6: "EFLPTbhnpu",
    0.64: "BCRXY",
    0.68: "AGKV→←",
    0.72: "&DOQU",
    0.76: "Nw",
    0.8: "H",
    0.88: "%@½",
    0.92: "Mm",
    0.96: "W…",
}
OF_LETTER = {letter: width for width, letters in WIDTHS.items() for letter in letters}
OTHER = 0.96
LAST_LINE, LAST_WORD = 0.3, 0.1  # of the room that a last line takes at least, of a sentence and elsewhere
NARROWER = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
BOLD = 1.1


class Piece(NamedTuple):
    """Words of a line that belong together; marked: those that a sentence underlines."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Lettering:
    """stretch: how much more room its fonts need than ours."""

    stretch: float = 1.0

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """No text in these fonts is wider."""
        return self.stretch * size * (BOLD if bold else 1) * sum(OF_LETTER.get(letter, OTHER) for letter in text)

    def lines(self, text: str, size: float, room: float, bold: bool = False) -> list[str]:
        """A text in lines that are no wider than the room; a word that is, stands in a line alone."""
        return ["".join(piece.text for piece in line) for line in self._fair((text,), size, room, bold, LAST_WORD)]

    def pieces(self, parts: Sequence[str], size: float, room: float) -> list[list[Piece]]:
        """The same of a sentence of several parts, every second of which is marked."""
        return self._fair(parts, size, room, False, LAST_LINE)

    def _fair(self, parts: Sequence[str], size: float, room: float, bold: bool, least: float) -> list[list[Piece]]:
        """The last line takes at least this share of the room, where narrower lines that are no more let it."""
        lines = self._broken(parts, size, room, bold)
        for narrower in NARROWER if len(lines) > 1 else ():
            if sum(self.width(piece.text, size, bold) for piece in lines[-1]) > least * room:
                break
            others = self._broken(parts, size, narrower * room, bold)
            if len(others) > len(lines):
                break
            lines = others
        return lines

    def _broken(self, parts: Sequence[str], size: float, room: float, bold: bool) -> list[list[Piece]]:
        words = [Piece(word, i % 2 == 1) for i, part in enumerate(parts) for word in _words(part)]
        lines: list[list[Piece]] = []
        left = 0.0
        for word, marked in words:
            width = self.width(word.rstrip(), size, bold)
            if not lines or width > left:
                lines.append([])
                left = room
            if not lines[-1] and not word.strip():
                continue
            lines[-1].append(Piece(word, marked))
            left -= self.width(word, size, bold)
        return [_joined(line) for line in lines]

    def cut(self, text: str, size: float, room: float, most: int) -> list[str]:
        """A text without spaces, as an address, in at most so many lines; "…" stands for what is left."""
        lines = [""]
        for letter in text:
            if self.width(lines[-1] + letter, size) > room:
                lines.append("")
            lines[-1] += letter
        return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


SAFE = Lettering(1.2)  # for whatever font of its stack a reader has
OURS = Lettering()


def _words(text: str) -> list[str]:
    """Each with the space behind it."""
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:] if text else []


def _joined(line: list[Piece]) -> list[Piece]:
    """Neighbours that are marked alike as one piece; a line ends without a space."""
    found: list[Piece] = []
    for piece in line:
        if found and found[-1].marked == piece.marked:
            found[-1] = Piece(found[-1].text + piece.text, piece.marked)
        else:
            found.append(piece)
    last = Piece(found[-1].text.rstrip(), found[-1].marked)
    return [*found[:-1], last] if last.text else found[:-1]
