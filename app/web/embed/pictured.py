"""What a link of a picture asks for: all of it that is known before anything is trained or drawn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from fastapi import Request

from app.web.embed.drawing import Picture


@dataclass(frozen=True)
class Pictured:
    """One picture, in whatever theme and size.

    file: its name without an ending. words: the same for links that show the same, and for no others. caption: under a
    printed one. link: of the page that shows it whole, at a site's address. shown: what is drawn, while it is held.
    """

    file: str
    words: str
    caption: str
    link: Callable[[str], str]
    shown: Callable[[Request], AbstractAsyncContextManager[Picture]]
