"""Jinja2: every page and fragment is rendered here, with nothing undefined and everything escaped."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.resources import templates_dir
from app.web.words.prose import prose
from app.web.words.say import theme

VARY = {"vary": "HX-Request, HX-History-Restore-Request"}  # what `wants_fragment` goes by
HTMX_CONFIG = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "defaultSettleDelay": 0,  # a key pressed right after a swap is for the new figure
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "scrollIntoViewOnBoost": False,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "422", "swap": True},
        {"code": "...", "swap": False, "error": True},
    ],
}


@cache
def environment() -> Environment:
    """The templates of this installation."""
    found = Environment(
        loader=FileSystemLoader(templates_dir()), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    found.filters["prose"] = prose
    found.globals["htmx_config"] = json.dumps(HTMX_CONFIG)
    found.globals["root"] = root_from("/")
    found.globals["script_texts"] = script_texts
    return found


def root_from(path: str) -> str:
    """From a page to the site's own address: relative, since a proxy may have put anything before it."""
    return "../" * (path.count("/") - 1) or "./"


def drawn(name: str, **contexts: Any) -> Markup:
    """A template with its dataclasses."""
    return Markup(environment().get_template(name).render(**contexts))


def page(name: str, status: int = 200, headers: dict[str, str] | None = None, **contexts: Any) -> HTMLResponse:
    """The same as an answer. It differs for htmx, so caches must tell them apart."""
    return HTMLResponse(drawn(name, **contexts), status, {**VARY, **(headers or {})})


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a part of the page, and not for history that it has lost."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def script_texts() -> Markup:
    """What script says while the server does not, as JSON."""
    return script_json(json.dumps(theme("script"), ensure_ascii=False, separators=(",", ":")))


def script_json(text: str) -> Markup:
    """JSON that may stand inside a <script type="application/json">."""
    return Markup(text.replace("<", "\\u003c"))
