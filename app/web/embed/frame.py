"""The frame that holds a figure in somebody else's page, as HTML."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.site.public import near
from app.web.site.styles import Theme
from app.web.site.templates import drawn

WIDTH = 700  # for which the catalogue says how high a figure's frame is
COLUMN = "100%"  # as wide as what it stands in


@dataclass(frozen=True)
class Frame:
    """address: whole; width: in pixels, or COLUMN; theme: as the figure has it."""

    address: str
    title: str
    width: int | str
    height: int
    theme: Theme

    @property
    def style(self) -> str:
        """Where the colour schemes of a frame and of its page differ, a browser puts a white ground behind it."""
        scheme = "" if self.theme == "auto" else f"; color-scheme: {self.theme}"
        return f"border: 0; max-width: 100%{scheme}"

    @property
    def allow(self) -> str:
        """What a page must grant to a frame whose server is on the reader's own machine or network; else ""."""
        return "local-network-access" if near(self.address) else ""

    @property
    def html(self) -> str:
        """For the source of a page."""
        return str(drawn("embed/frame.html", frame=self)).strip()
