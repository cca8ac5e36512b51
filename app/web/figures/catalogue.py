"""The figures that there are: each a template, what it draws and the script that moves it, and whole by itself.

A page places them; a figure that is added here can stand on any page, more than once: its ids begin with its place's.
It is an embed, a picture and a replay as well, under its name (`app/web/embed/`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from app.web.address.links import Links
from app.web.figures import dense, loss_chart, masks, outcomes, sentence
from app.web.figures.kinds import Kind, kind_of
from app.web.figures.told import Told
from app.web.moment import Moment

ALL = frozenset({"place", "sample", "view"})  # what a hand may do in a figure itself
OWN = ALL | {"share"}  # ... on a page of ours


@dataclass(frozen=True)
class Figure:
    """One kind of figure. context: what its template draws, of a run at a step for a sample; told: that in words."""

    name: str  # in addresses
    title: str
    template: str
    context: Callable[[Moment, Links], object]
    told: Callable[[Moment], Told]
    picture: str  # its template as a picture
    script: str = ""  # below static/js; its class, by this name, is made with the root and the `run` event
    kind: str = ""
    says: Literal["sentence", "verdict", ""] = "sentence"  # what stands above it where it is alone
    hands: tuple[str, ...] = ()  # which of ALL there is something for in it
    height: int = 500  # of a frame 700 pixels wide that shows it with its sentence, its controls and its transport
    whole: bool = False  # whether it shows the whole run, and not one step alone
    still: Callable[[Moment, Links], object] | None = None  # what a picture draws, where that is not what a page does
    table: str = ""  # by whose name its numbers are answered (`app/web/files/tables.py`)
    other: tuple[str, str] = ("", "")  # script and class for networks that are no columns (`app/web/figures/kinds.py`)

    @property
    def of_a_sample(self) -> bool:
        """Whether it shows one sample of the batch, and has no place in itself to choose another."""
        return self.says == "sentence" and "sample" not in self.hands

    def placed(
        self, moment: Moment, links: Links, id: str, may: frozenset[str] = OWN, samples: frozenset[int] | None = None
    ) -> Placed:
        """Drawn for one place of a page. samples: those that there are, where not all."""
        share = links.here("share", apart=None, figure=self.name) if "share" in may else ""
        csv = (
            links.here(f"figure/{self.table}.csv", view=None, apart=None, present=None) if share and self.table else ""
        )
        own = self._own(moment)
        template, context, kind = self.template, self.context, self.kind
        if own is not None:
            template, context, kind = own.template, own.context, self.other[1]
        return Placed(
            template, id, context(moment, links), moment.sample, kind, may, self.name, share, samples, csv, self.table
        )

    def pictured(self, moment: Moment, links: Links) -> object:
        """What its picture draws."""
        own = self._own(moment)
        return own.context(moment, links) if own else (self.still or self.context)(moment, links)

    def sheet(self, moment: Moment) -> str:
        """Its picture's template."""
        own = self._own(moment)
        return own.picture if own else self.picture

    def _own(self, moment: Moment) -> Kind | None:
        """How a network that is no columns is drawn in its place."""
        return kind_of(moment.run) if self.other[0] else None

    @property
    def scripts(self) -> tuple[tuple[str, str], ...]:
        """Script and class, of each way that it can be drawn."""
        return tuple(pair for pair in ((self.script, self.kind), self.other) if pair[0])


@dataclass(frozen=True)
class Placed:
    """A figure at its place: `{% with figure = … %}{% include figure.template %}{% endwith %}`."""

    template: str
    id: str
    shows: object
    sample: int
    kind: str = ""
    may: frozenset[str] = OWN
    name: str = ""
    share: str = ""  # where this figure is put into a course page; "" where it is in one
    samples: frozenset[int] | None = None  # of which there are frames; None: of all
    csv: str = ""  # where its numbers are, beside `share`,
    table: str = ""  # and their name there


SENTENCE = Figure(
    "sentence",
    "What is seen",
    "figures/sentence.html",
    lambda moment, _: sentence.context(moment),
    dense.told,
    picture="",
)

_TABLE = (
    Figure(
        "network",
        "The network",
        "figures/dense.html",
        dense.context,
        dense.told,
        "pictures/network.svg",
        "figures/dense.js",
        "DenseFigure",
        hands=("place", "view"),
        other=("figures/net.js", "NetFigure"),
    ),
    Figure(
        "batch",
        "The masks of the batch",
        "figures/masks.html",
        masks.context,
        masks.told,
        "pictures/batch.svg",
        "figures/masks.js",
        "MaskMatrices",
        hands=("sample",),
        still=lambda moment, links: masks.context(moment, links, masks.ROW_STILL),
        table="batch",
    ),
    Figure(
        "map",
        "What the networks learned",
        "figures/outcomes.html",
        lambda moment, _: outcomes.context(moment),
        outcomes.told,
        "pictures/map.svg",
        "figures/outcomes.js",
        "Outcomes",
        says="verdict",
        table="map",
    ),
    Figure(
        "loss",
        "Loss",
        "figures/loss_chart.html",
        lambda moment, _: loss_chart.context(moment),
        loss_chart.told,
        "pictures/loss.svg",
        "figures/loss_chart.js",
        "LossChart",
        says="",
        whole=True,
        table="loss",
    ),
)
FIGURES: Mapping[str, Figure] = {figure.name: figure for figure in _TABLE}
