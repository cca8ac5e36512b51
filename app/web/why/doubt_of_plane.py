"""Doubt over the plane: maps of what passes say and of how far they differ, near the data and far from them."""

from __future__ import annotations

import numpy as np

from app.runs.data.data_set import MAP_SIDE
from app.runs.log.doubt import BIT, FAR, NEAR, Agreement, roughness
from app.runs.log.run import Run
from app.web.figures.picture import diverging_pictures
from app.web.why.doubted import Doubted, Doubts, Picture, Row, named
from app.web.words.names import class_names, number
from app.web.words.numbers import loss_text
from app.web.words.say import say

MAPS = ("first", "mean", "spread", "entropy", "information")


def of_plane(run: Run, step: int, k: int, found: Doubts) -> Doubted:
    """Of a run that tells two classes in the plane apart."""
    assert found.plane is not None
    at, far = found.plane
    ways = "rises" if far.information > at.information else "falls", "rises" if far.entropy > at.entropy else "falls"
    texts = [(_bits(of.entropy), _bits(of.information)) for of in (at, far)]
    facts = {"near": number(NEAR), "far": number(FAR), "step": step, "count": k}
    facts |= {"entropy_at": texts[0][0], "information_at": texts[0][1]}
    facts |= {"entropy_far": texts[1][0], "information_far": texts[1][1]}
    rough = {name: number(roughness(of.first, MAP_SIDE), 2) for name, of in named(found)}
    apart = float(np.abs(found.shared.mean - found.fresh.mean).mean())
    return Doubted(
        sentence=say("doubt.plane", **facts),
        rows=tuple(Row(say(f"doubt.masks {name}"), _pictures(run, name, of, k)) for name, of in named(found)),
        masks=say("doubt.rough", **rough, apart=number(apart, 2)),
        heads=tuple(say(f"doubt.head {name}") for name in ("where", "entropy", "information")),
        table=((say("doubt.at"), *texts[0]), (say("doubt.far", **facts), *texts[1])),
        nots=(say(f"doubt.not {ways[0]} {ways[1]}", **facts), say("doubt.not data")),
    )


def _pictures(run: Run, masks: str, of: Agreement, k: int) -> tuple[Picture, ...]:
    """Shares of a class from orange (0) to blue (1), all else from paper (0) to blue: spread at 1/2, bits at 1."""
    values = {
        "first": 2 * of.first[:, 0] - 1,
        "mean": 2 * of.mean[:, 0] - 1,
        "spread": 2 * of.spread[:, 0],
        "entropy": of.entropy / BIT,
        "information": of.information / BIT,
    }
    name, found = class_names(run.spec.data.name)[1], []
    for what in MAPS:
        light, dark = diverging_pictures(values[what].reshape(MAP_SIDE, MAP_SIDE))
        most = number(float(values[what].max() / (2 if what == "spread" else 1)), 2)
        alt = say(f"doubt.alt {what}", count=k, name=name, masks=say(f"doubt.masks {masks}").lower(), most=most)
        found.append(Picture(say(f"doubt.map {what}"), alt, light, dark))
    return tuple(found)


def _bits(value: float) -> str:
    return loss_text(value)
