"""The card of one unit of an LSTM at one step of the sequence: its gates, and how its memory and output came about."""

from __future__ import annotations

from collections.abc import Iterator

from app.web.address.links import Links
from app.web.figures.inspector_parts import Inspector
from app.web.figures.lstm_seen import CELL, cell_of, off_at, size_of, untied
from app.web.figures.tex import Line, equal, signed, tex
from app.web.moment import Moment
from app.web.words.prose import math
from app.web.words.say import say

UNITS = ("i", "f", "o", "g", "c", "h")


def card(moment: Moment, layer: int, unit: int, links: Links) -> Inspector:
    """Of number `unit` of a signal of the cell. Raises: LookupError where it is another signal."""
    name = moment.run.spec.plan.signals[layer].name
    if name not in UNITS:
        raise LookupError(f"only units of the cell can be looked into, {name} has none")
    t, u = divmod(unit, size_of(moment.run.spec.plan).units)
    on = _dropped(moment, t, u)
    return Inspector(
        title=say("lstm.card", unit=u + 1, t=t),
        state="dropped" if on else "kept",
        meaning=say(f"lstm.card.dropped {on}" if on else "lstm.card.kept"),
        step=moment.step,
        sample=moment.sample,
        lines=tuple(_lines(moment, t, u)),
        batch=moment.run.spec.training.batch,
        layer=layer,
        unit=unit,
        back=links.here(),
    )


def _factor(moment: Moment, on: str, t: int, u: int) -> float | None:
    """What multiplies h, c or g of this unit at this step; None where nothing does, or where gates are told apart."""
    place = cell_of(moment.run.spec)
    own = moment.acting.get(CELL)
    if own is None or place.name != on or untied(place):
        return None
    return float(own[t if len(own) > 1 else 0, 0, u])


def _dropped(moment: Moment, t: int, u: int) -> str:
    """Of h, c and g what is off here; "" where nothing is, or where gates are told apart and not all are cut."""
    off, place = off_at(moment, CELL), cell_of(moment.run.spec)
    if off is None or (t == 0 and place.name != "g"):
        return ""
    return place.name if off[t if len(off) > 1 else 0, :, u].all() else ""


def _lines(moment: Moment, t: int, u: int) -> Iterator[Line]:
    i, f, o, g, c, h = (float(moment.signals[name][t, u]) for name in UNITS)
    before = float(moment.signals["c"][t - 1, u]) if t else 0.0
    yield Line(say("lstm.card.gates"), math(rf"i = {tex(i)}, \quad f = {tex(f)}, \quad o = {tex(o)}"))
    yield Line(say("lstm.card.candidate"), math(rf"g = {tex(g)}"))
    carried, written = rf"c_{{{t - 1}}}" if t else "0", "g"
    numbers = [signed(before), signed(g)]
    for k, on in enumerate(("c", "g")):
        m = _factor(moment, on, t, u)
        if m is not None:
            numbers[k] += rf" \cdot {tex(m)}"
            carried, written = (rf"{carried}\, m", written) if on == "c" else (carried, rf"{written}\, m")
    yield Line(
        say("lstm.card.memory"),
        equal(
            rf"c_{{{t}}} = f\, {carried} + i\, {written}",
            rf"{tex(f)} \cdot {numbers[0]} + {tex(i)} \cdot {numbers[1]} = {tex(c)}",
        ),
    )
    yield Line(
        say("lstm.card.output"),
        equal(rf"h_{{{t}}} = o \tanh c_{{{t}}}", rf"{tex(o)} \cdot \tanh({tex(c)}) = {tex(h)}"),
    )
    back = {name: float(moment.passed_back[name][t, u]) for name in ("c", "h")}
    sides = [rf"\frac{{\partial L}}{{\partial {name}_{{{t}}}}} = {tex(of)}" for name, of in back.items()]
    yield Line(say("lstm.card.back"), math(r", \quad ".join(sides)))
