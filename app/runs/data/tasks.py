"""What each data set asks of a network: how many numbers go in, how many come out, and what they mean."""

from dataclasses import dataclass
from typing import Literal

from app.runs.data.part import DataPart
from app.runs.data.word_polarity import CLASSES, WORDS

Kind = Literal["binary", "classes", "regression"]
Sample = Literal["numbers", "image", "tokens"]


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the table: binary has one logit, classes one logit a class, regression one number.

    sample: what a sample is. inputs: how many numbers it has; of a sequence as long as the link says, None. nets: which
    networks can read it, the usual one first.
    """

    kind: Kind
    inputs: int | None
    outputs: int
    sample: Sample = "numbers"
    nets: tuple[str, ...] = ("dense",)


TASKS: dict[str, Task] = {
    "moons": Task("binary", 2, 1),
    "circles": Task("binary", 2, 1),
    "xor": Task("binary", 2, 1),
    "blobs": Task("binary", 2, 1),
    "spiral": Task("binary", 2, 1),
    "curve": Task("regression", 1, 1),
    "notebook": Task("classes", 3, 2),
    "digits": Task("classes", 14 * 14, 10, "image", ("dense", "conv", "lstm", "residual")),
    "memory": Task("classes", None, 8, "tokens", ("lstm",)),
    "words": Task("classes", WORDS, CLASSES, "tokens", ("transformer",)),
}


def inputs_outputs(data: DataPart) -> tuple[int, int]:
    """Numbers that go into and come out of a network for these data.

    Raises: ValueError for a name that is not in TASKS.
    """
    if data.name not in TASKS:
        raise ValueError(f"data must be one of {', '.join(TASKS)}, got {data.name!r}")
    task = TASKS[data.name]
    return data.delay if task.inputs is None else task.inputs, task.outputs
