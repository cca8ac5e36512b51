"""Predict first: the tasks as forms, and what is said of the answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.marking import Mark, mark
from app.runs.one_layer.tasks import BATCH, MEANS, ROUND_MAX, TASKS, UNITS, Example, answer_names, example
from app.web.one_layer.digits import shown
from app.web.one_layer.links import PAGE, Turn
from app.web.one_layer.reasons import reason

TITLES = {"y": "Fill Y", "dx": "Fill dX", "mean": "What is $E[y]$?"}
QUESTIONS = {
    "train": "$E[y]$ in training",
    "eval": "$y$ in evaluation",
    "square": "$E[y^2]$ in training",
}


@dataclass(frozen=True)
class AnswerView:
    """One input: its name and id, what was typed, and its mark."""

    name: str
    label: str
    text: str
    mark: Mark
    reason: str


@dataclass(frozen=True)
class TaskView:
    """All that templates/one_layer/task.html draws. given: titled tables of numbers.

    was: the link of the page; others: what was answered in the other tasks.
    """

    name: str
    title: str
    turn: int
    p: str
    x: str
    given: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    answers: tuple[tuple[AnswerView, ...], ...]
    was: str
    others: tuple[tuple[str, str], ...]
    next: Turn
    marked: bool
    summary: str
    reasons: tuple[tuple[str, str], ...]


def split(pairs: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The page's own parameters, and those of the tasks."""
    pairs = list(pairs)
    names = {"task", *(f"{task}-{key}" for task in TASKS for key in ("turn", *answer_names(task)))}
    return [pair for pair in pairs if pair[0] not in names], {name: text for name, text in pairs if name in names}


def task_views(spec: LayerSpec, sent: dict[str, str]) -> tuple[TaskView, ...]:
    """All three; those whose answers were sent are marked."""
    return tuple(task_view(name, spec, sent) for name in TASKS)


def task_view(name: str, spec: LayerSpec, sent: dict[str, str]) -> TaskView:
    """One task, with its marks where answers were sent, and what was answered in the others."""
    start = f"{name}-"
    own = {key.removeprefix(start): text for key, text in sent.items() if key.startswith(start)}
    others = tuple((key, text) for key, text in sent.items() if not key.startswith(start) and key != "task")
    turn = _turn(own.get("turn", "0"))
    numbers = example(turn)
    marks = mark(name, turn, own)
    views = [
        AnswerView(
            start + key, _label(name, key), own.get(key, "")[:24], marks[key], reason(name, numbers, key, marks[key])
        )
        for key in answer_names(name)
    ]
    rows = [views] if name == "mean" else [views[i * UNITS : (i + 1) * UNITS] for i in range(BATCH)]
    return TaskView(
        name, TITLES[name], turn, shown(numbers.p), shown(float(numbers.x[0, 0])), _given(name, numbers),
        tuple(map(tuple, rows)), spec.query(), others, _next(name, turn, spec, others),
        any(key in own for key in answer_names(name)), _summary(views),
        tuple((answer.label, answer.reason) for answer in views if answer.reason),
    )  # fmt: skip


def _next(name: str, turn: int, spec: LayerSpec, others: tuple[tuple[str, str], ...]) -> Turn:
    change = urlencode([("task", name), (f"{name}-turn", (turn + 1) % (ROUND_MAX + 1)), *others])
    return Turn(f"{PAGE.to(spec)}{'&' if spec.query() else '?'}{change}#task-{name}", change)


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
    if counts["blank"] == len(views):
        return "Nothing is filled in yet: write a number, as 1.3, into at least one field."
    parts = [f"{counts['right']} of {len(views)} right"]
    parts += [f"{counts['blank']} not filled in"] if counts["blank"] else []
    return ", ".join(parts) + "."
