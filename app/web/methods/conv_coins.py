"""*The same coins*: what dropout, DropBlock and spatial dropout each make of the coins of a step, one click apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.runs.nets.conv_plan import MAPS, coins_below, rules
from app.runs.nets.methods import DropBlock
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.figures import blocks
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words.methods import name_of, p_text
from app.web.words.places import place_name
from app.web.words.say import say

Bits = NDArray[np.bool_]

CELL = 4  # of a map in the small
PITCH = 34  # from map to map
BLOCK = 3  # where the run's method has none


@dataclass(frozen=True)
class Way:
    """One method's mask of the sample's maps. off: of cells; outline: around each union; coins, fallen: one dot each,
    under their map."""

    name: str
    title: str
    href: str
    here: bool
    counted: str
    off: str
    outline: str
    coins: str
    fallen: str


@dataclass(frozen=True)
class SameCoins:
    """All that templates/methods/conv_coins.html draws."""

    lead: str
    ways: tuple[Way, ...]
    maps: int
    width: int
    side: int


def place_of(spec: RunSpec) -> int:
    """The place on maps that the sections speak of: the first where the method sits, or the first there is."""
    return next((k for k in spec.place if k in MAPS), MAPS[0])


def p_of(moment: Moment) -> float:
    """p in force there; where the method does not sit there, at its first place."""
    rates = moment.rates
    own = [rates[place_of(moment.run.spec)], *(rates[k] for k in moment.run.spec.place)]
    return next((p for p in own if p > 0), 0.0)


def block_of(spec: RunSpec) -> int:
    """The side of a block; the usual one of other methods."""
    return spec.method.block if isinstance(spec.method, DropBlock) else BLOCK


def section(moment: Moment, links: Links) -> Section:
    """Of one sample at a step."""
    spec, place, p = moment.run.spec, place_of(moment.run.spec), p_of(moment)
    shape = spec.plan.places[place].shape
    levels = blocks.levels_of(moment, place)
    ways, masks = [], {}
    for name, rule in rules(block_of(spec)).items() if p else ():
        masks[name] = ~np.broadcast_to(rule.kept(levels[None, None], p)[0, 0], shape)
        ways.append(_way(moment, links, name, masks[name], coins_below(rule, levels, p)))
    facts = {"step": moment.step, "sample": moment.sample + 1, "place": place_name(spec, place)}
    lead = say("conv.coins lead", p=p_text(spec, p), **facts) if p else say("conv.nothing", step=moment.step)
    return Section(
        "methods/conv_coins.html",
        "same-coins",
        SameCoins(lead, tuple(ways), shape[0], PITCH * shape[0] - PITCH + CELL * shape[-1], CELL * shape[-1]),
        {"map-masks": lambda: _table(masks)},
    )


def _table(masks: dict[str, Bits]) -> Table:
    """Of each cell of each map, by method whether it is off."""
    shape = next((of.shape for of in masks.values()), (0, 0, 0))
    rows = (
        (m + 1, row + 1, column + 1, *(int(of[m, row, column]) for of in masks.values()))
        for m, row, column in np.ndindex(shape)
    )
    return Table(("map", "row", "column", *(f"off {name}" for name in masks)), rows)


def _way(moment: Moment, links: Links, name: str, off: Bits, fallen: Bits) -> Way:
    here = name == name_of(moment.run.spec) and bool(moment.run.spec.place)
    lattice = CELL if fallen.shape[1:] == off.shape[1:] else CELL * (off.shape[-1] / max(fallen.shape[-1], 1))
    return Way(
        name=name,
        title=say(f"conv.way {name}"),
        href="" if here else links.after(f"method:{name}"),
        here=here,
        counted=say("conv.way counted", coins=f"{fallen.size:,}", off=f"{int(off.sum()):,}"),
        off="".join(_cells(of, m * PITCH) for m, of in enumerate(off)),
        outline="".join(_moved(blocks.lines(of, CELL), m * PITCH) for m, of in enumerate(off)),
        coins=_dots(np.ones_like(fallen), lattice),
        fallen=_dots(fallen, lattice),
    )


def _cells(off: Bits, left: int) -> str:
    """The cells that are off, each run of a row as one."""
    return "".join(
        f"M{left + CELL * begin} {CELL * row}h{CELL * long}v{CELL}h-{CELL * long}z"
        for row, begin, long in blocks.runs(off)
    )


def _moved(lines: list[tuple[int, int, str]], left: int) -> str:
    return "".join(f"M{left + x} {y}{rest}" for x, y, rest in lines)


def _dots(coins: Bits, pitch: float) -> str:
    """A dot for each coin that is set, map by map."""
    return "".join(
        f"M{m * PITCH + pitch * (column + 0.5):g} {pitch * (row + 0.5):g}h.01"
        for m, row, column in np.argwhere(coins).tolist()
    )
