"""GET /share/code: the link of a moment as a code to scan, with the address that others can open it at. Nothing is
trained for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.runs.spec.run_spec import RunSpec
from app.web.address import form_link
from app.web.address.query import View, read_query
from app.web.methods.links import links_beside
from app.web.site.public import opened_at, public
from app.web.site.qr import Code, qr_code
from app.web.site.received import received
from app.web.site.templates import page, wants_fragment
from app.web.words.say import say

router = APIRouter(include_in_schema=False)
ROOT = "../"  # from /share/code to the site's own address


@dataclass(frozen=True)
class Shared:
    """All that templates/embed/code.html draws. shown: the address as it is typed; message: why there is no code."""

    title: str
    moment: str
    shown: str
    reachable: bool
    code: Code | None
    alt: str
    message: str
    back: str


@router.get("/share/code")
async def code(request: Request) -> Response:
    """A fragment for the presentation of Explore, or a page of its own."""
    spec, view = read_query(form_link.joined(received(request.scope)))
    shared = context(request, spec, view)
    if wants_fragment(request):
        return page("embed/code.html", shared=shared)
    return page("embed/code_page.html", shared=shared, root=ROOT)


def context(request: Request, spec: RunSpec, view: View) -> Shared:
    """The code of a run at the view's step, as anybody sees it: out of presentation."""
    step = view.step or 0
    site, reachable = public(request, opened_at(request).removesuffix(view.page))
    address = _link(spec, replace(view, step=step, present=False), site)
    shown = address.partition("://")[2]
    made = qr_code(address) if reachable else None
    return Shared(
        title=say("code.title"),
        moment=say("code.moment", step=step),
        shown=shown,
        reachable=reachable,
        code=made,
        alt=say("code.alt", address=address),
        message="" if made else _why_none(site, address, reachable),
        back=_link(spec, replace(view, step=step), ROOT),
    )


def _link(spec: RunSpec, view: View, root: str) -> str:
    """As short as it can be: what is usual is left out."""
    links = links_beside(spec, view, root)
    return links.here(sample=view.sample or None, layer=view.layer, unit=view.unit)


def _why_none(site: str, address: str, reachable: bool) -> str:
    if reachable:
        return say("code.long", count=f"{len(address):,}")
    return say("code.here alone", address=urlsplit(site).netloc)
