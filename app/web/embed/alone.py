"""What a page needs that stands alone: everything inside, nothing asked for, and no link that leads nowhere."""

from __future__ import annotations

import base64
import hashlib
import re

from app.web.figures.picture import Scale, drawn

PICTURE = re.compile(r"(?:\.\.?/)*picture/(light|dark|ink)/(\d+)/([\w-]+)\.png")
LINK = re.compile(r"<a\b[^>]*>")
HREF = re.compile(r'\s(?:href|data-link|data-with|data-edit)="[^"]*"')
MOVES = re.compile(r'\s(?:data-act|data-by)="|\sclass="row\b')  # links that script takes for buttons
FORM = re.compile(r'(<form\b[^>]*?)\saction="[^"]*"')
WITHOUT_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
OUT = re.compile(r'\shref="https?://')  # to a server that is known to be reached from elsewhere
HERE = "#scene"


def alone(html: str) -> str:
    """A part of a page without addresses of this server: pictures are inside, links that script takes for buttons lead
    to the figure itself, and others are links no more."""
    html = PICTURE.sub(lambda found: _inside(*found.groups()), html)  # type: ignore[arg-type]
    html = LINK.sub(lambda found: _link(found[0]), html)
    return WITHOUT_SCRIPT.sub("", FORM.sub(r"\1", html))


def policy(script: str, style: str) -> str:
    """The content security policy of a page with this script and this style inside, which may ask for nothing."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _link(tag: str) -> str:
    if OUT.search(tag):
        return tag
    href = f' href="{HERE}"' if MOVES.search(tag) and HREF.search(tag) else ""
    return f"{HREF.sub('', tag)[:-1]}{href}>"


def _inside(scale: Scale, width: str, text: str) -> str:
    return f"data:image/png;base64,{base64.b64encode(drawn(scale, int(width), text)).decode()}"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
