"""What an LSTM's figure says: its sentence and text alternative, counts, the shapes of its coins, its legend."""

from __future__ import annotations

import math

import numpy as np

from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec
from app.web.figures.keys import Key
from app.web.figures.lstm_seen import (
    CELL,
    INPUT,
    cell_of,
    counted,
    off_at,
    size_of,
    untied,
    whole_lanes,
    whole_sequence,
)
from app.web.moment import Moment, once_a_moment
from app.web.words.names import are, class_names
from app.web.words.places import place_name
from app.web.words.say import say

Parts = tuple[str, str, str]
SIGNS = {"value": 16, "link": 20, "link cut": 20, "lane cut": 22, "candidate off": 16, "input off": 16}


@once_a_moment
def sentence(moment: Moment) -> Parts:
    """Its three parts."""
    spec = moment.run.spec
    step, sample = str(moment.step), str(moment.sample + 1)
    cell, inputs = counted(moment, CELL), counted(moment, INPUT)
    return _said(spec, step, sample, cell, inputs, whole_lanes(moment), said(moment))


def _said(
    spec: RunSpec,
    step: str,
    sample: str,
    cell: tuple[int, int] | None,
    inputs: tuple[int, int] | None,
    lanes: tuple[int, int] | None,
    answer: str,
) -> Parts:
    """From its numbers."""
    place, of_x = cell_of(spec), spec.plan.places[INPUT]
    whole = dict(zip(("off", "whole"), inputs, strict=True)) if inputs else {}
    of_inputs = are(inputs[0]) if inputs else ""
    lasts = "sequence" if whole_sequence(of_x) else "step"
    if cell is None and inputs is None:
        return say("lstm.nothing", step=step), "", ""
    at = say("sentence.at", step=step)
    if cell is None:
        return at, say("lstm.count", **whole), say(f"lstm.off x {lasts}", sample=sample, answer=answer, are=of_inputs)
    more = say(f"lstm.and x {lasts}", **whole, are=of_inputs) if inputs else ""
    key = f"{place.name} {'sequence' if whole_sequence(place) else 'step'}"
    off, of = cell
    count = say("lstm.count", off=off, whole=of)
    if lanes:
        more = say("lstm.lanes", whole=lanes[1], kept=lanes[0]) + more
    gates = "untied " if untied(place) else ""
    verbs = {"are": are(off), "write": say("lstm.writes" if off == 1 else "lstm.write")}
    return at, count, say(f"lstm.off {gates}{key}", sample=sample, more=more, answer=answer, **verbs)


def longest(run: Run) -> str:
    """As long as any sentence of a run."""
    spec, size = run.spec, size_of(run.spec.plan)
    step, sample = ("0" * len(str(most)) for most in (spec.training.steps, spec.training.batch))
    most = [math.prod(place.mask) for place in spec.plan.places]
    cell = (most[CELL], most[CELL]) if CELL in spec.place else None
    inputs = (most[INPUT], most[INPUT]) if INPUT in spec.place else None
    lanes = (size.units, size.units) if cell and cell_of(spec).name == "c" else None
    answer = say("lstm.says", said=classes(spec)[0], label=classes(spec)[0])
    some = "".join(_said(spec, step, sample, cell, inputs, lanes, answer))
    return max(some, say("lstm.nothing", step=step), key=len)


def classes(spec: RunSpec) -> tuple[str, ...]:
    """What the network can answer."""
    return class_names(spec.data.name)


def said(moment: Moment) -> str:
    """What the network answers, masks on, and what this sample's label says."""
    names = classes(moment.run.spec)
    answer = int(np.argmax(moment.signals["z"]))
    label = int(moment.run.data.y[moment.training.rows[moment.sample]])
    return say("lstm.says", said=names[answer], label=names[label])


@once_a_moment
def summary(moment: Moment) -> str:
    """What the figure shows, for those who cannot see it."""
    spec, size = moment.run.spec, size_of(moment.run.spec.plan)
    what = say("lstm.shape", units=size.units, steps=size.steps)
    text = say("lstm.alternative", shape=what, step=moment.step, sample=moment.sample + 1)
    places = [_of_place(moment, k) for k in spec.place if k in moment.acting]
    back = (say("lstm.backward"),) if moment.backward else ()
    return " ".join((text, *(places or (say("lstm.none off"),)), said(moment), *back))


def _of_place(moment: Moment, k: int) -> str:
    off = counted(moment, k)
    assert off is not None  # it acts
    return say("lstm.at place", place=place_name(moment.run.spec, k), off=off[0], whole=off[1])


def counts(moment: Moment) -> list[str]:
    """How many are off at each place where the method sits."""
    return [str(int(off.sum())) if (off := off_at(moment, k)) is not None else "0" for k in moment.run.spec.place]


def coins(spec: RunSpec, k: int) -> str:
    """How many coins a sample has at a place, and for how long."""
    place = spec.plan.places[k]
    key = "sequence" if whole_sequence(place) else "step"
    return say(f"lstm.coins {key}", count=f"{math.prod(place.mask):,}", each=f"{math.prod(place.mask[1:]):,}")


def coin_shape(spec: RunSpec, k: int) -> str:
    """The same in figures."""
    place = spec.plan.places[k]
    mask, on = (",".join(["N", *map(str, of)]) for of in (place.mask, place.shape))
    return say("page.mask", mask=mask, on=on)


def keys(moment: Moment) -> tuple[Key, ...]:
    """Of the signs that the figure has."""
    spec = moment.run.spec
    signs = ["value", "link"]
    if CELL in spec.place:
        signs.append({"h": "link cut", "c": "lane cut", "g": "candidate off"}[cell_of(spec).name])
    if INPUT in spec.place:
        signs.append("input off")
    way = "backward " if moment.backward else ""
    texts = {sign: say(f"lstm.key.{way if sign == 'value' else ''}{sign}") for sign in signs}
    return tuple(Key(sign, SIGNS[sign], text) for sign, text in texts.items())
