"""Replays: a figure as one file with all its moments inside, which plays from a disk as it does from any server.

A file says itself what it shows: when it is passed on it loses its address. It asks nobody for anything, and its policy
says so to the browser.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from app.resources import static_dir
from app.runs.serving.store import Store
from app.web.embed.alone import policy
from app.web.embed.program import program
from app.web.site.styles import Theme
from app.web.site.templates import drawn

SIZE_MAX = 1_000_000  # bytes of a file
Tell = Callable[[str, float], None]  # what is done now, and which share of it is


class Page(NamedTuple):
    """A file, and the policy that it names itself, for a server to name as well."""

    text: str
    policy: str


@dataclass(frozen=True)
class Replay:
    """A file that can be made. made_of: what decides its bytes, besides this program."""

    made_of: tuple[str, ...]
    make: Callable[[Store, Tell], Awaitable[Page]]

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(repr((program(), *self.made_of)).encode()).hexdigest()[:16]}"'


def silent(_what: str, _share: float) -> None:
    """Tells nobody."""


def file_of(title: str, theme: Theme, body: Markup, script: str, style: str, inside: Mapping[str, str]) -> Page:
    """The whole file. inside: texts for its script, by their ids."""
    own = policy(script, style)
    parts = {"body": body, "script": Markup(script), "style": Markup(style), "inside": inside, "icon": _icon()}
    return Page(str(drawn("embed/replay.html", title=title, theme=theme, policy=own, **parts)), own)


@cache
def _icon() -> str:
    svg = (static_dir() / "icon.svg").read_bytes()
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
