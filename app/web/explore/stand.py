"""Where Explore's scene stands: on Explore, or on a page that has words and sections of its own around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import Moment


class Stand:
    """Explore itself; other pages say what is otherwise with them."""

    scene = "explore/scene.html"
    page = "explore/page.html"

    @property
    def first(self) -> RunSpec | None:
        """The run that it opens with, where that is not the scene of its data."""
        return None

    def links(self, spec: RunSpec, view: View, apart: bool = False) -> Links:
        """Links from this page."""
        return Links(spec, view, apart)

    def filled(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """What a link means here where it is silent."""
        return list(pairs)

    def home(self, spec: RunSpec, view: View) -> Stand:
        """The page where a run belongs; this one, mostly."""
        return self

    async def before(self, run: Run, view: View) -> None:
        """Compute what its own parts need and what would stop others: while `own` is called, the run is held."""

    def own(self, moment: Moment, links: Links) -> Mapping[str, object]:
        """What its templates draw besides, by the names that they have for it."""
        return {}
