"""The style of a picture: the rules of its marks with every colour written out.

Pages take their colours from custom properties (static/css/site.css), which programs that convert an SVG do not know.
So they are put in here, for a theme; each stays written once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from app.resources import static_dir
from app.web.site.styles import ASKED, Theme

SHEETS = ("marks", "picture")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKENS = re.compile(r"(?:@media ([^{]+?)\s*\{\s*)?:root\s*\{([^{}]*)\}")
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
RULE = re.compile(r"[^{}]+\{[^{}]*\}")
USE = re.compile(r"var\(--([\w-]+)\)")
SPACE = re.compile(r"\s*([{}:;,])\s*|\s+")


@cache
def style(theme: Theme, printed: bool = False) -> str:
    """A sheet without variables. Of "auto", what is dark follows as the reader's system says, for who asks it."""
    if theme != "auto":
        return "".join(_rules(theme == "dark", printed))
    light, dark = _rules(False, printed), _rules(True, printed)
    other = "".join(theirs for ours, theirs in zip(light, dark, strict=True) if ours != theirs)
    return f"{''.join(light)}@media {ASKED}{{{other}}}"


@cache
def tokens(dark: bool, printed: bool = False) -> Mapping[str, str]:
    """The custom properties of a theme, by name."""
    text = "".join(_sheet(name) for name in ("site", "picture"))
    asked = ["", *([ASKED] if dark else []), *(["print"] if printed and not dark else [])]
    blocks = [(media, dict(TOKEN.findall(body))) for media, body in TOKENS.findall(text)]
    return {name: value for ask in asked for media, block in blocks if media == ask for name, value in block.items()}


def _rules(dark: bool, printed: bool) -> list[str]:
    values = tokens(dark, printed)
    text = TOKENS.sub("", "".join(map(_sheet, SHEETS)))
    return [_short(USE.sub(lambda use: values[use[1]], rule)) for rule in RULE.findall(text)]


def _sheet(name: str) -> str:
    return COMMENT.sub("", (static_dir() / "css" / f"{name}.css").read_text(encoding="utf-8"))


def _short(rule: str) -> str:
    return SPACE.sub(lambda space: space[1] or " ", rule).strip()
