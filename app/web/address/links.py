"""Links from what is on screen to what is next to it: another sample, a toggled place, new masks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from app.runs.spec.run_spec import RunSpec
from app.web.address.edits import merged
from app.web.address.neurons import names_of
from app.web.address.query import COUNTED, View

ROOT = "./"  # from a page to the site's own address, which may be any (app/web/site/prefix.py)


@dataclass(frozen=True)
class Links:
    """Addresses relative to one spec and view. `apart` asks for a slider for each place, `root` leads from the page
    that holds them to the site's own address; `page` is where that page lies below it, and `more` what its links say
    beside run and view."""

    spec: RunSpec
    view: View
    apart: bool = False
    root: str = ROOT
    page: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def here(self, path: str | None = None, **view: str | int | None) -> str:
        """What is on screen, some view parameters replaced (None takes one away); `sample` and `unit` are indices.

        path: below the site's own; the page's where it is left out.
        """
        given: dict[str, str | int | None] = {"step": self.view.step, "sample": self.view.sample}
        given |= self._looks() | view | (dict(self.more) if path is None else {})
        return to(
            self.root + (self.page if path is None else path),
            self.spec.query(),
            {name: text for name, text in given.items() if text is not None},
        )

    def short(self, **view: str | int | None) -> str:
        """The same without what goes without saying: step 0, and the first sample."""
        given: dict[str, str | int | None] = {"step": self.view.step or None, "sample": self.view.sample or None}
        return self.here(None, **(given | view))

    def seen(self) -> tuple[tuple[str, str], ...]:
        """What `here` says beside the run, as the fields of a form have it."""
        run, here = self.spec.query(), self.here(apart=None).partition("?")[2]
        return tuple(parse_qsl(here.removeprefix(run), keep_blank_values=True))

    def after(self, *edits: str) -> str:
        """The run that these edits of a hand lead to, seen in the same way."""
        now = merged(self.spec, self.view, self.apart, edits)
        return replace(self, spec=now.spec, view=now.view, apart=now.apart).here()

    def toggled(self, place: int) -> str:
        """The run with dropout at this place where there is none, or without."""
        return self.after(f"place:{'-' if place in self.spec.place else '+'}{place}")

    def _looks(self) -> dict[str, str | None]:
        return {
            "view": "backward" if self.view.view == "backward" else None,
            "passes": str(self.view.passes) if self.view.passes else None,
            "cut": ",".join(str(block + 1) for block in self.view.cut) or None,
            "off": names_of(self.view.off) or None,
            "apart": "1" if self.apart else None,
            "present": "1" if self.view.present else None,
        }


def to(path: str, query: str, view: Mapping[str, str | int]) -> str:
    """An address with the canonical words of a run first. The indices `sample` and `unit` are counted from 1 there."""
    parts = [query, *(f"{name}={_said(name, value)}" for name, value in view.items())]
    joined = "&".join(part for part in parts if part)
    return f"{path}?{joined}" if joined else path


def _said(name: str, value: str | int) -> str:
    return str(value + 1 if name in COUNTED and isinstance(value, int) else value)
