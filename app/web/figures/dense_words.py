"""What the network figure says: its text alternative, what stands under each layer's name, which lines are drawn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.runs.log.run import Run
from app.web.figures.edges import STRONGEST, draws_all
from app.web.figures.kinds import kind_of
from app.web.moment import Moment
from app.web.words import methods
from app.web.words import names as words
from app.web.words.say import say

SEAM = "\0"  # between pieces of a text


def summary(moment: Moment) -> str:
    """What the figure shows, for those who cannot see it."""
    own = kind_of(moment.run)
    return own.summary(moment) if own else "".join(summary_pieces(moment))


def summary_pieces(moment: Moment) -> tuple[str, ...]:
    """The same of a dense network, cut where it says something else at another step, for another sample or mask."""
    run, off = moment.run, moment.off
    if kind(moment) != "bits":
        found = _piece(_acting(moment))
    else:
        places = [_piece(_place(k, len(off), np.flatnonzero(off[k]))) for k in run.spec.place]
        found = say("network.off", places=say("network.; in").join(places)) if places else say("network.none off")
    step, sample = _piece(moment.step), _piece(moment.sample + 1)
    text = say("network.at", shape=_shape(run.sizes), step=step, sample=sample, off=found)
    if moment.backward:
        text = say("network.backward", text=text, stopped=_piece(_stopped(moment)))
    return tuple(text.split(SEAM))


def _piece(text: object) -> str:
    return f"{SEAM}{text}{SEAM}"


def _acting(moment: Moment) -> str:
    """What the mask does at each place, where it does more than to put neurons to 0."""
    run, layers = moment.run, len(moment.run.sizes)
    if not moment.acting:
        return say("network.nothing acts")
    parts = [
        say(
            f"network.place {kind(moment)}",
            layer=words.layer_name(k, layers),
            count=methods.counted(run.spec, factors),
            units=f"{factors.size:,}",
            numbers=", ".join(words.number(float(f), 2) for f in factors) if moment.scaled else "",
        )
        for k, factors in moment.acting.items()
    ]
    return say(f"network.all {kind(moment)}", places=(say("network.; in") if moment.scaled else "; ").join(parts))


def kind(moment: Moment) -> str:
    """What is multiplied: neurons, on or off (bits); neurons, by factors; or weights."""
    return kind_of_run(moment.run)


def kind_of_run(run: Run) -> str:
    """The same of a run."""
    plan = run.spec.plan
    return "weights" if plan.masks_weights else "factors" if any(place.real for place in plan.places) else "bits"


def counts(moment: Moment) -> list[str]:
    """What stands under the name of each layer where the method sits."""
    run, sample = moment.run, moment.acting
    own = kind_of(run)
    if own is not None:
        return own.counts(moment)
    return [methods.counted(run.spec, sample[k]) if k in sample else _none(run) for k in run.spec.place]


def _none(run: Run) -> str:
    """... where nothing is multiplied at this step."""
    return say("network.one") if methods.name_of(run.spec) == "gaussian" else "0"


def briefly(sizes: tuple[int, ...], kind: str = "bits") -> str:
    """What holds of the figure at every step: said while the step changes."""
    return say(f"network.playing {kind}", shape=_shape(sizes))


def _shape(sizes: tuple[int, ...]) -> str:
    return say("network.shape", sizes=", ".join(map(str, sizes)))


def _stopped(moment: Moment) -> str:
    """Who passes no gradient back, besides those that are off."""
    off, last = moment.off, len(moment.off) - 1
    flat = {k: np.flatnonzero((moment.record.dz[k - 1][moment.sample] == 0) & ~off[k]) for k in range(1, last)}
    places = [_place(k, last + 1, units) for k, units in flat.items() if len(units)]
    return say("network.stopped", places=say("network.; in").join(places)) if places else say("network.none stopped")


def _place(layer: int, layers: int, units: NDArray[np.intp]) -> str:
    named = words.units(units.tolist(), inputs=layer == 0)
    return say("network.place", layer=words.layer_name(layer, layers), units=named)


def drawn(sizes: tuple[int, ...], backward: bool, kind: str = "bits") -> str:
    """Which edges are drawn and of how many, where the figure has no room for all."""
    if draws_all(sizes):
        return ""
    counts = list(dict.fromkeys(f"{a * b:,}" for a, b in pairwise(sizes)))
    what = say("network.gradients" if backward else "network.weights")
    return say(f"network.drawn {kind}", strongest=STRONGEST, counts=words.enumeration(counts), what=what)
