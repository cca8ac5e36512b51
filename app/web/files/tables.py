"""The numbers of figures and sections as tables, one row each: its name in addresses, and how it is made of a moment.

`/figure/<name>.csv` answers each of them (`csv_answer.py`); a figure or section that is added gets one by its row here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from app.runs.data.data_set import DataSet
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.files import neurons
from app.web.methods import (
    conv_means,
    conv_positions,
    depth,
    pruning,
    putting_out,
    repeated_words,
    row_sums,
    survival,
    turned,
)
from app.web.methods.catalogue import PAGES
from app.web.methods.introduction import FACTS, fact
from app.web.moment import Moment
from app.web.section import Before, SectionOf, Table
from app.web.words.names import class_names

ARMS = ("dropout", "twin")


@dataclass(frozen=True)
class Tabled:
    """One table. of: its numbers at a moment; before: what has to be computed before; kinds: networks that have it, as
    their plans say, all where there are none; method: the only one that has it, where not all have."""

    name: str
    of: Callable[[Moment, Links], Table]
    before: Before | None = None
    kinds: tuple[str, ...] = ()
    method: str = ""

    def holds(self, spec: RunSpec) -> bool:
        """Whether a run has it."""
        return (not self.kinds or spec.plan.kind in self.kinds) and self.method in ("", spec.method_name)


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


def of_section(section: SectionOf, moment: Moment, links: Links) -> Table:
    """Of a section of a method's page; empty where it has nothing to say."""
    made = section(moment, links)
    return made.table() if made.table else Table((), ())


def methods() -> Table:
    """The table of all methods."""
    rows = ((of.name, of.title, *(fact(of, name) for name in ("what", *FACTS))) for of in PAGES.values())
    return Table(("name", "title", "what", *FACTS), rows)


def _section(name: str, section: SectionOf, *kinds: str, before: Before | None = None, method: str = "") -> Tabled:
    return Tabled(name, partial(of_section, section), before, kinds, method)


_ROWS = (
    Tabled("loss", loss),
    Tabled("losses", losses),
    Tabled("map", learned),
    Tabled("batch", neurons.masks),
    Tabled("numbers", neurons.numbers),
    Tabled("weights", neurons.weights, kinds=("dense",)),
    _section("putting-out", putting_out.section, before=putting_out.before),
    _section("turned", turned.section, "dense", method="gaussian"),
    _section("positions", conv_positions.section, "conv", before=conv_positions.before),
    _section("map-means", conv_means.section, "conv", before=conv_means.before),
    _section("survival", survival.section, "lstm"),
    _section("depth", depth.section, "residual"),
    _section("pruning", pruning.section, "residual", before=pruning.before),
    _section("row-sums", row_sums.section, "transformer"),
    _section("repeated-words", repeated_words.section, "transformer"),
)
TABLES: Mapping[str, Tabled] = {row.name: row for row in _ROWS}
