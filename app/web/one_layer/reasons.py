"""What is said of an answer that is wrong or no number."""

from __future__ import annotations

from app.runs.one_layer.marking import Mark
from app.runs.one_layer.tasks import Example
from app.runs.spec.reading import number_text
from app.web.words import faults
from app.web.words.say import say


def reason(task: str, numbers: Example, name: str, mark: Mark) -> str:
    """The reason of a mark; none where the answer is right or blank."""
    if mark.fault is not None:
        return faults.said(mark.fault, page=True)
    if mark.state != "wrong":
        return ""
    if task == "mean":
        return say(f"mistake.{name}.{mark.mistake or 'other'}")
    i, j = int(name[1]) - 1, int(name[2]) - 1
    coin, p = number_text(numbers.coins[i, j]), number_text(numbers.p)
    if numbers.mask[i, j] == 0:
        return say(f"mistake.{task}.dropped", coin=coin, p=p)
    return say(
        f"mistake.{task}.{mark.mistake or 'other'}",
        kept=say("mistake.kept", coin=coin, p=p),
        value=number_text(float((numbers.x if task == "y" else numbers.dy)[i, j])),
        factor=number_text(round(1 / (1 - numbers.p), 6)),
    )
