"""The pages with Explore's scene and sections of their own: `/methods/<name>`, a method each, on the network where
it is at home, and `/why/<name>`, a reason each.

A page shows any run of its method, from whatever link; a run that is at home elsewhere is led there (`home`). What a
page says of itself stands in app/web/words/english/method_pages.py, under its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from app.runs.spec.run_spec import RunSpec
from app.web.address.query import View, read_query
from app.web.methods import (
    conv_coins,
    conv_means,
    conv_positions,
    depth,
    elsewhere,
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
from app.web.section import Before, SectionOf
from app.web.why import ensemble, forgot, matters, remove, uncertainty
from app.web.words.methods import name_of
from app.web.words.say import say


@dataclass(frozen=True)
class Page:
    """One page. link: its run where the address says nothing; step: of that run, which a picture of it shows.

    mask, on: the shape of a mask and of what it multiplies, N the batch. data: whose runs are at home here, where that
    does not depend on the method alone; passes: whether Monte-Carlo passes must be shown. own: sections that it
    alone has; before: what sections need computed before. room: a page of `why` shows runs of any method, from their
    last step.
    """

    name: str
    link: str
    mask: str
    on: str
    method: str
    net: str = "dense"
    data: str = ""
    passes: bool = False
    step: int = 200
    own: tuple[SectionOf, ...] = ()
    before: tuple[Before, ...] = (putting_out.before,)
    room: Literal["methods", "why"] = "methods"

    @property
    def path(self) -> str:
        """Below the site's own address."""
        return f"{self.room}/{self.name}"

    @property
    def title(self) -> str:
        return say(f"page.{self.name}.title")

    @property
    def sections(self) -> tuple[SectionOf, ...]:
        """What is drawn under the figure, in this order."""
        if self.room == "why":
            return self.own
        return (putting_out.section, *self.own, elsewhere.section_of(self.name))

    def holds(self, spec: RunSpec, view: View) -> bool:
        """Whether a run is at home here; one in which nothing is dropped is, on the same network."""
        return (
            spec.plan.kind == self.net
            and (spec.method is None or name_of(spec) == self.method or not self.method)
            and spec.data.name == (self.data or spec.data.name)
            and (view.passes > 0 or not self.passes)
        )


def _on_maps(name: str, link: str, mask: str, method: str) -> Page:
    """Of the convolutional network."""
    own = (conv_coins.section, conv_positions.section, conv_means.section)
    before = (putting_out.before, conv_positions.before, conv_means.before)
    return Page(name, link, mask, "N,C,H,W", method, net="conv", own=own, before=before)


OF_LSTM = (same_coins.section, survival.section, sequence_runs.section)

_TABLE = (
    Page("dropout", "", "N,H", "N,H", "dropout"),
    Page("classic", "method=classic", "N,H", "N,H", "classic"),
    Page("gaussian", "method=gaussian", "N,H", "N,H", "gaussian", own=(turned.section,)),
    Page("dropconnect", "method=dropconnect", "N,D,H", "D,H", "dropconnect", own=(measured_runs.inference,)),
    Page(
        "concrete",
        "data=digits&n=200&flip=0&batch=50&steps=600&place=0,1,2&method=concrete",
        "N,H",
        "N,H",
        "concrete",
        own=(measured_runs.learned_p,),
    ),
    Page("monte-carlo", "passes=50", "K,1,H", "K,N,H", "dropout", passes=True),
    _on_maps("feature-maps", "data=digits&net=conv", "N,C,H,W", "dropout"),
    _on_maps("spatial", "data=digits&method=spatial", "N,C,1,1", "spatial"),
    _on_maps("dropblock", "data=digits&method=dropblock", "N,C,H,W", "dropblock"),
    Page("variational", "data=digits&method=variational", "N,1,1,H", "N,T,1,H", "variational", net="lstm", own=OF_LSTM),
    Page(
        "recurrent",
        "data=memory&method=recurrent",
        "N,T,1,H",
        "N,T,1,H",
        "recurrent",
        net="lstm",
        step=120,
        own=OF_LSTM,
    ),
    Page("naive", "data=memory&method=naive", "N,T,1,H", "N,T,1,H", "naive", net="lstm", step=120, own=OF_LSTM),
    Page(
        "stochastic-depth",
        "data=digits&method=stochastic_depth",
        "1,1",
        "N,H",
        "stochastic_depth",
        net="residual",
        own=(depth.section, pruning.section),
        before=(putting_out.before, pruning.before),
    ),
    Page(
        "layerdrop",
        "data=digits&method=layerdrop",
        "1,1",
        "N,H",
        "layerdrop",
        net="residual",
        own=(depth.section, pruning.section),
        before=(putting_out.before, pruning.before),
    ),
    Page(
        "transformer",
        "data=words",
        "N,A,T,T",
        "N,A,T,T",
        "dropout",
        net="transformer",
        own=(row_sums.section, repeated_words.section),
    ),
    Page("notebook", "data=notebook", "N,H", "N,H", "dropout", data="notebook"),
)
PAGES: Mapping[str, Page] = {page.name: page for page in _TABLE}


def _why(name: str, link: str, *own: SectionOf, before: tuple[Before, ...] = ()) -> Page:
    """Of a reason: any run of a dense network."""
    return Page(name, link, "", "", "", own=own, before=before, room="why")


WHYS: Mapping[str, Page] = {
    page.name: page
    for page in (
        _why("remove", "data=digits&n=1000&flip=0", remove.section, before=(remove.before,)),
        _why("matters", "data=digits", matters.section, before=(matters.before,)),
        _why("ensemble", "", ensemble.section, before=(ensemble.before,)),
        _why("uncertainty", "passes=50", uncertainty.section, before=(uncertainty.before,)),
        _why("eval", "", forgot.section, before=(forgot.before,)),
    )
}
BY_PATH: Mapping[str, Page] = {page.path: page for page in (*PAGES.values(), *WHYS.values())}


def run_of(page: Page) -> RunSpec:
    """The run that a page opens with."""
    return read_query(parse_qsl(page.link))[0]


def home(spec: RunSpec, view: View, here: Page | None = None) -> Page | None:
    """The page of a run: the one where the reader is, if it is at home there; else the first where it is, or the first
    on the same network. Where there is none, the reader stays."""
    if here is not None and here.holds(spec, view):
        return here
    own = sorted(PAGES.values(), key=lambda page: not page.data)  # those of certain data first
    held = (page for page in own if page.holds(spec, view))
    like = (page for page in PAGES.values() if page.net == spec.plan.kind)
    return next(held, None) or next(like, here)
