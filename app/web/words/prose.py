"""Our own texts with code and mathematics in them: `backward` as code, $y = x \\cdot m$ as MathML."""

from __future__ import annotations

import re
from functools import lru_cache

from latex2mathml.converter import convert
from markupsafe import Markup, escape

_PARTS = re.compile(r"`([^`]+)`|\$([^$]+)\$")


@lru_cache(maxsize=4096)
def math(latex: str) -> Markup:
    """Our own LaTeX, with numbers only put in, as MathML. A division on one line is set close, as in print."""
    return Markup(convert(latex).replace("<mo>&#x0002F;", '<mo lspace="0" rspace="0">&#x0002F;'))


def prose(text: str) -> Markup:
    """The text, escaped, with what stands between backticks as code and between dollar signs as mathematics."""
    done, parts = 0, []
    for found in _PARTS.finditer(text):
        parts.append(escape(text[done : found.start()]))
        parts.append(Markup("<code>{}</code>").format(found[1]) if found[1] else math(found[2]))
        done = found.end()
    return Markup("").join([*parts, escape(text[done:])])
