"""Of stochastic depth and LayerDrop: both arms' accuracy when blocks are left out of what they have learned by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from app.runs.log.pruned import Pruned, pruned_in_parts
from app.runs.log.run import Run
from app.runs.log.turns import go_on
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words.methods import arm_name
from app.web.words.names import enumeration
from app.web.words.numbers import percent_text
from app.web.words.say import say

LEFT, WIDTH, HEIGHT = 44.0, 296.0, 150.0  # of the plot; its top is at 0
TICKS = (0, 20, 40, 60, 80, 100)
KEPT = 8  # of a run, the last that were asked for

Found = tuple[Pruned, ...]
Key = tuple[int, tuple[int, ...]]  # step, and what is cut by hand
_found: WeakKeyDictionary[Run, dict[Key, Found]] = WeakKeyDictionary()


class Row(NamedTuple):
    """So many blocks kept: which stay, where the points of both arms lie, and their accuracies."""

    kept: int
    stays: tuple[bool, ...]
    x: float
    ys: tuple[float, float]
    texts: tuple[str, str]


class Handle(NamedTuple):
    """One block: whether it stays, and what cuts it or puts it back."""

    number: int
    stays: bool
    edit: str
    href: str


@dataclass(frozen=True)
class Pruning:
    """All that templates/methods/pruning.html draws. names: of both arms; lines: their paths; ticks: (y, text)."""

    says: str
    names: tuple[str, str]
    rows: tuple[Row, ...]
    lines: tuple[str, str]
    ticks: tuple[tuple[float, str], ...]
    sentence: str
    handles: tuple[Handle, ...]
    ways: tuple[tuple[str, str, str], ...]  # to cut several at once: edit, address, text
    own: str  # what is left without those that are cut by hand


async def before(run: Run, view: View) -> None:
    """Evaluate both arms at the view's step, in turns; the last few are kept."""
    kept, step = _found.setdefault(run, {}), view.step or 0
    if (step, view.cut) in kept or run.spec.plan.kind != "residual":
        return
    async with run.hold(step):  # where parameters are read
        parts = pruned_in_parts(run, step, view.cut)
        next(parts)
    kept[step, view.cut] = await run.turns.finished(parts)
    while len(kept) > KEPT:
        del kept[next(iter(kept))]


def section(moment: Moment, links: Links) -> Section:
    """Of what `before` has found."""
    cut = links.view.cut
    found = _found.get(moment.run, {}).get((moment.step, cut))
    if found is None:  # nobody has asked for it before
        parts = pruned_in_parts(moment.run, moment.step, cut)
        while found is None:
            found = go_on(parts, 1.0)
    of = found
    return Section("methods/pruning.html", "pruning", _pruning(moment, found, links), {"pruning": lambda: _table(of)})


def _table(found: Found) -> Table:
    """Which blocks stay, as 1 for each that does; both arms' accuracies."""
    rows = [(of.kept, "".join(str(int(stays)) for stays in of.stays), *of.accuracy) for of in found]
    return Table(("kept", "stays", "accuracy dropout", "accuracy twin"), rows)


def _pruning(moment: Moment, found: Found, links: Links) -> Pruning:
    cut = links.view.cut
    found, own = (found[:-1], found[-1]) if cut else (found, found[0])
    spec, apart = moment.run.spec, WIDTH / max(1, len(found) - 1) if len(found) > 1 else 0.0
    rows = tuple(
        Row(
            of.kept,
            of.stays,
            round(LEFT + 8 + (apart * i if apart else WIDTH / 2) * (WIDTH - 16) / WIDTH, 1),
            (_y(of.accuracy[0]), _y(of.accuracy[1])),
            (percent_text(of.accuracy[0]), percent_text(of.accuracy[1])),
        )
        for i, of in enumerate(found)
    )
    lines = ("M" + "L".join(f"{row.x:g} {row.ys[arm]:g}" for row in rows) for arm in (0, 1))
    half = rows[len(rows) // 2]
    names = arm_name("dropout", spec), arm_name("twin", spec)
    return Pruning(
        says=say("pruning.says", step=moment.step),
        names=names,
        rows=rows,
        lines=tuple(lines),  # type: ignore[arg-type]  # of two
        ticks=tuple((round(HEIGHT * (1 - tick / 100), 1), f"{tick} %") for tick in TICKS),
        sentence=say(
            "pruning.sentence",
            kept=half.kept,
            blocks=rows[0].kept,
            whole=rows[0].texts[0],
            twin_whole=rows[0].texts[1],
            ours=half.texts[0],
            twins=half.texts[1],
        ),
        handles=tuple(_handle(block, stays, links) for block, stays in enumerate(own.stays)),
        ways=tuple(
            (f"cut:{way}", links.after(f"cut:{way}"), say(f"pruning.{way}"))
            for way in ("half", "none")
            if len(own.stays) > 1
        ),
        own=_own(own, cut),
    )


def _handle(block: int, stays: bool, links: Links) -> Handle:
    edit = f"cut:{'+' if stays else '-'}{block + 1}"
    return Handle(block + 1, stays, edit, links.after(edit))


def _own(own: Pruned, cut: tuple[int, ...]) -> str:
    """Both arms without the blocks that are cut by hand."""
    ours, twins = map(percent_text, own.accuracy)
    if not cut:
        return say("pruning.own none", ours=ours, twins=twins)
    numbers = enumeration([str(block + 1) for block in cut])
    return say("pruning.own one" if len(cut) == 1 else "pruning.own", numbers=numbers, ours=ours, twins=twins)


def _y(accuracy: float) -> float:
    return round(HEIGHT * (1 - accuracy), 1)
