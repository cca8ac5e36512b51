"""*How much a map's mean varies* from mask to mask: by cells, blocks and whole maps, beside the formulas."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from app.runs.log.map_means import MapMeans, map_means_in_parts
from app.runs.log.run import Run
from app.runs.log.turns import go_on
from app.web.address.links import Links
from app.web.address.query import View
from app.web.methods.conv_coins import block_of, p_of, place_of
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words.methods import name_of
from app.web.words.names import number
from app.web.words.places import place_name
from app.web.words.say import say

KEPT = 8  # of a run, the last that were asked for

Found = MapMeans | None
_found: WeakKeyDictionary[Run, dict[tuple[int, int], Found]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Row:
    """One method. texts: the variance as found, by the formula, and how many times that of cells; level: of a bar, in
    percent; maps: found and formula of each map."""

    name: str
    title: str
    here: bool
    texts: tuple[str, ...]
    level: str
    maps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Means:
    """All that templates/methods/conv_means.html draws."""

    lead: str
    sentence: str
    formulas: str
    rows: tuple[Row, ...]


async def before(run: Run, view: View) -> None:
    """Draw the masks of the view's moment, in turns; the last few are kept."""
    kept = _found.setdefault(run, {})
    at = (view.step or 0, view.sample)
    if at in kept:
        return
    async with run.hold(at[0]):  # where its parameters are read
        parts = _in_parts(Moment(run, *at))
    if parts is None:
        kept[at] = None
    else:
        found = go_on(parts, 0.0)
        kept[at] = await run.turns.finished(parts) if found is None else found
    while len(kept) > KEPT:
        del kept[next(iter(kept))]


def section(moment: Moment, links: Links) -> Section:
    """Of what `before` has found."""
    kept, at = _found.get(moment.run, {}), (moment.step, moment.sample)
    found = kept.get(at)
    if at not in kept:  # nobody has asked for it before
        parts = _in_parts(moment)
        while parts is not None and found is None:
            found = go_on(parts, 1.0)
    if found is None:
        return Section("methods/conv_means.html", "map-means", None)
    of = found
    return Section("methods/conv_means.html", "map-means", _means(moment, of), {"map-means": lambda: _table(of)})


def _table(found: MapMeans) -> Table:
    """The variance of each map's mean."""
    rows = [
        (name, number, a, b)
        for name, of in found.found.items()
        for number, (a, b) in enumerate(zip(of.tolist(), found.formula[name].tolist(), strict=True), 1)
    ]
    return Table(("method", "map", "variance of its mean", "by the formula"), rows)


def _in_parts(moment: Moment) -> Generator[None, None, MapMeans] | None:
    """Masks on a copy of the maps, since others compute the run's steps meanwhile; None where nothing is dropped."""
    spec, p = moment.run.spec, p_of(moment)
    place = place_of(spec)
    if p == 0:
        return None
    x = moment.signals[spec.plan.places[place].on].copy()
    return map_means_in_parts(x, p, block_of(spec), spec.seeds.masks, (moment.step, place))


def _means(moment: Moment, found: MapMeans) -> Means:
    spec = moment.run.spec
    facts = {"step": moment.step, "sample": moment.sample + 1, "place": place_name(spec, place_of(spec))}
    largest = max(float(of.mean()) for of in found.found.values()) or 1.0
    times = {name: number(found.times(name), 2) for name in found.found}
    return Means(
        lead=say("conv.means lead", masks=f"{found.masks:,}", **facts),
        sentence=say("conv.means", block=block_of(spec), blocks=times["dropblock"], maps=times["spatial"]),
        formulas=say("conv.means formulas"),
        rows=tuple(
            Row(
                name=name,
                title=say(f"conv.way {name}"),
                here=name == name_of(spec) and bool(spec.place),
                texts=(number(float(of.mean())), number(float(found.formula[name].mean())), f"{times[name]} ×"),
                level=f"{100 * float(of.mean()) / largest:.1f}",
                maps=tuple(
                    (number(a), number(b)) for a, b in zip(of.tolist(), found.formula[name].tolist(), strict=True)
                ),
            )
            for name, of in found.found.items()
        ),
    )
