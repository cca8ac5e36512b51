"""What each data set asks of a network: how many numbers go in, how many come out, and what they mean."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["binary", "classes", "regression"]


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the table: binary has one logit, classes one logit a class, regression one number."""

    kind: Kind
    inputs: int
    outputs: int


TASKS: dict[str, Task] = {
    "moons": Task("binary", 2, 1),
    "circles": Task("binary", 2, 1),
    "xor": Task("binary", 2, 1),
    "blobs": Task("binary", 2, 1),
    "spiral": Task("binary", 2, 1),
    "curve": Task("regression", 1, 1),
    "digits": Task("classes", 14 * 14, 10),
}


def inputs_outputs(name: str) -> tuple[int, int]:
    """Numbers that go into and come out of a network for this data set.

    Raises: ValueError for a name that is not in TASKS.
    """
    if name not in TASKS:
        raise ValueError(f"data must be one of {', '.join(TASKS)}, got {name!r}")
    return TASKS[name].inputs, TASKS[name].outputs
