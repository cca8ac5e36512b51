"""Marking of the tasks: each answer against the engine, and for a miss the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.runs.one_layer.fields import CELL_MAX
from app.runs.one_layer.tasks import Example, answer_names, example, mistakes, truth
from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.reading import as_typed, number, number_text

TOLERANCE = 0.005 + 1e-9  # of an answer written with two decimals
OTHER = ""  # a miss that is no known mistake


@dataclass(frozen=True)
class Mark:
    """What is said of one answer: right, wrong (with the reason) or blank; error where it is no number."""

    state: str
    reason: str = ""


def mark(task: str, turn: int, answers: Mapping[str, str]) -> dict[str, Mark]:
    """A mark for each answer of the task; one that is missing is blank."""
    return {name: _mark(task, example(turn), name, answers.get(name, "")) for name in answer_names(task)}


def _mark(task: str, numbers: Example, name: str, text: str) -> Mark:
    if not text.strip():
        return Mark("blank")
    try:
        said = number(Field("answer", "The answer", "", "number", -CELL_MAX, CELL_MAX), as_typed(text))
    except Fault as fault:
        return Mark("error", fault.on_page)
    right = truth(task, numbers, name)
    if abs(said - right) <= TOLERANCE:
        return Mark("right")
    reasons = _mean_reasons(name) if task == "mean" else _cell_reasons(task, numbers, name)
    known = mistakes(task, numbers, name)
    found = next((miss for miss, value in known.items() if abs(said - value) <= TOLERANCE), OTHER)
    return Mark("wrong", reasons.get(found, reasons[OTHER]))


def _cell_reasons(task: str, numbers: Example, name: str) -> Mapping[str, str]:
    """What is said of a cell of Y or dX, by the name of the mistake."""
    i, j = int(name[1]) - 1, int(name[2]) - 1
    p = numbers.p
    coin, factor = number_text(numbers.coins[i, j]), number_text(round(1 / (1 - p), 6))
    value = number_text(float((numbers.x if task == "y" else numbers.dy)[i, j]))
    what, symbol = ("value", "x") if task == "y" else ("gradient", "dy")
    if numbers.mask[i, j] == 0:
        ending = "nothing comes out" if task == "y" else "no gradient passes, however large the one that arrives"
        return {OTHER: f"Its coin {coin} is below p = {number_text(p)}, so it is dropped: the mask is 0, and {ending}."}
    kept = f"Its coin {coin} is at least p = {number_text(p)}, so it is kept"
    return {
        "zero": f"{kept}: it is not 0 but its {what} times {factor}.",
        "mask": f"That is the mask, dy/dx. The loss’s gradient is the upstream gradient times it: {value} · {factor}.",
        "unscaled": f"{kept}, but it is scaled as well: {symbol} times 1/(1−p) = {factor}.",
        "times q": f"You multiplied by 1−p. The factor is 1/(1−p) = {factor}, so that the mean stays what it was.",
        "over p": f"You divided by p, the probability of being dropped. The factor is 1/(1−p) = {factor}.",
        "y": "That is y. What comes back is the upstream gradient dy, times the mask.",
        OTHER: f"{kept}: {symbol} times 1/(1−p) is {value} · {factor}.",
    }


def _mean_reasons(name: str) -> Mapping[str, str]:
    """What is said of a mean, by the name of the mistake."""
    return {
        "train": {
            "unscaled": "That is the mean without scaling. A kept value is x/(1−p), which makes up for the share p of "
            "zeros.",
            "kept": "That is y where it is kept. A share p of the masks gives 0, and the mean counts them too.",
            OTHER: "With probability p it is 0, with 1−p it is x/(1−p): the mean is (1−p) · x/(1−p).",
        },
        "eval": {
            "classic": "That is the published form, which scales in evaluation. The inverted form, used here, does "
            "not.",
            "scaled": "In evaluation nothing is scaled: the factor 1/(1−p) belongs to training.",
            OTHER: "In evaluation the layer passes x on as it is.",
        },
        "square": {
            "mean": "That is the mean of y. The mean of its square is larger: a kept y² is x²/(1−p)².",
            "squared": "The mean stays, its square does not: a kept y² is x²/(1−p)², and 1−p of the masks keep it.",
            "unscaled": "That is the published form, unscaled. Here a kept y is x/(1−p).",
            "kept": "That is y² where it is kept; a share p of the masks gives 0.",
            OTHER: "With probability 1−p it is x²/(1−p)², else 0: the mean is x²/(1−p).",
        },
    }[name]
