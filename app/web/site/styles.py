"""Style sheets sent as one file, in the theme that a link asks for.

The sheets follow the reader's system (`prefers-color-scheme`). Where a link decides for light or dark, what they ask of
the system is answered here, so that each colour stays written once (static/css/site.css).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.resources import static_dir
from app.web.site.bundle import Script, sent

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
ASKED = "(prefers-color-scheme: dark)"
BOTH = "color-scheme: light dark"
ENTRIES: Mapping[str, Sequence[str]] = {
    "explore": ("site", "explore", "controls", "marks", "figures", "nets", "present"),
    "methods": (
        "site",
        "explore",
        "controls",
        "marks",
        "figures",
        "nets",
        "present",
        "methods",
        "subnetworks",
        "neurons",
    ),
    "methods-table": ("site", "methods_table"),
    "practice": ("site", "practice"),
    "experiment": ("site", "controls", "experiments", "results"),
    "embed": ("site", "controls", "marks", "figures", "nets", "embed"),
    "replay": ("site", "controls", "marks", "figures", "nets", "embed", "replay"),
    "replay-layer": ("site", "one_layer", "embed", "embed_layer", "replay"),
    "embed-layer": ("site", "one_layer", "embed", "embed_layer"),
}


def decided(text: str, theme: Theme) -> str:
    """A style sheet or a page in which a theme stands for what the reader's system says."""
    if theme == "auto":
        return text
    answer = "all" if theme == "dark" else "not all"
    return text.replace(ASKED, answer).replace(BOTH, f"color-scheme: {theme}")


@cache
def joined(entry: str, theme: Theme) -> Script:
    """The sheets of an entry, one after the other."""
    folder = static_dir() / "css"
    text = "".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in ENTRIES[entry])
    text = decided(text, theme)
    return Script(text, f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"')


def routes() -> APIRouter:
    """`/styles/<entry>.css`, with `?theme=light` or `dark` where a link decides."""
    router = APIRouter(include_in_schema=False)

    @router.get("/styles/{entry}.css")
    async def sheet(entry: str, request: Request, theme: Theme = "auto") -> Response:
        if entry not in ENTRIES:
            return Response("no such style sheet", 404, media_type="text/plain")
        return sent(joined(entry, theme), "text/css", request)

    return router
