"""Marking of the tasks: each answer against the engine, and for a miss the mistake that it comes of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.runs.one_layer.fields import CELL_MAX
from app.runs.one_layer.tasks import Example, answer_names, example, mistakes, truth
from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.reading import as_typed, number

TOLERANCE = 0.005 + 1e-9  # of an answer written with two decimals


@dataclass(frozen=True)
class Mark:
    """How one answer is: right, wrong or blank; error where it is no number, with the fault.

    mistake: of a wrong one, its name in `mistakes`; empty where it is none of those.
    """

    state: str
    mistake: str = ""
    fault: Fault | None = None


def mark(task: str, turn: int, answers: Mapping[str, str]) -> dict[str, Mark]:
    """A mark for each answer of the task; one that is missing is blank."""
    return {name: _mark(task, example(turn), name, answers.get(name, "")) for name in answer_names(task)}


def _mark(task: str, numbers: Example, name: str, text: str) -> Mark:
    if not text.strip():
        return Mark("blank")
    try:
        said = number(Field("answer", "number", -CELL_MAX, CELL_MAX), as_typed(text))
    except Fault as fault:
        return Mark("error", fault=fault)
    right = truth(task, numbers, name)
    if abs(said - right) <= TOLERANCE:
        return Mark("right")
    known = mistakes(task, numbers, name)
    return Mark("wrong", next((miss for miss, value in known.items() if abs(said - value) <= TOLERANCE), ""))
