"""*What it is called elsewhere*: names in libraries and where they mislead, a program to copy, papers, the notebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.web.address.links import Links
from app.web.methods.library import Library, of
from app.web.methods.snippets import Snippet, snippets
from app.web.moment import Moment
from app.web.section import Section


@dataclass(frozen=True)
class Elsewhere:
    """All that templates/methods/elsewhere.html draws."""

    library: Library
    programs: tuple[Snippet, ...]  # with the settings of the run


def section_of(page: str) -> Callable[[Moment, Links], Section]:
    """The section of a page, by its name."""

    def section(moment: Moment, links: Links) -> Section:
        passes = {"passes": links.view.passes} if links.view.passes else {}
        programs = snippets(page, moment.run.spec, moment.step, **passes)
        return Section("methods/elsewhere.html", "elsewhere", Elsewhere(of(page), programs))

    return section
