"""The numbers of figures and sections as tables, one row each: its name in addresses, and how it is made of a moment.

`/figure/<name>.csv` answers each of them (`csv_answer.py`); a figure or section that is added gets one by its row here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from app.runs.data.data_set import DataSet
from app.runs.data.tasks import TASKS
from app.runs.log.doubt import BIT
from app.runs.log.run import Run
from app.runs.log.subnetworks import countable
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.address.query import View
from app.web.files import neurons
from app.web.methods import (
    conv_coins,
    conv_means,
    conv_positions,
    depth,
    measured_runs,
    pruning,
    putting_out,
    repeated_words,
    row_sums,
    same_coins,
    sequence_runs,
    survival,
    turned,
)
from app.web.methods.catalogue import WHYS
from app.web.moment import Array, Moment
from app.web.passes import made, passed
from app.web.section import Before, SectionOf, Table
from app.web.why import tables
from app.web.words.names import class_names

ARMS = ("dropout", "twin")


@dataclass(frozen=True)
class Tabled:
    """One table. of: its numbers at a moment; before: what has to be computed before; kinds: networks that have it, as
    their plans say, all where there are none; method: the only one that has it, where not all have; has: what else a
    run needs; page: where it is seen, below the site's own address; passes: whether a view without any has none."""

    name: str
    of: Callable[[Moment, Links], Table]
    before: Before | None = None
    kinds: tuple[str, ...] = ()
    method: str = ""
    has: Callable[[RunSpec], bool] | None = None
    page: str = ""
    passes: bool = False

    def holds(self, spec: RunSpec, view: View) -> bool:
        """Whether there is one of a run as it is seen."""
        known = (not self.kinds or spec.plan.kind in self.kinds) and self.method in ("", spec.method_name)
        return known and (self.has is None or self.has(spec)) and (view.passes > 0 or not self.passes)


def loss(moment: Moment, _links: Links) -> Table:
    """All series of the loss chart, at every evaluation."""
    curves = moment.curves
    series = {"step": curves.steps}
    for name, arm in zip(ARMS, (curves.dropout, curves.twin), strict=True):
        for of in ("train", "masks_on", "clean", "test", "accuracy"):
            series[f"{name} {of}"] = getattr(arm, of)
    return Table(tuple(series), zip(*(values.tolist() for values in series.values()), strict=True))


def losses(moment: Moment, _links: Links) -> Table:
    """The training loss of every step's batch, masks on."""
    run = moment.run
    ours, twins = (log.losses[: run.head + 1].tolist() for log in run.logs)
    return Table(("step", *ARMS), zip(range(len(ours)), ours, twins, strict=True))


def learned(moment: Moment, _links: Links) -> Table:
    """z of both arms over the plane or the line; of classes, how often each is taken for each."""
    outcome, data = moment.outcome, moment.run.data
    if outcome.confusion is not None:
        names, (ours, twins) = class_names(moment.run.spec.data.name), outcome.confusion
        pairs = np.ndindex(ours.shape)
        rows = [(names[i], names[j], int(ours[i, j]), int(twins[i, j])) for i, j in pairs]
        return Table(("class", "taken for", *ARMS), rows)
    pair = outcome.maps or outcome.curves
    assert pair is not None
    return Table((*_axes(data), *(f"z {arm}" for arm in ARMS)), _points(data, *(of.ravel().tolist() for of in pair)))


def _axes(data: DataSet) -> tuple[str, ...]:
    return ("x", "y")[: data.shown.shape[1]]


def _points(data: DataSet, ours: list[float], twins: list[float]) -> Iterator[tuple[float, ...]]:
    for point, *said in zip(data.shown.tolist(), ours, twins, strict=True):
        yield (*point, *said)


def passes(moment: Moment, links: Links) -> Table:
    """What Monte-Carlo passes say on average and how far they differ, over the data or of the first test samples."""
    found, data = made(moment.run, moment.step, links.view.passes), moment.run.data
    if found is None:
        return Table((), ())
    columns: dict[str, Array] = {}
    for name in ("mean", "spread"):
        values = getattr(found, name)
        columns |= {f"{name}{tables.output(values, k)}": values[:, k] for k in range(values.shape[1])}
    if data.task != "regression":
        columns["mutual information"] = found.information / BIT
    where, points = tables.samples(data)
    values = np.stack(list(columns.values()), axis=1).tolist()
    return Table((*where, *columns), ((*point, *row) for point, row in zip(points, values, strict=False)))


async def _pass(run: Run, view: View) -> None:
    if view.passes:
        await passed(run, view.step or 0, view.passes)


def of_section(section: SectionOf, name: str, moment: Moment, links: Links) -> Table:
    """Of a section of a page; empty where it has nothing to say."""
    table = section(moment, links).tables.get(name)
    return table() if table else Table((), ())


def _section(name: str, section: SectionOf, *kinds: str, before: Before | None = None, method: str = "") -> Tabled:
    return Tabled(name, partial(of_section, section, name), before, kinds, method)


def _why(page: str, name: str, has: Callable[[RunSpec], bool] | None = None) -> Tabled:
    """Of the section of a page of reasons."""
    of = WHYS[page]
    (section,), (before,) = of.own, of.before
    return Tabled(name, partial(of_section, section, name), before, ("dense",), has=has, page=of.path)


def _drawn(spec: RunSpec) -> bool:
    """Whether its data are points that a map or a curve is drawn over."""
    return TASKS[spec.data.name].kind != "classes"


_ROWS = (
    Tabled("loss", loss),
    Tabled("losses", losses),
    Tabled("map", learned),
    Tabled("batch", neurons.masks),
    Tabled("numbers", neurons.numbers),
    Tabled("weights", neurons.weights, kinds=("dense",)),
    Tabled("passes", passes, _pass, ("dense",), has=lambda spec: bool(spec.place), passes=True),
    _section("putting-out", putting_out.section, before=putting_out.before),
    _section("turned", turned.section, "dense", method="gaussian"),
    _section("positions", conv_positions.section, "conv", before=conv_positions.before),
    _section("map-means", conv_means.section, "conv", before=conv_means.before),
    _section("survival", survival.section, "lstm"),
    _section("depth", depth.section, "residual"),
    _section("pruning", pruning.section, "residual", before=pruning.before),
    _section("row-sums", row_sums.section, "transformer"),
    _section("repeated-words", repeated_words.section, "transformer"),
    _section("same-coins", same_coins.section, "lstm"),
    _section("sequence-runs", sequence_runs.section, "lstm"),
    _section("map-masks", conv_coins.section, "conv"),
    _section("inference", measured_runs.inference, "dense", method="dropconnect"),
    _section("learned-p", measured_runs.learned_p, "dense", method="concrete"),
    _why("remove", "removing"),
    _why("remove", "removing-random"),
    _why("matters", "importance"),
    _why("matters", "layers"),
    _why("ensemble", "ensemble", has=countable),
    _why("ensemble", "subnetworks", has=countable),
    _why("ensemble", "subnetworks-said", has=countable),
    _why("ensemble", "subnetwork-counts", has=countable),
    _why("uncertainty", "uncertainty"),
    _why("uncertainty", "uncertainty-far", has=_drawn),
    _why("eval", "eval"),
    _why("eval", "eval-maps", has=_drawn),
)
TABLES: Mapping[str, Tabled] = {row.name: row for row in _ROWS}
