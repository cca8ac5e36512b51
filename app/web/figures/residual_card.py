"""The card of one block: its coin, and how large what passes by, what it adds and the gradients are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.web.address.links import Links
from app.web.figures.inspector_parts import Inspector
from app.web.figures.residual_seen import closed, coin, inside, norm
from app.web.figures.tex import Line, tex
from app.web.moment import Moment
from app.web.words.numbers import apart
from app.web.words.prose import math
from app.web.words.say import say


def card(moment: Moment, layer: int, unit: int, links: Links) -> Inspector:
    """Of the block with this signal. Raises: LookupError where it is another signal."""
    name = moment.run.spec.plan.signals[layer].name
    if not name.startswith("block"):
        raise LookupError(f"only blocks can be looked into, {name} is none")
    number = int(name.removeprefix("block"))
    place = number - 1
    state = "active" if place not in moment.acting or inside(moment.run.spec) else "kept"
    if place in closed(moment):
        state = "dropped"
    row = state == "dropped" and moment.run.spec.plan.places[place].each == "sample"
    return Inspector(
        title=say("residual.card", number=number),
        state=state,
        meaning=say(f"residual.card.{state}{' row' if row else ''}"),
        step=moment.step,
        sample=moment.sample,
        lines=tuple(_lines(moment, number)),
        batch=moment.run.spec.training.batch,
        layer=layer,
        unit=unit,
        back=links.here(),
    )


def _lines(moment: Moment, number: int) -> Iterator[Line]:
    place, record = number - 1, moment.record
    blocks = not inside(moment.run.spec) and place in moment.acting
    m = float(moment.acting[place]) if blocks else 1.0
    if blocks:
        u, p = apart(coin(moment, place), moment.rates[place])
        side = "<" if m == 0 else r"\ge"
        factor = "0" if m == 0 else "1" if m == 1 else rf"\frac{{1}}{{1 - p}} = {tex(m)}"
        yield Line(say("residual.card.coin"), math(rf"u = {u} {side} {p} = p, \quad m = {factor}"))
    x, f, y = (moment.signals[name] for name in (f"road{place}", f"block{number}", f"road{number}"))
    yield Line(say("residual.card.sizes"), math(rf"\|x\| = {tex(norm(x))}"))
    if m or f.any():
        yield Line(say("residual.card.adds"), math(rf"\|f(x)\| = {tex(norm(f))}"))
    yield Line(say("residual.card.sum"), math(rf"\|x + m f(x)\| = {tex(norm(y))}"))
    back = moment.passed_back
    arrives, leaves = norm(back[f"road{number}"]), norm(back[f"road{place}"])
    at = r"\left\|\frac{\partial L}{\partial y}\right\|"
    on = r"\left\|\frac{\partial L}{\partial x}\right\|"
    yield Line(say("residual.card.back"), math(rf"{at} = {tex(arrives)}, \quad {on} = {tex(leaves)}"))
    grads = [record.grads[f"{number + 1}.{part}.W"] for part in (1, 2)]
    size = float(np.sqrt(sum(float((of * of).sum()) for of in grads)))
    yield Line(say("residual.card.weights"), math(rf"\left\|\frac{{\partial L}}{{\partial W}}\right\| = {tex(size)}"))
