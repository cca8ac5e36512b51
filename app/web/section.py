"""A section of a page: what is a method's or a reason's own, beside Explore's scene."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.runs.log.run import Run
from app.web.address.links import Links
from app.web.address.query import View
from app.web.moment import Moment


class Table(NamedTuple):
    """The numbers of a section or a figure, with all their digits."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


@dataclass(frozen=True)
class Section:
    """Drawn under the figure: `{% with section = … %}{% include section.template %}{% endwith %}`. It is renewed with
    the scene, whenever the picture rests; without script it is whole.

    tables: its numbers, made when they are asked for, by their names in addresses; csv: the addresses of these. What
    its template does not link (templates/methods/csv.html) is linked under it."""

    template: str
    id: str
    shows: object
    tables: Mapping[str, Callable[[], Table]] = field(default_factory=dict)
    csv: Mapping[str, str] = field(default_factory=dict)


SectionOf = Callable[[Moment, Links], Section]  # of a run at a step for a sample; takes the server's loop no 5 ms
Before = Callable[[Run, View], Awaitable[None]]  # what a section needs and takes longer: computed in turns, and kept
