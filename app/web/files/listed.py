"""What there is to take away of a run, as a page shows it: two programs to copy, its numbers, its tables."""

from __future__ import annotations

from dataclasses import dataclass

from app.runs.spec.link import SpecError
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.files.tables import TABLES
from app.web.files.written import LIBRARIES, written
from app.web.words.faults import said
from app.web.words.say import say


@dataclass(frozen=True)
class Copied:
    """A program. code: "" where there is none, and `why` not; href: of its file."""

    name: str
    title: str
    copy: str
    code: str
    why: str
    href: str


@dataclass(frozen=True)
class Files:
    """All that templates/files/files.html draws. numbers, tables: (address, what it is)."""

    title: str
    says: str
    programs: tuple[Copied, ...]
    numbers: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, str], ...]
    tabled: str
    back: str


def context(spec: RunSpec, links: Links, site: str) -> Files:
    """Of a run; site: the address that its programs name."""
    return Files(
        title=say("files.title"),
        says=say("files.says"),
        programs=tuple(_copied(spec, name, links, site) for name in LIBRARIES),
        numbers=tuple((_href(links, f"run.{kind}"), say(f"files.{kind}")) for kind in ("npz", "json")),
        tables=tuple(
            (_table(links, name), say(f"files.table.{name}"))
            for name, of in TABLES.items()
            if of.holds(spec, links.view)
        ),
        tabled=say("files.tables", step=links.view.step or 0, sample=links.view.sample + 1),
        back=links.here(),
    )


def _copied(spec: RunSpec, name: str, links: Links, site: str) -> Copied:
    code, why = "", ""
    try:
        code = written(spec, name, site)
    except SpecError as error:
        why = " ".join(said(fault, page=True) for fault in error.faults.values())
    library = LIBRARIES[name]
    href = _href(links, f"program/{name}.py")
    return Copied(name, say("files.in", library=library), say("files.copy", library=library), code, why, href)


def _table(links: Links, name: str) -> str:
    return links.here(f"figure/{name}.csv", view=None, apart=None, present=None)


def _href(links: Links, path: str) -> str:
    """Of a file of the whole run, whatever is seen of it."""
    return links.here(path, step=None, sample=None, view=None, passes=None, cut=None, apart=None, present=None)
