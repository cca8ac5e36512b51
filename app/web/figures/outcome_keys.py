"""The legend of what both networks have learned."""

from __future__ import annotations

from app.runs.data.data_set import DataSet
from app.runs.log.run import Run
from app.web.figures.keys import Key
from app.web.once import once_a_run
from app.web.words.names import class_names
from app.web.words.say import say

POINTS_MAX = 400  # more training points than this hide the map
WIDTHS = {"learned": 20, "truth": 20, "target": 10}  # of the signs of a regression; the others are 10 wide


@once_a_run
def keys(run: Run) -> tuple[Key, ...]:
    """The signs of the pictures."""
    data, flips = run.data, _flips(run.data)
    if data.task == "regression":
        return tuple(Key(sign, width, say(f"outcome.key.{sign}")) for sign, width in WIDTHS.items())
    if data.task == "classes":
        return ()
    negative, positive = class_names(run.spec.data.name)
    flipped = [Key("flipped", 10, say("outcome.key.flipped", count=flips))] if flips else []
    return Key("positive", 10, positive), Key("negative", 10, negative), *flipped


@once_a_run
def note(run: Run) -> str:
    """What colours and axes mean, and what is not as it seems."""
    data = run.data
    if data.bounds is None:
        flipped = say("outcome.note flipped", count=_flips(data)) if _flips(data) else ""
        return say("outcome.note classes" if run.spec.data.name == "digits" else "outcome.note others") + flipped
    hidden = max(0, len(data.x) - POINTS_MAX)
    low, high = (f"{end:g}".replace("-", "−") for end in data.bounds[:2])
    more = say("outcome.note hidden", count=hidden) if hidden else ""
    return say(f"outcome.note {data.task}", low=low, high=high) + more


def _flips(data: DataSet) -> int:
    """How many training labels are wrong."""
    return 0 if data.task == "regression" else int((data.y != data.clean_y).sum())
