"""The layer's own source beside the figure, with the line of the sub-step lit."""

from __future__ import annotations

from dataclasses import dataclass

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.sub_steps import SourceLine, source, trace

FILE = "app/engine/dropout.py"


@dataclass(frozen=True)
class CodeLine:
    """One line. indent: levels of four spaces; ran: whether this pass went through it by now."""

    number: int
    indent: int
    text: str
    now: bool
    ran: bool


@dataclass(frozen=True)
class SourceView:
    """Forward and backward as they stand in the file."""

    file: str
    forward: tuple[CodeLine, ...]
    backward: tuple[CodeLine, ...]
    line: int


def source_view(spec: LayerSpec) -> SourceView:
    """The lines of this mode, up to the sub-step."""
    found = trace(spec.training, spec.p > 0)
    now = found.lines[spec.substep]
    passed = {number for number in found.ran if number <= now}
    forward, backward = (tuple(_line(line, now, passed) for line in lines) for lines in source())
    return SourceView(FILE, forward, backward, now)


def _line(line: SourceLine, now: int, passed: set[int]) -> CodeLine:
    text = line.text.lstrip()
    return CodeLine(line.number, (len(line.text) - len(text)) // 4 - 1, text, line.number == now, line.number in passed)
