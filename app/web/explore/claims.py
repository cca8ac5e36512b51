"""What was measured, in words. A claim is said of the settings that it was measured with, and of no others.

Its numbers stand in app/runs/scenes/claims.json (`app.runs.scenes.measured`) and are put in from there: a sentence
names them, as in {0.twin.accuracy}, the twin's accuracy in the first of the claim's runs. What the words say besides
("better", "behind") is held to the same table by tests/web/explore/test_claims.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from app.runs.scenes.measured import measured
from app.web.words.numbers import loss_text, percent_text


@dataclass(frozen=True)
class Claim:
    """A sentence on some runs, whose links without seeds are `runs`."""

    name: str
    runs: tuple[str, ...]
    words: str

    def text(self, table: Mapping[str, Any]) -> str:
        """The sentence with its numbers, from what was measured of each run."""
        return self.words.format(*(_texts(table[run]) for run in self.runs))


def said_of(link: str) -> list[Claim]:
    """The claims that were measured with the settings of a link without seeds; of a new scene, none."""
    return [claim for claim in CLAIMS if link in claim.runs and all(run in measured() for run in claim.runs)]


def wins(link: str, whose: str) -> str:
    """How often dropout won with the settings of a link; "" where they were not measured. whose: "these settings"."""
    if link not in measured():
        return ""
    found = measured()[link]
    return (WINS if "accuracy" in found["twin"] else WINS_OF_CURVES).format(_texts(found), whose=whose)


def spread(link: str, claims: Sequence[Claim]) -> str:
    """Over how many runs the numbers of a link and of these claims are medians, and how exact they are."""
    runs = [run for run in dict.fromkeys((link, *(run for claim in claims for run in claim.runs))) if run in measured()]
    if not runs:
        return ""
    found = [measured()[run] for run in runs]
    first, last = found[0]["seeds"]
    points, loss = (max(_errors(found, kind), default=0.0) for kind in ("accuracy", "loss"))
    parts = [f"{_upwards(100 * points)} points of accuracy"] if points else []
    parts.append(f"{_upwards(loss)} of loss")
    return (
        f"Medians of {found[0]['runs']} runs, seeds {first} to {last}. Standard errors: at most {' and '.join(parts)}."
    )


def _errors(found: Sequence[Any], kind: str) -> Iterator[float]:
    """The standard errors of all that the sentences on these runs can say."""
    names = ("accuracy",) if kind == "accuracy" else ("clean", "test", "best", "rise")
    arms = (run[arm] for run in found for arm in ("dropout", "twin"))
    yield from (arm[name]["se"] for arm in arms for name in names if name in arm)


def _upwards(error: float) -> str:
    """To one digit, and never below."""
    unit = 10.0 ** math.floor(math.log10(error))
    return f"{math.ceil(error / unit - 1e-9) * unit:.1g}"


def _texts(found: Any, name: str = "") -> Any:
    """The table's numbers as sentences write them, by the names that they have there."""
    if not isinstance(found, dict):
        return f"{found:,}" if isinstance(found, int) else found
    if "se" not in found:
        return SimpleNamespace(**{key: _texts(value, key) for key, value in found.items()})
    if name == "gain":
        return f"{found['mean']:.3f} ± {found['se']:.3f}"
    if name == "wrong":
        return f"{100 * found['median']:.0f} ± {100 * found['se']:.0f} %"
    return percent_text(found["median"]) if name == "accuracy" else loss_text(found["median"])


# Said of every run that was measured.
WINS = (
    "In {0.runs} runs with {whose} and fresh seeds, dropout had the lower test loss at the last step in {0.wins.loss} "
    "and the better test accuracy in {0.wins.accuracy}: {0.dropout.accuracy} with dropout, {0.twin.accuracy} without."
)
WINS_OF_CURVES = (
    "In {0.runs} runs with {whose} and fresh seeds, dropout had the lower test loss at the last step in "
    "{0.wins.loss}: {0.dropout.test} with dropout, {0.twin.test} without."
)

_STOPPING = (
    "Stopping in time does better than dropout at the last step: the twin's best moment (step {0.twin.at}) has a test "
    "loss of {0.twin.best}; dropout ends at {0.dropout.test}. Dropout makes the moment matter less: from the best "
    "moment to the last step its test loss rises by {0.dropout.rise}, the twin's by {0.twin.rise}."
)
_A_LITTLE_BETTER = (
    "At the best moment of each, found by looking at the test set, dropout is a little better: its test loss is lower "
    "in {0.best.wins} of {0.runs} runs, by {0.best.gain} on average."
)
_RIGHT_LABELS = (
    "With all labels right and the scene's other settings, dropout has the lower test loss in {1.wins.loss} of "
    "{1.runs} runs and the better accuracy in {1.wins.accuracy}: {1.dropout.accuracy} with dropout, {1.twin.accuracy} "
    "without."
)


