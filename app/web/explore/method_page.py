"""`/methods/<name>` and `/why/<name>`: Explore's scene on the page of a method or a reason
(`app/web/methods/catalogue.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.address.query import View
from app.web.explore.answer import answered
from app.web.explore.stand import Stand
from app.web.methods import introduction
from app.web.methods.catalogue import BY_PATH, Page, home, run_of
from app.web.methods.links import filled, links_of
from app.web.moment import Moment

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class MethodStand(Stand):
    """The page of a method or a reason."""

    of: Page

    scene = "methods/scene.html"
    page = "methods/page.html"

    @property
    def first(self) -> RunSpec | None:
        return run_of(self.of)

    def links(self, spec: RunSpec, view: View, apart: bool = False) -> Links:
        return links_of(self.of, spec, view, apart)

    def filled(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return filled(self.of, pairs)

    def home(self, spec: RunSpec, view: View) -> Stand:
        return MethodStand(home(spec, view, self.of) or self.of)

    def own(self, moment: Moment, links: Links) -> Mapping[str, object]:
        made = (section(moment, links) for section in self.of.sections)
        sections = tuple(replace(of, csv={name: _csv(name, links) for name in of.tables}) for of in made)
        return {"introduction": introduction.context(self.of, links), "sections": sections}

    async def before(self, run: Run, view: View) -> None:
        for needed in self.of.before:
            await needed(run, view)


def _csv(name: str, links: Links) -> str:
    return links.here(f"figure/{name}.csv", view=None, apart=None, present=None)


@router.get("/methods/{name}")
async def method(name: str, request: Request) -> Response:
    """The page, or for htmx its #scene."""
    return await _answered(request, f"methods/{name}")


@router.get("/why/{name}")
async def why(name: str, request: Request) -> Response:
    """The same of a reason."""
    return await _answered(request, f"why/{name}")


async def _answered(request: Request, path: str) -> Response:
    if path not in BY_PATH:
        raise HTTPException(404)
    return await answered(request, MethodStand(BY_PATH[path]))
