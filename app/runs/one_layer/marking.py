"""Marking of the tasks: each answer against the engine, and for a miss the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.runs.fields import Field
from app.runs.one_layer.fields import CELL_MAX
from app.runs.one_layer.tasks import Example, answer_names, example, truth
from app.runs.reading import number, number_text

TOLERANCE = 0.005  # of an answer written with two decimals
Miss = tuple[float | None, str]  # a value that a known mistake gives, and what to think about; None is any other


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
        said = number(Field("the answer", "", "", "number", -CELL_MAX, CELL_MAX), text.replace("−", "-"))
    except ValueError as error:
        return Mark("error", str(error))
    right = truth(task, numbers, name)
    if abs(said - right) <= TOLERANCE:
        return Mark("right")
    misses = _mean_misses(numbers, name) if task == "mean" else _cell_misses(task, numbers, name)
    return Mark("wrong", next(reason for value, reason in misses if value is None or abs(said - value) <= TOLERANCE))


def _cell_misses(task: str, numbers: Example, name: str) -> Iterator[Miss]:
    """What is said of a cell of Y or dX, the particular mistakes first."""
    i, j = int(name[1]) - 1, int(name[2]) - 1
    p, q = numbers.p, 1 - numbers.p
    coin, factor = number_text(numbers.coins[i, j]), number_text(round(1 / q, 6))
    value = float((numbers.x if task == "y" else numbers.dy)[i, j])
    what, symbol = ("value", "x") if task == "y" else ("gradient", "dy")
    if numbers.mask[i, j] == 0:
        ending = "nothing goes on" if task == "y" else "no gradient passes, however large the one that arrives"
        yield None, f"Its coin {coin} is below p = {number_text(p)}, so it is dropped: the mask is 0, and {ending}."
        return
    kept = f"Its coin {coin} is at least p = {number_text(p)}, so it is kept"
    yield 0.0, f"{kept}: it is not 0 but its {what} times {factor}."
    if task == "dx":
        product = f"{number_text(value)} · {factor}"
        yield 1 / q, f"That is the mask, dy/dx. The loss’s gradient is the upstream gradient times it: {product}."
    yield value, f"{kept}, but it is scaled as well: {symbol} times 1/(1−p) = {factor}."
    yield value * q, f"You multiplied by 1−p. The factor is 1/(1−p) = {factor}, so that the mean stays what it was."
    yield value / p, f"You divided by p, the probability of being dropped. The factor is 1/(1−p) = {factor}."
    if task == "dx":
        yield float(numbers.y[i, j]), "That is y. What comes back is the upstream gradient dy, times the mask."
    yield None, f"{kept}: {symbol} times 1/(1−p) is {number_text(value)} · {factor}."


def _mean_misses(numbers: Example, name: str) -> Iterator[Miss]:
    x, p = float(numbers.x[0, 0]), numbers.p
    q = 1 - p
    if name == "eval":
        yield (
            x * q,
            "That is the published form, which scales in evaluation. The inverted form, used here, does not.",
        )
        yield x / q, "In evaluation nothing is scaled: the factor 1/(1−p) belongs to training."
        yield None, "In evaluation the layer passes x on as it is."
    elif name == "train":
        yield (
            x * q,
            "That is the mean without scaling. A kept value is x/(1−p), which makes up for the share p of zeros.",
        )
        yield x / q, "That is y where it is kept. A share p of the masks gives 0, and the mean counts them too."
        yield None, "With probability p it is 0, with 1−p it is x/(1−p): the mean is (1−p) · x/(1−p)."
    else:
        yield x * x, "The mean stays, its square does not: a kept y² is x²/(1−p)², and 1−p of the masks keep it."
        yield x * x * q, "That is the published form, unscaled. Here a kept y is x/(1−p)."
        yield (x / q) ** 2, "That is y² where it is kept; a share p of the masks gives 0."
        yield None, "With probability 1−p it is x²/(1−p)², else 0: the mean is x²/(1−p)."
