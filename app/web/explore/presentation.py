"""Explore for a projector: the ways in and out, and to the code of the moment on screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.web.address.links import Links


@dataclass(frozen=True)
class Presentation:
    """All that templates/explore/present.html draws: whether it is on, and where its links lead."""

    on: bool
    enter: str
    leave: str
    code: str


def context(links: Links) -> Presentation:
    """The same moment in presentation and out of it."""
    view = replace(links.view, step=links.view.step or 0)
    here = replace(links, view=view)
    return Presentation(view.present, here.here(present="1"), here.here(present=None), here.here("share/code"))
