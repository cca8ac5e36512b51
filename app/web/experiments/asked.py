"""What the link of an experiment's page asks: the experiment, whether it runs, and what its reader has said.

Whatever a reader says is in the link alone: the server keeps nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, cast

from app.runs.experiments.catalogue import ROWS
from app.runs.experiments.experiment import CELLS_MAX, Experiment
from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.link import SpecError
from app.runs.spec.reading import choice, whole

Pair = tuple[str, str]
Run = Literal["", "1", "stop", "stopped"]

ROOT = "../"  # from such a page to the site's own address
SKIPPED = 0  # of a question: nothing is said to it
FIELDS = {
    "run": Field("run", "choice", choices=("1", "stop", "stopped")),
    "guess": Field("guess", "whole", 0, 9),
    "saw": Field("saw", "whole", 0, 9),
}


@dataclass(frozen=True)
class Asked:
    """run: "" shows the form alone; stop ends it and leads to stopped, which shows what is there. guess, saw: which of
    the choices the reader takes, before and after; None before she is asked."""

    experiment: Experiment
    run: Run = ""
    guess: int | None = None
    saw: int | None = None

    @property
    def path(self) -> str:
        """Of the page, below the site's own address."""
        return f"{self.experiment.room}/{self.experiment.name}"

    @property
    def said(self) -> dict[str, str]:
        """What the link says besides the experiment."""
        found = {"run": self.run or None, "guess": self.guess, "saw": self.saw}
        return {name: str(value) for name, value in found.items() if value is not None}

    def href(self, run: Run | None = None, saw: int | None = None) -> str:
        """The page, seen from itself, some of it otherwise."""
        now = replace(self, run=self.run if run is None else run, saw=self.saw if saw is None else saw)
        return _to(ROOT + self.path, self.experiment.query(), now.said)

    def beside(self, path: str) -> str:
        """An address below the site's own that shows the same, seen from the page."""
        return _to(f"{ROOT}{path}", self.experiment.query(), {"of": self.experiment.name, **self.said})


def read(name: str, pairs: Iterable[Pair], most: int | None = CELLS_MAX) -> Asked:
    """Read the link of the page of this name: work for a thread, where it has many values.

    Raises: SpecError; LookupError for a name that there is none of.
    """
    own, rest, faults = parted(pairs)
    try:
        experiment = _experiment(name, tuple(rest), most)
    except SpecError as error:
        raise SpecError(error.faults | faults) from None
    if faults:
        raise SpecError(faults)
    return Asked(experiment, own.run, own.guess, own.saw)


@lru_cache(64)  # a page that runs asks for the same one several times a second
def _experiment(name: str, pairs: tuple[Pair, ...], most: int | None) -> Experiment:
    return Experiment.parse(name, pairs, most)


def parted(pairs: Iterable[Pair]) -> tuple[Said, list[Pair], dict[str, Fault]]:
    """What the reader has said, what is the experiment's, and what is wrong with the first."""
    texts, rest = {}, []
    for name, text in pairs:
        if name in FIELDS:
            texts[name] = text
        else:
            rest.append((name, text))
    faults: dict[str, Fault] = {}
    found: dict[str, str | int | None] = {}
    for name, field in FIELDS.items():
        try:
            if name in texts:
                found[name] = choice(field, texts[name]) if field.kind == "choice" else whole(field, texts[name])
        except Fault as fault:
            faults[name] = fault
    said = Said(
        cast(Run, found.get("run", "")), cast("int | None", found.get("guess")), cast("int | None", found.get("saw"))
    )
    return said, rest, faults


@dataclass(frozen=True)
class Said:
    """What a reader says, besides the experiment."""

    run: Run
    guess: int | None
    saw: int | None


def known(name: str, room: str) -> bool:
    """Whether there is an experiment of this name in a room."""
    return name in ROWS and ROWS[name].room == room


def _to(path: str, query: str, more: dict[str, str]) -> str:
    joined = "&".join(filter(None, (query, *(f"{name}={text}" for name, text in more.items()))))
    return f"{path}?{joined}" if joined else path
