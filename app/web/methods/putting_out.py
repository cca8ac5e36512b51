"""*What it puts out*: at each place mean and variance over many masks, beside the formulas, number by number."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from app.runs.log.put_out import PutOut, Reads, put_out_in_parts, rule_of
from app.runs.log.run import Run
from app.runs.log.turns import go_on
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words import methods
from app.web.words.names import number
from app.web.words.places import place_name
from app.web.words.say import say

SHOWN = 64  # numbers that a chart has room for: of more, the largest
KEPT = 8  # of a run, the last that were asked for
COLUMNS = ("place", "number", "x", "mean", "mean by the formula", "variance", "variance by the formula")
ROOM = 0.06  # of the chart's height, above the highest and below the lowest

Found = tuple[tuple[int, PutOut], ...]  # (place, what is put out there)
_found: WeakKeyDictionary[Run, dict[tuple[int, int], Found]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Row:
    """One number of the signal, as a table has it: its own, then mean and variance as found and by the formula."""

    unit: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """Paths in a square of 100 by 100 that is stretched. bands: what formulas say, the mean and a standard deviation up
    and down; means, reaches: the same as found; ends: highest and lowest of the axis; zero: where 0 is, from above."""

    bands: str
    means: str
    reaches: str
    ends: tuple[str, str]
    zero: str


@dataclass(frozen=True)
class At:
    """One place: its name, what is found there in a sentence, the chart, and the numbers."""

    name: str
    p: str
    sentence: str
    shown: str  # which numbers are drawn, where not all
    chart: Chart
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class PuttingOut:
    """All that templates/methods/putting_out.html draws. formulas: with mathematics between dollar signs."""

    lead: str
    formulas: str
    places: tuple[At, ...]
    nothing: str  # why there are none


async def before(run: Run, view: View) -> None:
    """Draw the masks of the view's moment, in turns; the last few are kept."""
    kept = _found.setdefault(run, {})
    step, sample = view.step or 0, view.sample
    if (step, sample) in kept:
        return
    async with run.hold(step):  # where its parameters are read
        parts = _in_parts(Moment(run, step, sample))
        found = go_on(parts, 0.0)
    kept[step, sample] = await run.turns.finished(parts) if found is None else found
    while len(kept) > KEPT:
        del kept[next(iter(kept))]


def section(moment: Moment, links: Links) -> Section:
    """Of what `before` has found."""
    found = _found.get(moment.run, {}).get((moment.step, moment.sample))
    if found is None:  # nobody has asked for it before
        parts = _in_parts(moment)
        while found is None:
            found = go_on(parts, 1.0)
    rule = methods.kind_of(moment.run.spec)
    key = "weights" if rule.weights else "blocks" if rule.name == "dropblock" else rule.rule
    return Section(
        "methods/putting_out.html",
        "putting-out",
        PuttingOut(
            lead=say("put out.lead", step=moment.step, sample=moment.sample + 1),
            formulas=say(f"put out.formulas {key}"),
            places=tuple(_at(moment, k, out) for k, out in found),
            nothing="" if found else say("put out.nothing"),
        ),
        {"putting-out": lambda: _table(moment, found)},
    )


def _table(moment: Moment, found: Found) -> Table:
    """Every number of every place, not only those that are drawn."""
    rows = []
    for k, out in found:
        name, none = place_name(moment.run.spec, k), np.full(len(out.x), np.nan)
        expected, spread = (none if of is None else of for of in (out.expected, out.spread))
        of_each = zip(out.x, out.mean, expected, out.variance, spread, strict=True)
        rows += [(name, unit, *map(float, each)) for unit, each in enumerate(of_each, 1)]
    return Table(COLUMNS, rows)


def _in_parts(moment: Moment) -> Generator[None, None, Found]:
    """What every place puts out where the method sits, with a pause after each part."""
    spec, rates = moment.run.spec, moment.rates
    reads = {k: _reads(moment, k) for k in spec.place if rates[k] > 0}
    return _of_places(moment.run, moment.step, rates, reads)


