"""The page that a preview program gets in place of a figure's: made of the link, so that nothing is trained for it."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from app.web.preview.card import Card
from app.web.site.templates import drawn

VARY = {"vary": "User-Agent, Sec-Fetch-User"}  # what `is_crawler` goes by


def page_of(card: Card) -> HTMLResponse:
    """Title, sentence, picture and address."""
    return HTMLResponse(drawn("preview/page.html", card=card), headers=VARY)
