"""A section of a page: what is a method's or a reason's own, beside Explore's scene."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import Moment


@dataclass(frozen=True)
class Section:
    """Drawn under the figure: `{% with section = … %}{% include section.template %}{% endwith %}`. It is renewed with
    the scene, whenever the picture rests; without script it is whole."""

    template: str
    id: str
    shows: object


SectionOf = Callable[[Moment, Links], Section]  # of a run at a step for a sample; takes the server's loop no 5 ms
Before = Callable[[Run, View], Awaitable[None]]  # what a section needs and takes longer: computed in turns, and kept
