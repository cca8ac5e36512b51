"""What was measured, in words. A claim is said of the settings that it was measured with, and of no others.

Its numbers stand in app/runs/scenes/claims.json (`app.runs.scenes.measured`) and are put in from there: a sentence
names them, as in {0.twin.accuracy}, the twin's accuracy in the first of the claim's runs. The sentences themselves are
in app/web/words/english/claims.py. What they say besides ("better", "behind") is held to the same table by
tests/web/explore/test_claims.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from app.runs.scenes.measured import measured
from app.web.words.numbers import loss_text, percent_text
from app.web.words.say import say


@dataclass(frozen=True)
class Claim:
    """A sentence on some runs, whose links without seeds are `runs`. passes: it is of Monte-Carlo passes, and said
    beside them alone. first: it is of the first run, which it sets beside the others, and said with its settings alone.
    """

    name: str
    runs: tuple[str, ...]
    passes: bool = False
    first: bool = False

    @property
    def words(self) -> str:
        """The sentence, with names in the place of its numbers."""
        return say(f"claim.{self.name}")

    def text(self, table: Mapping[str, Any]) -> str:
        """The sentence with its numbers, from what was measured of each run."""
        return self.words.format(*(_texts(table[run]) for run in self.runs))


def said_of(link: str, passes: bool = False) -> list[Claim]:
    """The claims that were measured with the settings of a link without seeds; of a new scene, none. passes: whether
    Monte-Carlo passes are shown."""
    own = [claim for claim in CLAIMS if link in claim.runs[: 1 if claim.first else None]]
    own = [claim for claim in own if all(run in measured() for run in claim.runs)]
    return [claim for claim in own if passes or not claim.passes]


def wins(link: str, whose: str) -> str:
    """How often dropout won with the settings of a link; "" where they were not measured. whose: "these settings"."""
    if link not in measured():
        return ""
    found = measured()[link]
    key = "measured.wins" if "accuracy" in found["twin"] else "measured.wins.curve"
    method = say(f"method.{found['settings'].get('method', 'dropout')}.name")
    return say(key).format(_texts(found), whose=whose, method=method)


def spread(link: str, claims: Sequence[Claim]) -> str:
    """Over how many runs the numbers of a link and of these claims are medians, and how exact they are."""
    runs = [run for run in dict.fromkeys((link, *(run for claim in claims for run in claim.runs))) if run in measured()]
    if not runs:
        return ""
    found = [measured()[run] for run in runs]
    first, last = found[0]["seeds"]
    points, loss = (max(_errors(found, kind), default=0.0) for kind in ("accuracy", "loss"))
    parts = [say("measured.spread.points", points=_upwards(100 * points))] if points else []
    parts.append(say("measured.spread.loss", loss=_upwards(loss)))
    errors = say("measured.and").join(parts)
    return say("measured.spread", runs=found[0]["runs"], first=first, last=last, errors=errors)


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
    return (
        percent_text(found["median"])
        if name in ("accuracy", "covered") or name.startswith(("kept_", "twins_"))
        else loss_text(found["median"])
    )


ON_MAPS = ("data=digits&method=dropblock", "data=digits&net=conv", "data=digits&method=spatial")

CLAIMS: tuple[Claim, ...] = (
    Claim("moons: by heart", ("",)),
    Claim("moons: stopping", ("",)),
    Claim("moons: best moments", ("",)),
    Claim("moons: right labels", ("", "flip=0")),
    Claim("moons: decay", ("", "decay=0.01")),
    Claim("moons: time", ("",)),
    Claim("circles: stopping", ("data=circles",)),
    Claim("circles: best moments", ("data=circles",)),
    Claim("circles: right labels", ("data=circles", "data=circles&flip=0")),
    Claim("xor: stopping", ("data=xor",)),
    Claim("xor: best moments", ("data=xor",)),
    Claim("xor: right labels", ("data=xor", "data=xor&flip=0")),
    Claim("blobs: stopping", ("data=blobs",)),
    Claim("blobs: best moments", ("data=blobs",)),
    Claim("blobs: right labels", ("data=blobs", "data=blobs&flip=0")),
    Claim("spiral: behind", ("data=spiral",)),
    Claim("curve: stopping", ("data=curve",)),
    Claim("curve: best moments", ("data=curve",)),
    Claim("notebook: too small", ("data=notebook", "data=notebook&p=0.1", "data=notebook&hidden=32,40,40")),
    Claim("notebook: stopping", ("data=notebook",)),
    Claim("digits: stopping", ("data=digits",)),
    Claim("digits: best moments", ("data=digits",)),
    Claim("digits: right labels", ("data=digits", "data=digits&flip=0", "data=digits&n=1000&flip=0")),
    Claim("digits: slower", ("data=digits", "data=digits&n=1000&flip=0")),
    Claim("digits: width", ("data=digits", "data=digits&p=0.9", "data=digits&hidden=128&p=0.9")),
    Claim("conv: three shapes", (*ON_MAPS, "data=digits&p=0.5&place=2&net=conv")),
    Claim("conv: stopping", ON_MAPS[:1]),
    Claim("conv: time", ON_MAPS[:1]),
    Claim(
        "conv: right labels",
        (
            *ON_MAPS,
            "data=digits&flip=0&method=dropblock",
            "data=digits&flip=0&net=conv",
            "data=digits&flip=0&method=spatial",
        ),
    ),
    Claim("moons: Gaussian", ("method=gaussian", ""), first=True),
    Claim("moons: classic", ("method=classic", ""), first=True),
    Claim("moons: DropConnect", ("method=dropconnect", ""), first=True),
    Claim("moons: inference", ("method=dropconnect",)),
    Claim("digits: Concrete", ("data=digits&place=0,1,2&method=concrete", "data=digits"), first=True),
    Claim(
        "digits: less with more data",
        (
            "data=digits&place=0,1,2&method=concrete",
            *(f"data=digits&n={n}&flip=0&batch=50&steps=600&place=0,1,2&method=concrete" for n in (50, 200, 1000)),
        ),
    ),
    Claim(
        "memory: on the memory",
        (
            "data=memory&method=naive",
            "data=memory&method=naive&on=h",
            "data=memory&method=recurrent",
        ),
    ),
    Claim(
        "memory: for the sequence",
        (
            "data=memory",
            "data=memory&gates=untied",
            "data=memory&method=recurrent&lasts=sequence",
            "data=memory&steps=500",
        ),
    ),
    Claim(
        "rows: others",
        (
            "data=digits&method=variational",
            "data=digits&method=variational&gates=untied",
            "data=digits&p=0.5&method=recurrent",
            "data=digits&method=naive&on=h",
            "data=digits&method=naive",
        ),
    ),
    Claim("rows: time", ("data=digits&method=variational",)),
    Claim("rows: stopping", ("data=digits&method=variational",)),
    Claim("rows: right labels", ("data=digits&method=variational", "data=digits&flip=0&method=variational")),
    Claim("words: stopping", ("data=words",)),
    Claim("words: best moments", ("data=words",)),
    Claim("words: time", ("data=words",)),
    Claim("words: places", ("data=words", *(f"data=words&place={place}" for place in ("0", "1", "2,3"))), first=True),
    Claim("words: right labels", ("data=words", "data=words&flip=0")),
    Claim("residual: pruning", ("data=digits&method=stochastic_depth",)),
    Claim("residual: pruning by row", ("data=digits&method=stochastic_depth&each=sample",)),
    Claim(
        "residual: others",
        (
            "data=digits&method=stochastic_depth",
            "data=digits&net=residual&method=dropout",
            "data=digits&blocks=1&method=stochastic_depth",
        ),
        first=True,
    ),
    Claim(
        "residual: right labels",
        ("data=digits&method=stochastic_depth", "data=digits&flip=0&method=stochastic_depth"),
        first=True,
    ),
    Claim("layerdrop: pruning", ("data=digits&method=layerdrop", "data=digits&p=0.5&method=layerdrop"), first=True),
    Claim("layerdrop: whole", ("data=digits&method=layerdrop",)),
    Claim("moons: doubt", ("",), passes=True),
    Claim("moons: doubt with tanh", ("activation=tanh",), passes=True),
    Claim("curve: band", ("data=curve", "data=curve&activation=relu"), passes=True, first=True),
)
