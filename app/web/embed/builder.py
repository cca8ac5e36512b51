"""GET /share: how a figure gets into a course page. What is chosen, a live preview, and what to paste, by platform.

A form that works without script; with it, each change is shown at once (static/js/embed/share.js). No run is opened:
all is made of the link alone, and the preview is the very embed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.runs.spec.faults import Fault
from app.web.address import form_link
from app.web.embed.allowed import CONTROLS
from app.web.embed.catalogue import EMBEDS
from app.web.embed.frame import COLUMN, Frame
from app.web.embed.linked import Linked, linked_of
from app.web.embed.shared import address, shared_of
from app.web.embed.snippets import SCRIPTED, SNIPPETS, warnings
from app.web.embed.wanted import PLATFORMS, Wanted, is_own, read_wanted
from app.web.explore.transport import RATES
from app.web.site.public import asked, opened_at, public
from app.web.site.received import received
from app.web.site.styles import THEMES
from app.web.site.templates import drawn, page, wants_fragment
from app.web.words.faults import said
from app.web.words.names import within
from app.web.words.say import say

router = APIRouter(include_in_schema=False)
ROOT, PAGE = "./", "share"
LINE = 90  # letters of a snippet that stand in a line
OF = "of"  # says in a form of which page its link is


@dataclass(frozen=True)
class Choice:
    """One value that a control offers; idle: it has nothing to do in the figure that is chosen."""

    value: str
    title: str
    chosen: bool
    idle: bool = False


@dataclass(frozen=True)
class Typed:
    """A text field: what it holds, what holds while it is empty, and what is wrong with it."""

    value: str
    usual: str
    error: str


@dataclass(frozen=True)
class Share:
    """All that templates/embed/share.html draws."""

    address: str  # of this page, with all that is chosen
    site: str  # what the server believes of its own address; "" where it was told
    linked: Linked
    live: str  # where what is shown is chosen
    rest: tuple[tuple[str, str], ...]  # of the link, what the form has no field for
    figures: tuple[Choice, ...]
    controls: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    rates: tuple[Choice, ...]
    platforms: tuple[Choice, ...]
    wanted: Wanted
    scripted: bool  # whether the platform keeps a line of script
    width: Typed
    height: Typed
    preview: Frame
    picture: str  # in place of the preview, where there is no frame
    how: str
    snippet: str
    rows: int  # lines that it takes
    file: tuple[str, str]  # address and name of a file to download, where there is one
    warnings: tuple[str, ...]
    shown: str
    errors: tuple[str, ...]


@router.get("/share")
async def share(request: Request) -> Response:
    """The builder, or for script its #share. What is wrong is told, with status 422, and the usual stands in for it."""
    sent = received(request.scope)
    form, texts = form_link.is_form(sent), dict(sent)
    wanted, faults = read_wanted(sent, form)
    link = [pair for pair in sent if not is_own(pair[0]) and pair[0] not in ("form", OF)]
    if form and texts.get(OF, "") != EMBEDS[wanted.figure].page:
        link = []  # of another page's figure: there is nothing of it here
    linked = linked_of(wanted.figure, link)
    if form and not (faults or linked.faults or wants_fragment(request)):
        return RedirectResponse(address(ROOT + PAGE, linked.now.query, wanted.pairs()), 303)
    shown = _shown(request, linked, wanted, texts, faults)
    status = 422 if faults or linked.faults else 200
    if wants_fragment(request):
        return page("embed/share.html", status, share=shown)
    return page("embed/share_page.html", status, share=drawn("embed/share.html", share=shown))


@router.get("/share/quiz.html")
async def quiz(request: Request) -> Response:
    """A page of a course, to be opened from anywhere: it asks something of a figure, and listens to it."""
    text = drawn("embed/quiz.html", site=public(request).address)
    headers = {"content-disposition": 'attachment; filename="quiz.html"'}
    return Response(text, media_type="text/html; charset=utf-8", headers=headers)


def _shown(
    request: Request, linked: Linked, wanted: Wanted, texts: Mapping[str, str], faults: Mapping[str, Fault]
) -> Share:
    site, embed = public(request, opened_at(request).removesuffix(PAGE)), EMBEDS[wanted.figure]
    shared, here = shared_of(linked, wanted, site.address), shared_of(linked, wanted, ROOT)
    told = {name: said(fault, page=True) for name, fault in faults.items()}
    snippet, rate = SNIPPETS[wanted.to](shared), linked.rate or ""

    def typed(name: str, value: int | None, usual: str = "") -> Typed:
        return Typed(texts[name][:20] if name in told else str(value or ""), usual, told.pop(name, ""))

    return Share(
        address=address(ROOT + PAGE, linked.now.query, wanted.pairs()),
        site="" if request.app.state.public_url else asked(request),
        linked=linked,
        live=here.live,
        rest=tuple(pair for pair in parse_qsl(linked.now.query, keep_blank_values=True) if pair[0] != "rate"),
        figures=tuple(Choice(name, one.title, name == wanted.figure) for name, one in EMBEDS.items()),
        controls=tuple(
            Choice(name, say(f"share.may.{name}"), name in wanted.allowed.controls, name not in embed.controls)
            for name in CONTROLS
        ),
        themes=tuple(Choice(name, say(f"share.theme.{name}"), name == wanted.allowed.theme) for name in THEMES),
        rates=tuple(Choice(one, one, one == rate) for one in (RATES if rate in (*RATES, "") else (*RATES, rate))),
        platforms=tuple(Choice(name, say(f"share.to.{name}"), name == wanted.to) for name in PLATFORMS),
        wanted=wanted,
        scripted=wanted.to in SCRIPTED,
        width=typed("width", wanted.width),
        height=typed("height", wanted.height, str(embed.height)),
        preview=here.frame,
        picture=here.picture if wanted.to == "markdown" else "",
        how=say(f"share.how.{wanted.to}"),
        snippet=snippet,
        rows=sum(1 + len(line) // LINE for line in snippet.splitlines()),
        file=(here.replay, here.file) if wanted.to == "replay" else ("", ""),
        warnings=warnings(wanted.to, site, request.app.state.frame_ancestors),
        shown=_line(wanted, here.frame),
        errors=(*told.values(), *map(said, linked.faults.values())),
    )


def _line(wanted: Wanted, frame: Frame) -> str:
    """What has changed, to who cannot see it."""
    width = say("share.column") if frame.width == COLUMN else frame.width
    figure, platform = within(EMBEDS[wanted.figure].title), say(f"share.to.{wanted.to}")
    return say("share.shown", figure=figure, platform=platform, width=width, height=frame.height)
