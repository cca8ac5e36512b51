"""Of stochastic depth and LayerDrop: how many blocks were open so far, over the exact distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from app.runs.log.depth import Depth, depth_so_far
from app.web.address.links import Links
from app.web.figures.residual_seen import inside
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words.names import number
from app.web.words.numbers import percent_text
from app.web.words.say import say

LEFT, WIDTH, HEIGHT = 44.0, 296.0, 130.0  # of the plot; its top is at 0
GAP = 0.14  # of a bar's place, on each side


class Bar(NamedTuple):
    """One depth: where its bar and the exact tick lie, and both in percent."""

    depth: int
    x: float
    y: float
    width: float
    high: float
    exact: str  # a path
    now: bool
    found: str
    expected: str


@dataclass(frozen=True)
class DepthChart:
    """All that templates/methods/depth.html draws. ticks: (y, text); mean: where the expected depth lies, from the
    left."""

    counted: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    mean: float
    expected: str
    sentence: str
    nothing: str


def section(moment: Moment, links: Links) -> Section:
    """Of the steps up to this one."""
    spec = moment.run.spec
    if inside(spec) or not any(moment.rates):
        nothing = say("depth.inside" if inside(spec) else "depth.nothing")
        return Section("methods/depth.html", "depth", DepthChart("", (), (), 0.0, "", "", nothing))
    found = depth_so_far(spec, moment.training.model.coins, moment.step, moment.sample)
    return Section("methods/depth.html", "depth", _chart(found), {"depth": lambda: _table(found)})


def _table(found: Depth) -> Table:
    shares = found.counts / found.counts.sum()
    rows = zip(range(len(shares)), found.counts.tolist(), shares.tolist(), found.exact.tolist(), strict=True)
    return Table(("blocks open", "times", "share", "exact"), list(rows))


def _chart(found: Depth) -> DepthChart:
    shares = found.counts / found.counts.sum()
    step = 0.1 if max(shares.max(), found.exact.max()) <= 0.45 else 0.2
    top = step * (int(max(shares.max(), found.exact.max()) / step) + 1)
    place = WIDTH / len(shares)
    bars = tuple(
        Bar(
            depth=k,
            x=round(LEFT + place * (k + GAP), 1),
            y=round(HEIGHT * (1 - share / top), 1),
            width=round(place * (1 - 2 * GAP), 1),
            high=round(HEIGHT * share / top, 1),
            exact=f"M{LEFT + place * (k + GAP / 2):.1f} {HEIGHT * (1 - exact / top):.1f}h{place * (1 - GAP):.1f}",
            now=k == found.now,
            found=percent_text(share),
            expected=percent_text(exact),
        )
        for k, (share, exact) in enumerate(zip(shares.tolist(), found.exact.tolist(), strict=True))
    )
    ticks = tuple(
        (round(HEIGHT * (1 - step * i / top), 1), f"{100 * step * i:.0f} %") for i in range(round(top / step) + 1)
    )
    whose = "each" if found.each else "batch"
    whose = "one" if found.counts.sum() == 1 else whose
    steps = say("depth.a step" if found.steps == 1 else "depth.steps", steps=f"{found.steps:,}")
    facts = {"count": f"{found.counts.sum():,}", "steps": steps, "blocks": len(shares) - 1}
    mean, expected = number(found.mean), number(found.expected)
    return DepthChart(
        counted=say(f"depth.counted {whose}", **facts),
        bars=bars,
        ticks=ticks,
        mean=round(LEFT + place * (found.expected + 0.5), 1),
        expected=say("depth.expected", mean=expected),
        sentence=say("depth.sentence", mean=mean, expected=expected, now=found.now, **facts),
        nothing="",
    )
