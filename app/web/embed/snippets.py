"""What is pasted into a course page, for each platform that lecturers use: a text, and what will not work there.

Widths and attributes are those that a platform keeps, as far as its sources and documentation say (docs/embedding.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from markupsafe import escape

from app.web.embed.shared import Shared
from app.web.site.public import Public, near
from app.web.words.say import say


def html(shared: Shared) -> str:
    """The frame, and the line that fits its height."""
    return shared.frame.html + (f'\n<script src="{escape(shared.script)}" defer></script>' if shared.script else "")


def jupyter(shared: Shared) -> str:
    """A cell of a notebook."""
    frame = shared.frame
    names = {"title": frame.title, "style": frame.style, "loading": "lazy", "allow": frame.allow}
    extras = [f'{name}="{escape(text)}"' for name, text in names.items() if text]
    listed = "".join(f"        {text!r},\n" for text in extras)
    return (
        "from IPython.display import IFrame\n\n"
        f"IFrame(\n    {frame.address!r},\n    width={frame.width!r},\n    height={frame.height},\n"
        f"    extras=[\n{listed}    ],\n)"
    )


def myst(shared: Shared) -> str:
    """A directive of MyST Markdown, which has a share of the column for a width, and no height."""
    return f"```{{iframe}} {shared.frame.address}\n:width: 100%\n:title: {shared.frame.title}\n```"


def quarto(shared: Shared) -> str:
    """A block of HTML."""
    return f"```{{=html}}\n{html(shared)}\n```"


def markdown(shared: Shared) -> str:
    """The picture, which leads to the live figure."""
    alt = shared.alt.replace("[", "(").replace("]", ")")
    return f"[![{alt}]({shared.picture})]({shared.live})"


def replay(shared: Shared) -> str:
    """The frame of the file, which lies beside the page."""
    return replace(shared.frame, address=shared.file).html


SNIPPETS: Mapping[str, Callable[[Shared], str]] = {
    "html": html,
    "jupyter": jupyter,
    "myst": myst,
    "quarto": quarto,
    "moodle": lambda shared: shared.frame.html,
    "canvas": lambda shared: shared.frame.html,
    "markdown": markdown,
    "link": lambda shared: shared.live,
    "replay": replay,
}
SCRIPTED = ("html", "quarto")  # platforms that keep a line of script
STANDING = ("markdown", "link", "replay")  # what has no frame of this server in it


def warnings(to: str, site: Public, frame_ancestors: str) -> tuple[str, ...]:
    """What will not work: on the platform, and from this address."""
    found = [say(f"share.but.{to}")]
    if to == "replay":
        return tuple(found)
    if not site.reachable:
        found.append(say("share.here alone", address=site.address))
    else:
        found += [say("share.plain http", address=site.address)] if site.address.startswith("http:") else []
        found += [say("share.near", address=site.address)] if near(site.address) else []
    if frame_ancestors != "*" and to not in STANDING:
        found.append(say("share.framed", pages=frame_ancestors))
    return tuple(found)