def _with_wrong_labels(data: str) -> tuple[Claim, ...]:
    """What is said of each scene in the plane with wrong labels."""
    link = "" if data == "moons" else f"data={data}"
    return (
        Claim(f"{data}: stopping", (link,), _STOPPING),
        Claim(f"{data}: best moments", (link,), _A_LITTLE_BETTER),
    )


def _right_labels(data: str) -> Claim:
    link = "" if data == "moons" else f"data={data}"
    return Claim(f"{data}: right labels", (link, "&".join(filter(None, (link, "flip=0")))), _RIGHT_LABELS)


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "moons: by heart",
        ("",),
        "At the last step the twin repeats {0.twin.wrong} of the wrong labels that it was trained on, dropout "
        "{0.dropout.wrong}.",
    ),
    *_with_wrong_labels("moons"),
    _right_labels("moons"),
    Claim(
        "moons: decay",
        ("", "decay=0.01"),
        "Weight decay does better: 0.01 without dropout ends at a test loss of {1.twin.test} and {1.twin.accuracy} "
        "right, dropout without decay at {0.dropout.test} and {0.dropout.accuracy}, both together at {1.dropout.test} "
        "and {1.dropout.accuracy}. Decay is L2 here: decay times the parameter, biases too, is added to the gradient, "
        "as weight_decay of PyTorch's Adam does. The decoupled decay of AdamW is another method and was not measured.",
    ),
    Claim(
        "moons: time",
        ("",),
        "It takes time: at step {0.fifth.step} dropout has the better accuracy in {0.fifth.accuracy} of {0.runs} "
        "runs, at the last step in {0.wins.accuracy}.",
    ),
    *_with_wrong_labels("circles"),
    _right_labels("circles"),
    *_with_wrong_labels("xor"),
    _right_labels("xor"),
    *_with_wrong_labels("blobs"),
    _right_labels("blobs"),
    Claim(
        "spiral: behind",
        ("data=spiral",),
        "Dropout ends with a test loss of {0.dropout.test}, the twin with {0.twin.test}. The twin's best moment, "
        "found by looking at the test set, has {0.twin.best} (step {0.twin.at}).",
    ),
    Claim("curve: stopping", ("data=curve",), _STOPPING),
    Claim(
        "curve: best moments",
        ("data=curve",),
        "At the best moment of each, found by looking at the test set, dropout is behind: its test loss is the lower "
        "one in {0.best.wins} of {0.runs} runs.",
    ),
    Claim(
        "digits: stopping",
        ("data=digits",),
        "Stopping in time comes close: the twin's best moment (step {0.twin.at}), found by looking at the test set, "
        "has a test loss of {0.twin.best}; dropout ends at {0.dropout.test}, lower in {0.best.last} of {0.runs} runs.",
    ),
    Claim("digits: best moments", ("data=digits",), _A_LITTLE_BETTER),
    Claim(
        "digits: right labels",
        ("data=digits", "data=digits&flip=0", "data=digits&n=1000&flip=0"),
        "With all labels right, dropout has the lower test loss in {1.wins.loss} of {1.runs} runs on 300 images, "
        "where {1.dropout.accuracy} are right with dropout, {1.twin.accuracy} without. On 1,000 images it has the "
        "lower one in {2.wins.loss} of {2.runs}: {2.dropout.accuracy} with dropout, {2.twin.accuracy} without.",
    ),
    Claim(
        "digits: slower",
        ("data=digits", "data=digits&n=1000&flip=0"),
        "Dropout trains more slowly: after 500 steps on 1,000 images with all labels right its training loss, dropout "
        "off, is {1.dropout.clean}, the twin's {1.twin.clean}.",
    ),
    Claim(
        "digits: width",
        ("data=digits", "data=digits&p=0.9", "data=digits&hidden=128&p=0.9"),
        "How much dropout is too much depends on the width: with p = 0.9 two layers of 64 end at {1.dropout.accuracy} "
        "right, {1.twin.accuracy} without dropout; one layer of 128 at {2.dropout.accuracy}, {2.twin.accuracy} "
        "without.",
    ),
)
