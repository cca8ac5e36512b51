"""The experiments that there are, `/why/<name>` and `/practice/<name>`: what each varies where its link is silent.

What a page says of itself stands in app/web/words/english/experiments.py, under its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Room = Literal["why", "practice"]


@dataclass(frozen=True)
class Row:
    """One experiment. link: its run, without seeds; over: what varies (an axis), at these values; by: what varies from
    panel to panel; seeds: how many, from the first one on; shows: its measure, and `also` others that its cells have or
    that are asked of it; probe: whose cells have all of these, where they are not each measure's own."""

    name: str
    room: Room
    link: str
    over: str
    values: tuple[str, ...]
    by: str = ""
    panels: tuple[str, ...] = ()
    seeds: int = 10
    shows: str = "test"
    also: tuple[str, ...] = ()
    probe: str = ""


TENTHS = tuple(f"{tenth / 10:g}" for tenth in range(10))
RIGHT = "data=digits&n=1000&flip=0"
SCORED = ("test", "accuracy", "clean", "gap")

_USE = (
    Row("p", "practice", "", "p", TENTHS, shows="accuracy", also=SCORED),
    Row("p-digits", "practice", "data=digits", "p", TENTHS, seeds=6, also=SCORED),
    Row(
        "p-samples",
        "practice",
        "",
        "p",
        ("0", "0.1", "0.2", "0.3", "0.5"),
        "n",
        ("30", "100", "300", "1000"),
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "p-decay",
        "practice",
        "",
        "p",
        ("0", "0.1", "0.2", "0.3", "0.5"),
        "decay",
        ("0", "0.003", "0.01"),
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "p-layers",
        "practice",
        "data=digits",
        "p",
        ("0", "0.1", "0.3", "0.5", "0.7"),
        "layers",
        ("1", "2", "4", "6"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "p-conv",
        "practice",
        "data=digits&net=conv",
        "p",
        ("0", "0.1", "0.2", "0.3", "0.5", "0.7"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "p-sublayers",
        "practice",
        "data=words&place=2,3",
        "p",
        ("0", "0.1", "0.3", "0.5", "0.7"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "p-embedding",
        "practice",
        "data=words&place=0",
        "p",
        ("0", "0.05", "0.1", "0.3", "0.5"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "p-attention",
        "practice",
        "data=words&place=1",
        "p",
        ("0", "0.05", "0.1", "0.3", "0.5"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "p-input",
        "practice",
        f"{RIGHT}&place=0",
        "p",
        ("0", "0.1", "0.2", "0.3", "0.5"),
        "flip",
        ("0", "0.2"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "place",
        "practice",
        "",
        "place",
        ("0", "1", "2", "3", "0,1", "0,2", "0,3", "1,2", "1,3", "2,3", "0,1,2", "0,1,3", "0,2,3", "1,2,3", "0,1,2,3"),
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "layers", "practice", "data=digits", "layers", ("1", "2", "3", "4", "6"), seeds=6, shows="accuracy", also=SCORED
    ),
    Row(
        "deep",
        "practice",
        "data=digits&net=residual&method=dropout",
        "method",
        ("dropout", "stochastic_depth", "layerdrop"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "speed",
        "practice",
        f"{RIGHT}&steps=1000",
        "p",
        ("0", "0.1", "0.3", "0.5", "0.7"),
        seeds=6,
        shows="steps-0.2",
        also=("steps-0.5", "steps-0.1", *SCORED),
    ),
    Row(
        "rate",
        "practice",
        f"{RIGHT}&steps=1000",
        "lr",
        ("0.001", "0.002", "0.005", "0.01", "0.02"),
        seeds=6,
        shows="steps-0.2",
        also=("steps-0.5", "steps-0.1", *SCORED),
    ),
    Row(
        "removal",
        "why",
        "data=digits&n=1000&flip=0",
        "removed",
        ("0", "0.1", "0.25", "0.5", "0.75", "0.9"),
        shows="left",
        also=("left-loss",),
    ),
    Row(
        "importance",
        "why",
        "data=digits",
        "p",
        ("0", "0.2", "0.5", "0.8"),
        shows="interaction",
        also=("largest", "gini", "gini-first", "redundancy", "active", "effective", "dead", "idle"),
        probe="neurons",
    ),
    Row(
        "redundancy",
        "why",
        "",
        "p",
        ("0", "0.1", "0.2", "0.5"),
        shows="redundancy",
        also=("gini", "interaction", "largest"),
        probe="neurons",
    ),
    Row(
        "width",
        "why",
        "data=digits",
        "units",
        ("4", "8", "16", "32", "64", "128", "256"),
        seeds=6,
        shows="effective",
        also=("clean", "test", "accuracy", "dead", "idle"),
        probe="width",
    ),
    Row(
        "members",
        "why",
        "data=digits",
        "members",
        ("1", "2", "5", "10", "20", "50", "100"),
        shows="excess",
        also=("mean-error", "mean-loss", "arithmetic", "geometric"),
    ),
    Row(
        "doubt",
        "why",
        "",
        "activation",
        ("relu", "tanh"),
        shows="information-rise",
        also=("entropy-rise", "information-far"),
    ),
    Row(
        "band",
        "why",
        "data=curve",
        "activation",
        ("relu", "tanh"),
        shows="covered-far",
        also=("covered", "spread-rise"),
    ),
    Row(
        "forgot",
        "why",
        "data=digits",
        "p",
        ("0", "0.1", "0.2", "0.3", "0.5", "0.7"),
        seeds=6,
        shows="lost",
        also=("masked-accuracy", "accuracy", "wavers", "dearer"),
    ),
)
# Beside what else keeps a network from learning by heart.
_BESIDE = (
    Row("decay", "practice", "", "decay", ("0", "0.001", "0.003", "0.01", "0.03"), shows="accuracy", also=SCORED),
    Row(
        "norm",
        "practice",
        "data=digits",
        "norm",
        ("none", "before", "after"),
        "n",
        ("300", "1000"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "variance",
        "practice",
        "data=digits&n=500&flip=0&steps=300",
        "p",
        ("0", "0.1", "0.2", "0.3", "0.5"),
        "norm",
        ("before", "after"),
        seeds=6,
        shows="variance-last",
        also=("variance-first", "accuracy", "accuracy-again", "test", "test-again"),
    ),
    Row(
        "samples",
        "practice",
        "data=digits",
        "n",
        ("100", "300", "1000", "4000"),
        "flip",
        ("0", "0.2"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row("flip", "practice", "data=digits", "flip", ("0", "0.1", "0.2", "0.3", "0.4"), shows="accuracy", also=SCORED),
    Row(
        "shift",
        "practice",
        "data=digits",
        "steps",
        ("500", "1000", "1500", "2000"),
        "shift",
        ("0", "1"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "place-conv",
        "practice",
        "data=digits&net=conv",
        "place",
        ("0", "1", "2", "0,1", "0,1,2"),
        "p",
        ("0.2", "0.5"),
        seeds=6,
        shows="accuracy",
        also=SCORED,
    ),
    Row(
        "warmup",
        "practice",
        "data=digits&n=1000&flip=0&steps=1000&lr=0.01",
        "warmup",
        ("0", "100", "300"),
        seeds=6,
        shows="steps-0.2",
        also=("steps-0.5", "steps-0.1", *SCORED),
    ),
)
ROWS: Mapping[str, Row] = {row.name: row for row in (*_USE, *_BESIDE)}
