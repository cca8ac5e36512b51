"""What the convolutional network's figure says: its sentence and text alternative, what stands under each layer's name,
its legend."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from app.runs.log.run import Run
from app.runs.nets.conv_plan import MAPS
from app.runs.spec.run_spec import RunSpec
from app.web.figures import blocks
from app.web.figures.keys import Key
from app.web.moment import Moment, once_a_moment
from app.web.words import methods
from app.web.words.names import are, enumeration, number
from app.web.words.places import place_name
from app.web.words.say import say

DENSE = 2  # the place of the dense layer
KEYS = {"kernel": 16, "coin": 24}  # how wide the signs are


def sentence(moment: Moment) -> tuple[str, str, str]:
    """What is off at this step for this sample."""
    spec = moment.run.spec
    if not moment.acting:
        return say("conv.nothing", step=moment.step), "", ""
    maps, dense = maps_off(moment), moment.acting.get(DENSE)
    neurons = None if dense is None else int((dense == 0).sum())
    return _said(spec, str(moment.step), str(moment.sample + 1), maps, neurons, blocks_of(moment))


def _said(
    spec: RunSpec, step: str, sample: str, maps: tuple[int, int] | None, neurons: int | None, fallen: int
) -> tuple[str, str, str]:
    """The sentence's parts, from its numbers; maps: how many are off, of how many."""
    kind, whole = methods.name_of(spec), spec.plan.places[DENSE].shape[0]
    dense = "" if neurons is None else say("conv.neurons", off=neurons, whole=whole)
    if maps is None:
        ending = say("conv.off dense", sample=sample, are=are(neurons or 0))
        return say("sentence.at", step=step), dense, ending
    off, of = maps
    counted = say(f"conv.counted {kind}", off=f"{off:,}", whole=f"{of:,}")
    more = say("conv.and", dense=dense) if dense else ""
    verb = are(off) if neurons is None else are(2)
    blocks = say("conv.a block" if fallen == 1 else "conv.blocks", count=fallen)
    ending = say(
        f"conv.off {kind}" if off else f"conv.chance {kind}", sample=sample, more=more, are=verb, blocks=blocks
    )
    return say("sentence.at", step=step), counted, ending


def longest(run: Run) -> str:
    """As long as any sentence of a run."""
    spec = run.spec
    places = [spec.plan.places[k] for k in spec.place]
    step, sample = ("0" * len(str(most)) for most in (spec.training.steps, spec.training.batch))
    whole = sum(math.prod(place.mask) for place in places if len(place.shape) == 3)
    maps = (whole, whole) if any(k in MAPS for k in spec.place) else None
    neurons = spec.plan.places[DENSE].shape[0] if DENSE in spec.place else None
    some = _said(spec, step, sample, maps, neurons, 100) if places else ("", "", "")
    return max("".join(some), say("conv.nothing", step=step), key=len)


def maps_off(moment: Moment) -> tuple[int, int] | None:
    """How much of the maps is off and of how much, in what a coin stands for: cells, or whole maps."""
    of = [moment.acting[k] for k in MAPS if k in moment.acting]
    if not of:
        return None
    return sum(int((factors == 0).sum()) for factors in of), sum(factors.size for factors in of)


def blocks_of(moment: Moment) -> int:
    """How many blocks fall on this sample's maps; 0 of other methods."""
    if methods.name_of(moment.run.spec) != "dropblock":
        return 0
    return sum(int(blocks.seeds(moment, k).sum()) for k in MAPS if k in moment.acting)


def counts(moment: Moment) -> list[str]:
    """How many are off at each place where the method sits."""
    return [str(int((moment.acting[k] == 0).sum())) if k in moment.acting else "0" for k in moment.run.spec.place]


def shape(spec: RunSpec) -> str:
    """The network in one line."""
    first, second = (place.shape[0] for place in spec.plan.places[:DENSE])
    return say("conv.shape", first=first, second=second, neurons=spec.plan.places[DENSE].shape[0])


