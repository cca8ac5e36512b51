"""An LSTM unrolled, at one step for one sample: time to the right, a row a unit, and masks on what they multiply."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from app.web.address.links import Links
from app.web.figures import lstm_words
from app.web.figures.gates import Gate, gate
from app.web.figures.keys import Key
from app.web.figures.lstm_card import UNITS
from app.web.figures.lstm_marks import COLUMN, Marks, crosses, cut_lanes, cut_links, links_on, over_cells
from app.web.figures.lstm_seen import CELL, INPUT, Size, cell_of, off_at, size_of, symbols_off, untied, whole_sequence
from app.web.figures.net_bytes import signal_bytes
from app.web.moment import Moment
from app.web.words import methods
from app.web.words.samples import tokens_of
from app.web.words.say import say

SHADES = tuple(f"{level / 127:.2f}" for level in range(128))


class Cell(NamedTuple):
    """One number. state: n where it is negative."""

    x: int
    y: int
    state: str
    shade: str


@dataclass(frozen=True)
class Strip:
    """One signal over time. index: of it; cells from step to step, each unit by unit; width, rows: of COLUMN and ROW.

    over: what stands on the cells or between them where a mask acts, an element of the mask each, by the class of its
    marks; links: from step to step where no mask can cut them.
    """

    signal: str
    index: int
    letter: str
    name: str
    rows: int
    cells: tuple[Cell, ...]
    wide: int  # a cell, of COLUMN
    left: int  # where it begins
    tall: float  # share of a row
    over: tuple[Marks, ...]
    links: str
    coins: Coins | None
    width: int
    height: float  # in pixels
    looked: bool  # whether its cells have cards


@dataclass(frozen=True)
class Coins:
    """Coins of a mask that is kept for the sequence, in as many columns as gates tell apart; of others only how many
    there are. names: what each is of, where they have names."""

    place: str
    columns: int
    off: tuple[bool, ...]
    says: str
    shape: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Lstm:
    """All that templates/figures/lstm.html draws. tokens: what each step reads, where that is a symbol; token_coins:
    those of their places; token_off: a path."""

    step: int
    size: Size
    tokens: tuple[str, ...]
    token_off: str
    token_coins: Coins | None
    strips: tuple[Strip, ...]
    answer: tuple[str, str]  # what the network says, and the label
    gates: tuple[Gate, ...]
    method: str
    summary: str
    briefly: str
    backward: bool
    keys: tuple[Key, ...]
    note: str
    time: str  # of the small transport, while it shows the whole sequence
    forward_href: str
    backward_href: str


def context(moment: Moment, links: Links) -> Lstm:
    """The figure of a step, for one sample of its batch."""
    spec, size, told = moment.run.spec, size_of(moment.run.spec.plan), parts(moment)
    levels = {name: of.tolist() for name, of in signal_bytes(moment).items()}
    names = [name for name in ("x", "g", "c", "h") if name in levels]
    tokens = tokens_of(spec, moment.signals["x"]) if size.symbols else ()
    shape = say("lstm.shape", units=size.units, steps=size.steps)
    return Lstm(
        step=moment.step,
        size=size,
        tokens=tokens,
        token_off=told.get("x.off", ""),
        token_coins=_coins(moment, INPUT) if size.symbols else None,
        strips=tuple(_strip(moment, size, name, levels[name]) for name in names),
        answer=(told["said"], told["label"]),
        gates=tuple(gate(moment, k, links) for k in range(len(spec.plan.places))),
        method=methods.called(spec),
        summary=lstm_words.summary(moment),
        briefly=say("lstm.playing", shape=shape),
        backward=moment.backward,
        keys=lstm_words.keys(moment),
        note=say("lstm.gradients", batch=spec.training.batch) if moment.backward else "",
        time=say("lstm.time.whole", last=size.steps - 1),
        forward_href=links.here(view=None),
        backward_href=links.here(view="backward"),
    )


def parts(moment: Moment) -> dict[str, str]:
    """Texts and paths that change with the step: symbols, those that are not read, and the answer."""
    spec, size = moment.run.spec, size_of(moment.run.spec.plan)
    names = lstm_words.classes(spec)
    answer = int(moment.signals["z"].argmax())
    label = int(moment.run.data.y[moment.training.rows[moment.sample]])
    found = {"said": names[answer], "label": names[label]}
    if size.symbols:
        tokens = tokens_of(spec, moment.signals["x"])
        found |= {f"x.{t}": token for t, token in enumerate(tokens)}
        found["x.off"] = crosses(symbols_off(moment))
    return found


def _strip(moment: Moment, size: Size, name: str, levels: list[int]) -> Strip:
    spec, plan = moment.run.spec, moment.run.spec.plan
    rows = size.width if name == "x" else size.units
    place = INPUT if name == "x" else CELL if cell_of(spec).name == name else None
    wide, left, tall = {"h": (14, 13, 0.84), "c": (40, 0, 0.82)}.get(name, (36, 2, 0.86))
    over: tuple[Marks, ...] = ()
    if place is not None:
        draw = {"h": cut_links, "c": cut_lanes}.get(name, over_cells)
        over = draw(plan.places[place], off_at(moment, place))
    return Strip(
        signal=name,
        index=next(k for k, signal in enumerate(plan.signals) if signal.name == name),
        letter=name,
        name=say(f"lstm.strip.{'rows' if name == 'x' else name}"),
        rows=rows,
        cells=tuple(_cells(levels, rows)),
        wide=wide,
        left=left,
        tall=tall,
        over=over,
        links=links_on(size.steps, size.units) if name == "h" and not over else "",
        coins=None if place is None else _coins(moment, place),
        width=COLUMN * size.steps,
        height=round(rows * _pitch(name, rows), 1),
        looked=name in UNITS,
    )


def _pitch(name: str, rows: int) -> float:
    """How high a row is, so that a strip is about as high whatever the number of its units."""
    room = {"c": 150, "h": 150, "g": 105, "x": 84}[name]
    return round(max(3.0, min(14.0, room / rows)), 2)


def _cells(levels: list[int], rows: int) -> list[Cell]:
    found = []
    for i, byte in enumerate(levels):
        t, u = divmod(i, rows)
        level = byte - 128 if byte else 0
        found.append(Cell(t, u, "n" if level < 0 else "", SHADES[abs(level)]))
    return found


def _coins(moment: Moment, k: int) -> Coins | None:
    """Of a place where the method sits."""
    spec = moment.run.spec
    if k not in spec.place:
        return None
    place, off = spec.plan.places[k], off_at(moment, k)
    kept = whole_sequence(place)
    bits: tuple[bool, ...] = ()
    if kept:
        bits = (False,) * math.prod(place.mask) if off is None else tuple(off.ravel().tolist())
    named = (*lstm_words.classes(spec), say("lstm.flag")) if k == INPUT and size_of(spec.plan).symbols else ()
    columns = 4 if k == CELL and untied(place) else 1
    return Coins(place.on, columns, bits, lstm_words.coins(spec, k), lstm_words.coin_shape(spec, k), named)
