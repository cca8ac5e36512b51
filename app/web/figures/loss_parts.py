"""What the loss chart consists of: each part with its numbers, its words and its place."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.figures.loss_labels import Grid, Side, Slot


@dataclass(frozen=True)
class Exit:
    """Where a line leaves the axis through the top, for good or for a peak, and how high it goes, in words.

    anchor: of the words, start, middle or end; empty where another line of the panel goes higher and has them.
    """

    arm: str
    line: str
    step: float
    highest: float
    short: str
    long: str
    anchor: str = ""


@dataclass(frozen=True)
class Label:
    """A line's name, the first part of which is left out where there is little room, and by which word of `Now` its
    value is known."""

    line: str
    long: str
    short: str
    said: str

    def value(self, now: Now | None) -> str:
        """The loss of its line now."""
        if now is None:
            return ""
        part, _, arm = self.said.partition(" ")
        return now.texts[("clean", "test").index(part)][int(arm)] if arm else now.masks_on


@dataclass(frozen=True)
class Mark:
    """A change during the run, in words short and long; `down` is where they stand, in percent, on which side.

    twin: whether the twin changes too; it has no p.
    """

    step: int
    short: str
    long: str
    down: float
    side: Side
    twin: bool


@dataclass(frozen=True)
class Least:
    """The least possible test loss, where it fits the axis, and in which panel and where its words stand."""

    loss: float
    text: str
    arm: str
    place: str


@dataclass(frozen=True)
class Layout:
    """Where the axis ends, and what has its place in each panel."""

    top: float
    slots: dict[str, Slot]  # of LABELS
    drawn: dict[str, Grid]  # arm: lines and labels
    marks: tuple[Mark, ...]
    least: Least | None


@dataclass(frozen=True)
class Chart:
    """What stays while the cursor moves."""

    steps: int
    head: int
    complete: bool
    layout: Layout
    grid: str
    ticks: tuple[tuple[float, str], ...]
    lines: dict[str, dict[str, str]]  # arm, line: a path in data units
    exits: tuple[Exit, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Now:
    """What stands at an evaluation: numbers where they are drawn, texts where they are read, (dropout, twin) each.

    stop: step and loss of the twin's best so far; stop_place: one of PLACES, where its words stand, or empty where they
    would cover the label of a line; side: of the brackets; gap_down: where the gaps' labels stand, in percent; texts:
    training loss with dropout off, test loss, gap.
    """

    step: int
    clean: tuple[float, ...]
    test: tuple[float, ...]
    stop: tuple[int, float]
    stop_place: str
    side: Side
    gap_down: tuple[float, ...]
    masks_on: str
    texts: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    stop_text: str
    sentence: str
    finding: str
