"""A transformer at one step for one sample: its words, their vectors, who looks at whom, and what is added.

Every number is a cell, and a mask is drawn on what it multiplies: a word's row, a weight, a number that is added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.runs.data.word_polarity import TYPES
from app.web.address.links import Links
from app.web.figures import transformer_geometry as geometry
from app.web.figures.gates import Gate, gates
from app.web.figures.keys import Key
from app.web.figures.net_bytes import signal_bytes
from app.web.figures.transformer_geometry import COIN, COINS_ACROSS, NAME, ROW, STRIP, TOP, Field, Sheet
from app.web.figures.transformer_words import net_of, sentence_of, summary, words_off
from app.web.moment import Moment, once_a_moment
from app.web.words import methods
from app.web.words import names as words
from app.web.words.say import say


class Cell(NamedTuple):
    """opacity and state as script makes them of a frame: n where the value is negative, off where it is masked."""

    d: str
    opacity: str
    state: str


@dataclass(frozen=True)
class Matrix:
    """The numbers of a signal, or some of them. on: what its mask multiplies, "" where none does."""

    field: Field
    name: str
    signal: str
    layer: int
    on: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Network:
    """All that templates/figures/transformer.html draws. looks: one matrix a head."""

    step: int
    backward: bool
    batch: int
    sheets: tuple[Sheet, Sheet, Sheet]
    sentence: tuple[str, ...]
    vectors: Matrix
    coins: tuple[Cell, ...]
    coins_at: Field
    looks: tuple[Matrix, ...]
    mixed: Matrix
    fed: Matrix
    mean: Matrix
    outputs: tuple[Cell, ...]
    names: tuple[str, ...]  # of the classes
    parts: dict[str, str]
    gates: tuple[Gate, ...]
    method: str
    says: str
    coins_say: str
    shape: str
    summary: str
    forward_href: str
    backward_href: str
    keys: tuple[Key, ...]


def context(moment: Moment, links: Links) -> Network:
    """The figure of one step for one sample."""
    run, net = moment.run, net_of(moment.run.spec)
    length, places = run.spec.sizes[0], run.spec.plan.places
    sheets = (
        geometry.vectors(length, net.width, TYPES),
        geometry.looks(length, net.heads),
        geometry.added(length, net.width),
    )
    strip, coins = sheets[0].fields
    mixed, fed, mean = sheets[2].fields
    signal_of = {signal.name: k for k, signal in enumerate(run.spec.plan.signals)}
    cells = {name: _cells(moment, name) for name in signal_of if name != "x"}

    def matrix(field: Field, signal: str, title: str, on: str = "", start: int = 0) -> Matrix:
        own = cells[signal][start : start + len(field.cells)]
        drawn = tuple(Cell(d, *rest) for d, rest in zip(field.cells, own, strict=True))
        return Matrix(field, title, signal, signal_of[signal], on, drawn)

    looks = tuple(
        matrix(field, "attention", say("transformer.attention", number=h + 1), "attention", h * length * length)
        for h, field in enumerate(sheets[1].fields)
    )
    off = moment.acting.get(0, np.ones(TYPES)).ravel() == 0
    return Network(
        step=moment.step,
        backward=moment.backward,
        batch=run.spec.training.batch,
        sheets=sheets,
        sentence=sentence_of(moment),
        vectors=matrix(strip, "embedded", say("transformer.embedded")),
        coins=tuple(Cell(d, "1", "off" if gone else "") for d, gone in zip(coins.cells, off.tolist(), strict=True)),
        coins_at=coins,
        looks=looks,
        mixed=matrix(mixed, "mixed", say("transformer.mixed"), places[2].on),
        fed=matrix(fed, "fed", say("transformer.fed"), places[3].on),
        mean=matrix(mean, "pooled", say("transformer.mean")),
        outputs=tuple(Cell("", *rest) for rest in cells["z"]),
        names=words.class_names(run.spec.data.name),
        parts=parts(moment),
        gates=gates(moment, links),
        method=methods.called(run.spec),
        says=say("transformer.says"),
        coins_say=say("transformer.coins"),
        shape=say("transformer.shape", types=TYPES, width=net.width, heads=net.heads, length=length),
        summary=summary(moment),
        forward_href=links.here(view=None),
        backward_href=links.here(view="backward"),
        keys=tuple(_keys(moment)),
    )


def _cells(moment: Moment, name: str) -> list[tuple[str, str]]:
    """fill-opacity and class of each number of a signal, as script makes them of a frame's bytes."""
    places = [place.on for place in moment.run.spec.plan.places]
    factors = moment.acting.get(places.index(name)) if name in places else None
    levels = signal_bytes(moment)[name].tolist()
    off = [False] * len(levels) if factors is None else (factors == 0).ravel().tolist()
    found = []
    for byte, gone in zip(levels, off, strict=True):
        level = byte - 128 if byte else 0
        found.append((f"{abs(level) / 127:.2f}", " ".join(["n"] * (level < 0) + ["off"] * gone)))
    return found


@once_a_moment
def parts(moment: Moment) -> dict[str, str]:
    """What a frame changes besides: w, the words; gone and struck, those of them that are off; own, the coins of their
    types; and what the sample is."""
    spec = moment.run.spec
    ids = moment.training.x[moment.sample].astype(int)
    off = [row for row, gone in enumerate(words_off(moment)) if gone]
    high = ROW - 2
    truth = words.class_names(spec.data.name)[int(moment.training.y[moment.sample])]
    return {
        **{f"w{row}": word for row, word in enumerate(sentence_of(moment))},
        "gone": "".join(f"M1 {TOP + row * ROW:g}h{NAME + STRIP - 2:g}v{high:g}h{2 - NAME - STRIP:g}z" for row in off),
        "struck": "".join(f"M{NAME - 24:g} {TOP + row * ROW + 9:g}l20 -6" for row in off),
        "own": "".join(_coin(spec.sizes[0], int(k)) for k in np.unique(ids)),
        "truth": say("transformer.true", name=truth),
    }


def _coin(length: int, kind: int) -> str:
    """The outline of a type's coin."""
    coins = geometry.vectors(length, 1, TYPES).fields[1]
    x, y = coins.x + kind % COINS_ACROSS * coins.pitch, coins.y + kind // COINS_ACROSS * (COIN + 0.8)
    return f"M{x:.4g} {y:.4g}h{coins.pitch - 0.7:.3g}v{COIN:g}h{0.7 - coins.pitch:.3g}z"


def _keys(moment: Moment) -> Iterator[Key]:
    """The signs that the figure may have."""
    yield Key("value", 10, say("transformer.key.kept"))
    yield Key("negative", 10, say("transformer.key.negative"))
    if any(k in moment.run.spec.place for k in (1, 2, 3)):
        yield Key("off", 10, say("transformer.key.off"))
    if 0 in moment.run.spec.place:
        yield Key("word", 26, say("transformer.key.word"))
        yield Key("own", 10, say("transformer.key.own"))
