"""Where the marks of a transformer's figure stand: three sheets, in each a row for every word."""

from __future__ import annotations

from dataclasses import dataclass

ROW, CELL, TOP = 14.0, 12.0, 26.0  # pitch of the rows, height of a cell, and where the first one begins
NAME = 30.0  # of a word, left of its row
STRIP, LOOK = 96.0, 118.0  # width of a row of numbers, and of a head's weights
GAP = 14.0
COIN = 5.0  # pitch of the coins
COINS_ACROSS = 20
HEADS_ACROSS = 2


@dataclass(frozen=True)
class Field:
    """A matrix of cells: its name, its corner, the pitch of its columns and the cells as paths, row by row."""

    name: str
    x: float
    y: float
    across: int
    pitch: float
    cells: tuple[str, ...]
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Sheet:
    """Some matrices beside one another, with the names of their rows at these places."""

    width: float
    height: float
    fields: tuple[Field, ...]
    names: tuple[tuple[float, float], ...]


def field(name: str, x: float, y: float, rows: int, across: int, width: float, row: float = ROW) -> Field:
    pitch = width / across
    side, tall = pitch - min(1.0, 0.15 * pitch), row - (ROW - CELL if row == ROW else 0.8)
    cells = (
        f"M{x + j * pitch:.4g} {y + i * row:.4g}h{side:.3g}v{tall:.3g}h{-side:.3g}z"
        for i in range(rows)
        for j in range(across)
    )
    return Field(name, x, y, across, pitch, tuple(cells), width)


def vectors(length: int, width: int, types: int) -> Sheet:
    """The words' vectors, and the coins of all types under them."""
    strip = field("", NAME, TOP, length, width, STRIP)
    under = TOP + length * ROW + 24
    coins = field("", NAME, under, -(-types // COINS_ACROSS), COINS_ACROSS, STRIP, COIN + 0.8)
    return Sheet(NAME + STRIP, _height(length), (strip, coins), _names(length, TOP))


def looks(length: int, heads: int) -> Sheet:
    """The weights of each head, two beside one another."""
    across, down = min(heads, HEADS_ACROSS), -(-heads // HEADS_ACROSS)
    high = TOP + length * ROW + 24
    fields = tuple(
        field(
            str(h + 1), NAME + (h % HEADS_ACROSS) * (LOOK + GAP), TOP + (h // HEADS_ACROSS) * high, length, length, LOOK
        )
        for h in range(heads)
    )
    names = tuple(place for row in range(down) for place in _names(length, TOP + row * high))
    width = NAME + across * (LOOK + GAP) - GAP
    return Sheet(width, max(_height(length), down * high), fields, names)


def added(length: int, width: int) -> Sheet:
    """What is added to the vectors, twice; under it the mean of all words."""
    under = TOP + length * ROW + 24
    strips = [field("", NAME + k * (STRIP + GAP), TOP, length, width, STRIP) for k in range(2)]
    mean = field("", NAME, under, 1, width, STRIP)
    return Sheet(NAME + 2 * STRIP + GAP, _height(length), (*strips, mean), _names(length, TOP))


def _height(length: int) -> float:
    return TOP + length * ROW + 52


def _names(length: int, top: float) -> tuple[tuple[float, float], ...]:
    return tuple((NAME - 6, top + i * ROW + 10) for i in range(length))
