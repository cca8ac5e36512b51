"""Links on the page of a method or of a reason: what stays with the method stays on the page, what does not leads to
its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from app.runs.spec.fields import FIELDS
from app.runs.spec.run_spec import RunSpec
from app.web.address.edits import merged
from app.web.address.links import ROOT as SITE
from app.web.address.links import Links
from app.web.address.query import View, understand
from app.web.methods.catalogue import BY_PATH, Page, home

ROOT = "../"  # from such a page to the site's own address
BESIDE = ("neuron", "numbers", "files", "share/code")  # pages that lead back


@dataclass(frozen=True)
class PageLinks(Links):
    """Explore's, below /methods or /why."""

    def here(self, path: str | None = None, **view: str | int | None) -> str:
        """As on Explore; what is beside the page is told where its reader was."""
        if path in BESIDE:
            view.setdefault("page", self.page)
        return super().here(path, **view)

    def after(self, *edits: str) -> str:
        """The run that these edits lead to, on the page where it is at home."""
        now = merged(self.spec, self.view, self.apart, edits)
        at = home(now.spec, now.view, BY_PATH[self.page])
        assert at is not None  # at worst this one
        return replace(self, spec=now.spec, view=now.view, apart=now.apart, page=at.path).here()


def links_of(page: Page, spec: RunSpec, view: View, apart: bool = False) -> PageLinks:
    """Those of a page, of a run as it is seen there."""
    return PageLinks(spec, view, apart, ROOT, page.path)


def links_beside(spec: RunSpec, view: View, root: str = SITE) -> Links:
    """Those of a page that stands beside a figure: it leads back to that page where the view says so."""
    page = BY_PATH.get(view.page)
    return Links(spec, view, root=root) if page is None else PageLinks(spec, view, False, root, page.path)


def filled(page: Page, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a link means on a page: without any setting its run; else what the links of the page's own runs always name
    is named here too, so that a link typed by hand means a run of this page.

    Passes are no setting of a run: where they belong to the page, only a link that says nothing means them. A page of a
    reason shows what has been learned: without a step its run is at its last.
    """
    pairs = list(pairs)
    names, own = {name for name, _ in pairs}, dict(parse_qsl(page.link))
    if page.room == "why":
        return _at_the_end(pairs if names & {*FIELDS} else [*own.items(), *pairs])
    if page.passes and names:
        return pairs
    if names & {*FIELDS} and (page.net == "dense" or names & {"data", "net", "method"}):
        own = {name: text for name, text in own.items() if name == "method" or (name == "data" and page.data)}
    return [*((name, text) for name, text in own.items() if name not in names), *pairs]


def _at_the_end(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same with the run's last step, where no step is named."""
    if {"step", "from", "at"} & {name for name, _ in pairs}:
        return pairs
    spec, _, _ = understand(pairs)
    return [*pairs, ("step", str(spec.training.steps))]