def under(moment: Moment, name: str) -> str:
    """What stands under the name of a layer."""
    spec = moment.run.spec
    if name == "x":
        return say("network.pixels")
    if name == "z":
        return answer(moment)
    place = next(k for k, place in enumerate(spec.plan.places) if place.on == name)
    of = spec.plan.places[place].shape
    size = say("conv.maps", count=of[0], side=of[-1]) if len(of) == 3 else say("conv.of neurons", count=of[0])
    if place not in moment.acting:
        return size
    off = int((moment.acting[place] == 0).sum())
    if moment.acting[place].shape[-1:] != (1,):
        return say("conv.some off", size=size, off=off)
    return say("conv.map off" if off == 1 else "conv.maps off", size=size, off=off)


def answer(moment: Moment) -> str:
    """What the network answers, masks on, and what this sample's label says."""
    said = int(np.argmax(moment.signals["z"]))
    label = int(moment.run.data.y[moment.training.rows[moment.sample]])
    return say("conv.answer", said=said, label=label)


@once_a_moment
def summary(moment: Moment) -> str:
    """What the figure shows, for those who cannot see it."""
    spec = moment.run.spec
    places = [_place(moment, k) for k in spec.place if k in moment.acting]
    off = say("conv.where", places="; ".join(places)) if places else say("conv.none off")
    text = say("conv.alternative", shape=shape(spec), step=moment.step, sample=moment.sample + 1, off=off)
    return " ".join((text, answer_sentence(moment), *([say("conv.backward")] if moment.backward else ())))


def answer_sentence(moment: Moment) -> str:
    """The same as `answer`, with its probability."""
    z = moment.signals["z"]
    e = np.exp(z - z.max())
    said = int(np.argmax(z))
    label = int(moment.run.data.y[moment.training.rows[moment.sample]])
    return say("conv.answers", said=said, p=number(float(e[said] / e.sum()), 2), label=label)


def _place(moment: Moment, k: int) -> str:
    """What is off at a place: which maps, or of how many maps how many cells."""
    factors = moment.acting[k]
    name = place_name(moment.run.spec, k)
    if factors.ndim == 3 and factors.shape[-1] == 1:
        gone = np.flatnonzero(factors.ravel() == 0)
        listed = enumeration([str(m + 1) for m in gone.tolist()]) if len(gone) else ""
        return say(f"conv.place {('no map', 'map', 'maps')[min(len(gone), 2)]}", place=name, maps=listed)
    off = int((factors == 0).sum())
    if factors.ndim == 1:
        return say("conv.place neurons", place=name, off=off, whole=factors.size)
    touched = int((factors == 0).any(axis=(1, 2)).sum())
    return say("conv.place cells", place=name, off=off, whole=factors.size, maps=touched, of=len(factors))


def coins(spec: RunSpec, place: int, drawn: tuple[int, ...]) -> str:
    """How many coins a sample has at a place, in which shape, and on what."""
    of = spec.plan.places[place].shape
    return say("conv.coins", count=math.prod(drawn), coins=_axes(drawn), on=_axes(of))


def _axes(of: Sequence[int]) -> str:
    return ",".join(["N", *map(str, of)])


def keys(moment: Moment) -> tuple[Key, ...]:
    """Of the signs that the figure may have."""
    kind = methods.name_of(moment.run.spec) if moment.run.spec.place else ""
    signs = ["value", *({"dropblock": ["block", "seed"], "spatial": ["map"]}.get(kind, ["cell"] if kind else []))]
    if kind in ("dropblock", "spatial"):
        signs.append("coin")
    way = "backward " if moment.backward else ""
    turned = ("value", "block", "map", "cell")  # which the backward view says otherwise
    found = [Key(sign, KEYS.get(sign, 16), say(f"conv.key.{way if sign in turned else ''}{sign}")) for sign in signs]
    return (*found, Key("kernel", KEYS["kernel"], say("conv.key.kernel")))
