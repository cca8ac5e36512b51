"""Explore's scene: one run at one step for one sample, with all its parts, wherever it stands."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from app.runs.log.outcome import Passes
from app.runs.log.run import Run
from app.web.address.edits import Merged
from app.web.address.opened import whole_soon
from app.web.explore import about, forms, introduction, presentation, transport
from app.web.explore.scene_data import scene_data
from app.web.explore.stand import Stand
from app.web.figures import inspector, monte_carlo
from app.web.figures.catalogue import FIGURES, SENTENCE, Placed
from app.web.figures.inspector_parts import Inspector
from app.web.moment import seen
from app.web.passes import passed
from app.web.words.say import say

PLACED = {"sentence": SENTENCE} | {
    id: FIGURES[name]
    for id, name in (("network", "network"), ("masks", "batch"), ("outcomes", "map"), ("loss-chart", "loss"))
}  # by their ids


@dataclass(frozen=True)
class Scene:
    """All that templates/explore/scene.html draws; each part has its own module."""

    data: Markup  # for static/js, as docs/stream.md has it
    about: about.About
    introduction: introduction.Introduction | None  # of dense networks
    form: forms.Form
    figures: Mapping[str, Placed]  # by their ids
    transport: transport.Transport
    passes: monte_carlo.MonteCarlo | None  # of dense networks
    inspector: Inspector | None
    present: presentation.Presentation
    address: str  # of all that is shown; script makes it whole (static/js/site/print.js)
    numbers_href: str
    files: tuple[str, str, str]  # what there is to take away: its title, where it is listed, and that in words
    path: str  # of the page, below the site's own address
    action: str  # where its form is sent
    errors: tuple[str, ...]
    own: Mapping[str, object]  # of the page on which it stands (app/web/explore/stand.py)


async def made(run: Run, stand: Stand, now: Merged) -> Scene:
    """The scene of a run as it is seen now, once what it shows has been computed."""
    await whole_soon(run)
    step = now.view.step or 0
    passes = await passed(run, step, now.view.passes) if now.view.passes else None
    await stand.before(run, now.view)
    async with run.hold(step):
        return drawn(run, stand, now, passes)


def drawn(run: Run, stand: Stand, now: Merged, passes: Passes | None = None) -> Scene:
    """The same, of a run that is held."""
    view = now.view
    moment, links = seen(run, view), stand.links(run.spec, view, now.apart)
    moment.passes = passes
    form = forms.context(run.spec, moment.step, links, now.typed, now.errors, moment.rates)
    shown = None
    if view.layer is not None and view.unit is not None:
        with contextlib.suppress(LookupError):  # of a signal that has no cards none is open
            shown = inspector.context(moment, view.layer, view.unit, links)
    return Scene(
        data=scene_data(moment, view, links, transport.rate_text(view)),
        about=about.context(run.spec, bool(view.passes), stand.first),
        introduction=introduction.context(run.spec, moment.step) if run.spec.plan.columns else None,
        form=form,
        figures={id: figure.placed(moment, links, id) for id, figure in PLACED.items()},
        transport=transport.context(run, view, links, now.said),
        passes=monte_carlo.context(moment, links) if run.spec.plan.columns else None,
        inspector=shown,
        present=presentation.context(links),
        address=links.here(sample=view.sample or None),
        numbers_href=links.here("numbers", view=None, apart=None),
        files=(say("files.title"), links.here("files", view=None, apart=None), say("files.list")),
        path=links.page,
        action=links.root + links.page,
        errors=form.general,
        own=stand.own(moment, links),
    )