def _of_places(run: Run, step: int, rates: tuple[float, ...], reads: dict[int, Reads]) -> Generator[None, None, Found]:
    places, seed, method = run.spec.plan.places, run.spec.seeds.masks, run.spec.method
    found: list[tuple[int, PutOut]] = []
    for k, read in reads.items():
        rule = rule_of(method, places[k])
        found.append((k, (yield from put_out_in_parts(places[k], rates[k], read, seed, (step, k), rule))))
    return tuple(found)


def _reads(moment: Moment, k: int) -> Reads:
    """What place k acts on, in a copy: others compute the run's steps meanwhile."""
    plan, of = moment.run.spec.plan, moment.signals
    place = plan.places[k]
    if not plan.masks_weights:
        read = moment.training.model.reads(k)
        x = of[place.on] if read is None else read[moment.sample]
        if x.ndim < len(place.shape):  # which several read, each through a mask of its own
            x = np.broadcast_to(np.expand_dims(x, -2), place.shape)
        return Reads(x.reshape(place.shape).copy())
    weights, own = next(both for both in zip(plan.weights, moment.weights, strict=True) if both[0].name == place.on)
    return Reads(of[weights.above].copy(), own.copy())


def _at(moment: Moment, k: int, out: PutOut) -> At:
    spec = moment.run.spec
    largest = np.argsort(-np.abs(out.x), kind="stable")[:SHOWN]
    drawn = np.sort(largest)
    part = say("put out.of weights", count=f"{len(out.x):,}", whole=f"{out.whole:,}") if len(out.x) < out.whole else ""
    few = say("put out.largest", count=len(drawn), whole=f"{len(out.x):,}") if len(drawn) < len(out.x) else ""
    return At(
        name=place_name(spec, k),
        p=methods.p_text(spec, moment.rates[k]),
        sentence=_sentence(out),
        shown=" ".join(filter(None, (part, few))),
        chart=_chart(out, drawn),
        rows=tuple(_row(out, int(unit)) for unit in drawn),
    )


def _sentence(out: PutOut) -> str:
    """Mean and variance, each as found and by the formula, on average over the place."""
    facts = {
        "masks": f"{out.masks:,}",
        "count": f"{len(out.x):,}",
        "mean": _mean(out.mean),
        "variance": _mean(out.variance),
    }
    if not out.x.any():
        return say("put out.silent")
    if out.expected is None or out.spread is None:
        return say("put out.found", **facts, x=_mean(out.x))
    return say("put out.compared", **facts, expected=_mean(out.expected), spread=_mean(out.spread))


def _mean(values: np.ndarray) -> str:
    return number(float(values.mean()))


def _row(out: PutOut, unit: int) -> Row:
    found = (out.x, out.mean, out.expected, out.variance, out.spread)
    return Row(unit + 1, tuple("" if values is None else number(float(values[unit])) for values in found))


def _chart(out: PutOut, drawn: np.ndarray) -> Chart:
    """The numbers side by side."""
    mean, far = out.mean[drawn], np.sqrt(out.variance[drawn])
    expected = mean if out.expected is None else out.expected[drawn]
    reach = far if out.spread is None else np.sqrt(out.spread[drawn])
    high = max(0.0, float(np.max(np.maximum(mean + far, expected + reach))))
    low = min(0.0, float(np.min(np.minimum(mean - far, expected - reach))))
    span = (high - low) or 1.0
    top, scale = high + ROOM * span, 100 / (span * (1 + 2 * ROOM))
    width = 100 / len(drawn)

    def y(value: float) -> float:
        return (top - value) * scale

    at = [(i + 0.5) * width for i in range(len(drawn))]
    bands, means, reaches = [], [], []
    for x, m, f, e, r in zip(at, mean.tolist(), far.tolist(), expected.tolist(), reach.tolist(), strict=True):
        if out.spread is not None:
            bands.append(
                f"M{x - 0.36 * width:.2f} {y(e + r):.2f}h{0.72 * width:.2f}V{y(e - r):.2f}h{-0.72 * width:.2f}z"
            )
        means.append(f"M{x - 0.24 * width:.2f} {y(m):.2f}h{0.48 * width:.2f}")
        reaches.append(f"M{x:.2f} {y(m - f):.2f}V{y(m + f):.2f}")
    ends = (number(high, 2), number(low, 2))
    return Chart("".join(bands), "".join(means), "".join(reaches), ends, f"{y(0.0):.2f}")
