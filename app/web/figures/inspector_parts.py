"""What a card on one number of a network holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.web.figures.tex import Line

if TYPE_CHECKING:
    from app.web.figures.dense import Edge
    from app.web.figures.formulas import Sum


@dataclass(frozen=True)
class Inspector:
    """All that templates/figures/neuron.html draws. What only a neuron of a dense network has may be left out."""

    title: str
    state: str  # kept, dropped, active, silent, dead, input or output
    meaning: str
    step: int
    sample: int
    lines: tuple[Line, ...]
    batch: int
    layer: int
    unit: int
    back: str
    sum: Sum | None = None
    map_light: str = ""
    map_dark: str = ""
    marker: tuple[float, float] | None = None  # where the sample lies on the map, in shares of its sides
    edges: tuple[Edge, ...] = ()  # of this neuron, where the figure does not draw them all
    drawn: str = ""  # which those are
