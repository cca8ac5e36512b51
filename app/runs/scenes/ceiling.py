"""How well a network can do at most where the labels of the test set are flipped too."""

import math
from typing import NamedTuple

from app.runs.data.data_set import DataSet


class Ceiling(NamedTuple):
    """What knowing the true class of every test sample would score: `accuracy`, mean `loss`, of `samples`.

    Where the classes overlap no network can know it, so the best that can be learned lies a little lower.
    """

    accuracy: float
    loss: float
    samples: int


def ceiling(data: DataSet) -> Ceiling | None:
    """The ceiling of this very test set, or None where all its labels are right.

        accuracy = 1 - f,   loss = -f ln f - (1 - f) ln(1 - f),   f = share of test labels that were flipped

    The loss is the cross-entropy of whoever gives each true class the probability 1 - f: no other does better
    without knowing which labels were flipped.
    """
    wrong = float((data.y_test != data.clean_y_test).mean())
    if wrong == 0:
        return None
    return Ceiling(1 - wrong, _entropy(wrong), len(data.y_test))


def _entropy(share: float) -> float:
    """Of a coin, in nats."""
    return -sum(q * math.log(q) for q in (share, 1 - share) if q > 0)
