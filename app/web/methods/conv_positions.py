"""*How often a position is off*: counted over the run's own masks so far, beside the closed form."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from app.runs.log.positions import Positions, positions_in_parts
from app.runs.log.run import Run
from app.runs.log.turns import go_on
from app.runs.nets.conv_plan import dropped, rule
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.address.query import View
from app.web.methods.conv_coins import place_of
from app.web.moment import Array, Moment
from app.web.section import Section, Table
from app.web.words.methods import name_of, p_text
from app.web.words.numbers import percent_text
from app.web.words.places import place_name
from app.web.words.say import say

KEPT = 8  # of a run, the last that were asked for
CELL = 24

_found: WeakKeyDictionary[Run, dict[tuple[int, int], Positions]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Cell:
    """One position: its share as found, in percent, and by the formula."""

    x: int
    y: int
    shade: str
    found: str
    formula: str


@dataclass(frozen=True)
class Off:
    """All that templates/methods/conv_positions.html draws. column: the one whose profile the chart shows, with the
    shares found as dots (x, y), in percent of it, and the formula's as a path; line: where p is, from the left."""

    lead: str
    formula: str
    sentence: str
    rows: tuple[tuple[Cell, ...], ...]
    side: int
    column: int
    dots: tuple[tuple[str, str], ...]
    path: str
    line: str
    p: str
    most: str


async def before(run: Run, view: View) -> None:
    """Count, in turns; the last few steps are kept, and go on from what was counted before."""
    step, place = view.step or 0, place_of(run.spec)
    kept = _found.setdefault(run, {})
    if (step, place) in kept or run.spec.rates(step)[place] == 0:
        return
    parts = positions_in_parts(run.spec, place, step, _nearest(kept, step, place))
    found = go_on(parts, 0.0)
    kept[step, place] = await run.turns.finished(parts) if found is None else found
    while len(kept) > KEPT:
        del kept[next(iter(kept))]


def _nearest(kept: dict[tuple[int, int], Positions], step: int, place: int) -> Positions | None:
    earlier = [at for at, of in kept if of == place and at <= step]
    return kept[max(earlier), place] if earlier else None


def section(moment: Moment, links: Links) -> Section:
    """Of the masks of all steps so far, all samples and maps."""
    spec, step, place = moment.run.spec, moment.step, place_of(moment.run.spec)
    if moment.rates[place] == 0:
        return Section("methods/conv_positions.html", "positions", None)
    found = _found.get(moment.run, {}).get((step, place))
    if found is None:  # nobody has asked for it before
        parts = positions_in_parts(spec, place, step)
        while found is None:
            found = go_on(parts, 1.0)
    of = found
    return Section(
        "methods/conv_positions.html",
        "positions",
        _off(moment, place, of),
        {"positions": lambda: _table(spec, place, of)},
    )


def _table(spec: RunSpec, place: int, found: Positions) -> Table:
    shape = spec.plan.places[place].shape
    formula = dropped(rule(spec.method, shape), found.p, *shape[-2:])
    cells = [(i, j, float(found.share[i, j]), float(formula[i, j])) for i, j in np.ndindex(found.share.shape)]
    return Table(("row", "column", "share off", "by the formula"), [(i + 1, j + 1, *of) for i, j, *of in cells])


def _off(moment: Moment, place: int, found: Positions) -> Off:
    spec = moment.run.spec
    shape, kind = spec.plan.places[place].shape, name_of(spec)
    share, formula = found.share, dropped(rule(spec.method, shape), found.p, *shape[-2:])
    most, column = max(float(share.max()), float(formula.max()), found.p) * 1.1, shape[-1] // 2
    facts = {
        "masks": f"{found.masks:,}",
        "corner": percent_text(float(_corners(share))),
        "middle": percent_text(float(share[shape[-2] // 2, column])),
        "corner_formula": percent_text(float(_corners(formula))),
        "middle_formula": percent_text(float(formula[shape[-2] // 2, column])),
        "mean": percent_text(float(share.mean())),
        "mean_formula": percent_text(float(formula.mean())),
        "p": p_text(spec, found.p),
    }
    high = 100 / shape[-2]
    downs = [high * (row + 0.5) for row in range(shape[-2])]
    return Off(
        lead=say("conv.positions lead", place=place_name(spec, place), steps=_steps(found.first, moment.step), **facts),
        formula=say(f"conv.positions formula {'dropblock' if kind == 'dropblock' else 'others'}"),
        sentence=say(f"conv.positions {kind}", **facts),
        rows=tuple(tuple(_cells(share, formula, row, most)) for row in range(shape[-2])),
        side=CELL * shape[-1],
        column=column * CELL,
        dots=tuple(
            (f"{100 * of / most:.2f}", f"{y:.2f}") for of, y in zip(share[:, column].tolist(), downs, strict=True)
        ),
        path="M" + "L".join(
            f"{100 * of / most:.2f} {y:.2f}" for of, y in zip(formula[:, column].tolist(), downs, strict=True)
        ),
        line=f"{100 * found.p / most:.2f}",
        p=facts["p"],
        most=percent_text(most),
    )  # fmt: skip


def _steps(first: int, step: int) -> str:
    return say(f"conv.positions step{'s' if first < step else ''}", first=first, step=step)


def _cells(share: Array, formula: Array, row: int, most: float) -> list[Cell]:
    return [
        Cell(CELL * j, CELL * row, f"{of / most:.2f}", f"{100 * of:.0f}", f"{100 * by:.1f}")
        for j, (of, by) in enumerate(zip(share[row].tolist(), formula[row].tolist(), strict=True))
    ]


def _corners(share: Array) -> float:
    return float(np.mean([share[0, 0], share[0, -1], share[-1, 0], share[-1, -1]]))
