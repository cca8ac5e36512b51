"""A residual network at one step for one sample: the road that always stays, and blocks beside it that may be left out.

What a frame changes are paths and texts in the coordinates of a block's own box and bar, so that the wide drawing and
the narrow one take the same (`parts`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.figures import residual_geometry as geometry
from app.web.figures.gates import Gate, gates
from app.web.figures.keys import Key
from app.web.figures.net_bytes import signal_bytes
from app.web.figures.residual_geometry import BAR, Layout
from app.web.figures.residual_seen import closed, coin, inside, net_of, norm, scaled, sizes
from app.web.figures.residual_words import summary
from app.web.moment import Moment, once_a_moment
from app.web.words import methods
from app.web.words import names as words
from app.web.words.say import say

MOST = 1.0  # what a block adds, against x, at which its box is full
THIN, THICK = 1.0, 9.0  # of the road in the backward view


class Block(NamedTuple):
    """One block. on: what its place multiplies; off: whether it is left out; neurons_off: which of its hidden ones,
    where these are what is dropped."""

    number: int
    layer: int  # of its signal
    on: str
    off: bool
    neurons_off: tuple[bool, ...]
    fill: str
    size: str
    coin: str
    keeps: str  # 1 - p
    survival: int | None  # of which of the places that have the method


@dataclass(frozen=True)
class Drawing:
    """The layout, and the pieces of the road as paths (`parts`)."""

    at: Layout
    name: str  # wide or narrow


@dataclass(frozen=True)
class Network:
    """All that templates/figures/residual.html draws."""

    step: int
    backward: bool
    batch: int
    drawings: tuple[Drawing, ...]
    blocks: tuple[Block, ...]
    inside: bool  # whether neurons inside the blocks are dropped, and not blocks
    coins: bool  # whether there are bars and coins
    cells: tuple[tuple[float, float, float], ...]
    pixels: tuple[tuple[str, str], ...]  # fill-opacity, class
    outputs: tuple[tuple[str, str], ...]
    names: tuple[str, ...]  # of the outputs
    truth: str
    road: tuple[str, ...]
    gates: tuple[Gate, ...]
    method: str
    says: str  # under the name of the blocks
    shape: str
    whose: str
    summary: str
    forward_href: str
    backward_href: str
    keys: tuple[Key, ...]


def context(moment: Moment, links: Links) -> Network:
    """The figure of one step for one sample."""
    run, net = moment.run, net_of(moment.run.spec)
    outputs = run.sizes[-1]
    own, backward = parts(moment), moment.backward
    plain = inside(run.spec)
    signals = [signal.name for signal in run.spec.plan.signals]
    blocks = tuple(
        Block(
            number=k,
            layer=signals.index(f"block{k}"),
            on=run.spec.plan.places[k - 1].on,
            off=k - 1 in closed(moment),
            neurons_off=tuple((moment.acting[k - 1] == 0).tolist()) if plain and k - 1 in moment.acting else (),
            fill=own.get(f"f{k}", ""),
            size=own.get(f"s{k}", ""),
            coin=own.get(f"c{k}", ""),
            keeps=f"{1 - moment.rates[k - 1]:.4f}",
            survival=run.spec.place.index(k - 1) if k - 1 in run.spec.place else None,
        )
        for k in range(1, net.blocks + 1)
    )
    coins = not plain and bool(run.spec.place)
    adds = say("residual.adds scaled" if scaled(run.spec) else "residual.adds")
    what = "fill backward" if backward else "fill inside" if plain else "fill"
    return Network(
        step=moment.step,
        backward=backward,
        batch=run.spec.training.batch,
        drawings=(
            Drawing(geometry.wide(net.blocks, outputs, coins), "wide"),
            Drawing(geometry.narrow(net.blocks, outputs), "narrow"),
        ),
        blocks=blocks,
        inside=plain,
        coins=coins,
        cells=geometry.cells(net.width) if plain else (),
        pixels=tuple(_shades(moment, "x")),
        outputs=tuple(_shades(moment, "z")),
        names=words.class_names(run.spec.data.name),
        truth=own["truth"],
        road=tuple(own.get(f"r{k}", _piece(4.0)) for k in range(net.blocks + 1)),
        gates=gates(moment, links),
        method=methods.called(run.spec),
        says=say(f"residual.{what}", adds=adds),
        shape=_shape(run.spec),
        whose="" if plain else say(f"residual.coin.{run.spec.plan.places[0].each}"),
        summary=summary(moment),
        forward_href=links.here(view=None),
        backward_href=links.here(view="backward"),
        keys=tuple(_keys(moment)),
    )


@once_a_moment
def parts(moment: Moment) -> dict[str, str]:
    """What a frame changes. Of each block f, its fill in a box of 1 by 1, and s, its size in figures; c, its coin;
    backward r, the pieces of the road; and what the sample is."""
    spec = moment.run.spec
    found = {"truth": words.class_names(spec.data.name)[int(moment.training.y[moment.sample])]}
    shares, out = sizes(moment), closed(moment)
    for k, share in enumerate(shares, 1):
        is_open = k - 1 not in out
        if not inside(spec):
            found[f"f{k}"] = f"M0 0V{min(1.0, share / MOST):.3g}h1V0z".replace("V0.", "V.") if is_open else ""
            found[f"s{k}"] = words.number(share, 2).removeprefix("0") if is_open else ""
    if not inside(spec):
        for k in spec.place:
            found[f"c{k + 1}"] = f"M0 {BAR[1] * coin(moment, k):.3g}h0" if moment.rates[k] else ""
    if moment.backward:
        lengths = np.array([norm(moment.passed_back[f"road{k}"]) for k in range(len(shares) + 1)])
        most = lengths.max() or 1.0
        found |= {f"r{k}": _piece(THIN + (THICK - THIN) * of / most) for k, of in enumerate(lengths.tolist())}
    return found


def _piece(thick: float) -> str:
    """A piece of the road, as long as 1."""
    return f"M0 {-thick / 2:.3g}h1v{thick:.3g}h-1z"


def _shades(moment: Moment, name: str) -> Iterator[tuple[str, str]]:
    """fill-opacity and class of each number of a signal, as script makes them of a frame's bytes."""
    for byte in signal_bytes(moment)[name].tolist():
        level = byte - 128 if byte else 0
        yield f"{abs(level) / 127:.2f}", "n" if level < 0 else ""


def _shape(spec: RunSpec) -> str:
    kind = "inside" if inside(spec) else "batch" if spec.plan.places[0].each == "batch" else ""
    return say(f"residual.coin.shape {kind}".strip(), width=net_of(spec).width)


def _keys(moment: Moment) -> Iterator[Key]:
    """The signs that the figure may have."""
    if inside(moment.run.spec):
        yield Key("neuron", 10, say("residual.key.neuron"))
        yield Key("neuron-off", 10, say("residual.key.neuron off"))
        yield Key("joins", 16, say("residual.key.joins"))
        return
    yield Key("open", 14, say("residual.key.open"))
    if moment.run.spec.place:
        yield Key("closed", 14, say("residual.key.closed back" if moment.backward else "residual.key.closed"))
    yield Key("joins", 16, say("residual.key.joins"))
    if moment.run.spec.place:
        yield Key("bead", 12, say("residual.key.bead"))
        yield Key("coin", 8, say("residual.key.coin"))
