"""Doubt about a curve: the mean of passes and its band, beyond the data too, and how much of the truth it holds."""

from __future__ import annotations

import numpy as np

from app.runs.data.data_set import on_curve
from app.runs.log.doubt import BEYOND, Agreement
from app.web.moment import Array
from app.web.why.doubted import Curves, Doubted, Doubts, Row, named
from app.web.words.names import number
from app.web.words.numbers import loss_text, percent_text
from app.web.words.say import say

WIDE = np.linspace(-BEYOND[1], BEYOND[1], 161)[:, None]
WIDTH, HEIGHT, MOST = 320.0, 180.0, 3.0  # of the drawing, and the largest |y| in it


def of_curve(step: int, k: int, found: Doubts) -> Doubted:
    """Of a run that learns a curve."""
    assert found.bands is not None
    inside, outside = found.bands
    texts = [(percent_text(of.covered), loss_text(of.spread)) for of in (inside, outside)]
    facts = {"step": step, "count": k, "inside": texts[0][0], "outside": texts[1][0]}
    facts |= {"spread": texts[0][1], "spread_outside": texts[1][1]}
    jumps = {name: number(float(np.abs(np.diff(of.first[:, 0])).mean()), 2) for name, of in named(found)}
    return Doubted(
        sentence=say("doubt.curve", **facts),
        rows=tuple(Row(say(f"doubt.masks {name}"), curves=_curves(name, of, k)) for name, of in named(found)),
        masks=say("doubt.jumps", **jumps),
        heads=tuple(say(f"doubt.head {name}") for name in ("where", "covered", "deviation")),
        table=((say("doubt.inside"), *texts[0]), (say("doubt.outside"), *texts[1])),
        nots=(say("doubt.not band", **facts), say("doubt.not data")),
    )


def _curves(masks: str, of: Agreement, k: int) -> Curves:
    mean, far = of.mean[:, 0], 2 * of.spread[:, 0]
    band = f"M{_points(mean + far)}L{_points(mean - far, back=True)}Z"
    alt = say("doubt.alt curve", count=k, masks=say(f"doubt.masks {masks}").lower())
    return Curves(alt, f"M{_points(mean)}", band, f"M{_points(of.first[:, 0])}", f"M{_points(on_curve(WIDE)[:, 0])}")


def _points(ys: Array, back: bool = False) -> str:
    xs = WIDTH * (WIDE[:, 0] + BEYOND[1]) / (2 * BEYOND[1])
    ys = HEIGHT * (MOST - np.clip(ys, -2 * MOST, 2 * MOST)) / (2 * MOST)
    pairs = [*zip(xs.tolist(), ys.tolist(), strict=True)]
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in (reversed(pairs) if back else pairs))
