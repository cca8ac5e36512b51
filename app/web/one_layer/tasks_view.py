"""Predict first: the tasks as forms, and what is said of the answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.marking import Mark, mark
from app.runs.one_layer.tasks import BATCH, MEANS, ROUND_MAX, TASKS, UNITS, Example, answer_names, example
from app.web.one_layer.digits import shown
from app.web.one_layer.links import to

OWN = ("task", "turn")
TITLES = {"y": "Fill Y", "dx": "Fill dX", "mean": "What is E[y]?"}
QUESTIONS = {
    "train": "E[y] in training",
    "eval": "y in evaluation",
    "square": "E[y²] in training",
}


@dataclass(frozen=True)
class AnswerView:
    """One input: what was typed, and its mark."""

    id: str
    name: str
    label: str
    text: str
    mark: Mark


@dataclass(frozen=True)
class TaskView:
    """All that templates/layer/task.html draws. given: titled tables of numbers."""

    name: str
    title: str
    turn: int
    p: str
    x: str
    given: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    answers: tuple[tuple[AnswerView, ...], ...]
    hidden: tuple[tuple[str, str], ...]
    next: str
    marked: bool
    summary: str
    reasons: tuple[tuple[str, str], ...]


def split(pairs: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The page's own parameters, and those of a task."""
    pairs = list(pairs)
    names = {*OWN, *(name for task in TASKS for name in answer_names(task))}
    return [pair for pair in pairs if pair[0] not in names], {name: text for name, text in pairs if name in names}


def task_views(spec: LayerSpec, sent: dict[str, str]) -> tuple[TaskView, ...]:
    """All three; the one that was sent is marked."""
    return tuple(task_view(name, spec, sent if sent.get("task") == name else {}) for name in TASKS)


def task_view(name: str, spec: LayerSpec, sent: dict[str, str]) -> TaskView:
    """One task, with its marks where answers were sent."""
    turn = _turn(sent.get("turn", "0"))
    numbers = example(turn)
    marks = mark(name, turn, sent)
    views = [
        AnswerView(f"{name}-{key}", key, _label(name, key), sent.get(key, "")[:24], marks[key])
        for key in answer_names(name)
    ]
    rows = [views] if name == "mean" else [views[i * UNITS : (i + 1) * UNITS] for i in range(BATCH)]
    query = tuple((key, text) for key, text in _pairs(spec))
    again = to(spec) + ("&" if spec.query() else "?") + f"task={name}&turn={(turn + 1) % (ROUND_MAX + 1)}#task-{name}"
    marked = any(answer.mark.state != "blank" for answer in views)
    return TaskView(
        name, TITLES[name], turn, shown(numbers.p), shown(float(numbers.x[0, 0])), _given(name, numbers),
        tuple(map(tuple, rows)), query, again, marked, _summary(views),
        tuple((answer.label, answer.mark.reason) for answer in views if answer.mark.reason),
    )  # fmt: skip


def _pairs(spec: LayerSpec) -> list[tuple[str, str]]:
    return [(part.split("=", 1)[0], part.split("=", 1)[1]) for part in spec.query().split("&") if part]


def _turn(text: str) -> int:
    return min(int(text), ROUND_MAX) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _label(task: str, key: str) -> str:
    if key in MEANS:
        return QUESTIONS[key]
    return f"{'y' if task == 'y' else 'dx'}{key[1:].translate(SUBSCRIPTS)}"


SUBSCRIPTS = str.maketrans("123456789", "₁₂₃₄₅₆₇₈₉")


def _given(task: str, numbers: Example) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    tables = {
        "y": (("X", numbers.x), ("U", numbers.coins)),
        "dx": (("dY", numbers.dy), ("U", numbers.coins)),
        "mean": (),
    }
    return tuple((title, tuple(tuple(map(shown, row)) for row in matrix.tolist())) for title, matrix in tables[task])


def _summary(views: list[AnswerView]) -> str:
    counts = {
        state: sum(answer.mark.state == state for answer in views) for state in ("right", "wrong", "blank", "error")
    }
    if counts["right"] == len(views):
        return "All right."
    parts = [f"{counts['right']} of {len(views)} right"]
    parts += [f"{counts['blank']} not filled in"] if counts["blank"] else []
    return ", ".join(parts) + "."
