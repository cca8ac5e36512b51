"""A figure as an SVG that stands alone: with its own style, its sentence, its legend and a text alternative.

It draws the same marks as the page, by the same templates (templates/figures/), laid out at places of its own
(templates/pictures/). What is delivered has neither script nor variables nor foreign elements nor an address of another
file, so that browsers, drawing programs and converters show the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.web.embed.flat import Plot
from app.web.embed.lettering import Lettering
from app.web.embed.plain import style
from app.web.embed.sheet import Sheet
from app.web.figures.picture import data_address
from app.web.figures.told import Told
from app.web.site.qr import Code
from app.web.site.styles import Theme
from app.web.site.templates import environment


@dataclass(frozen=True)
class Print:
    """What is said under a printed picture. code: of the link; None where it cannot be scanned, or only this machine
    could open it."""

    caption: str
    link: str
    code: Code | None
    why_none: str


@dataclass(frozen=True)
class Picture:
    """All that templates/pictures/picture.svg draws, of whatever figure. template: the figure's own, for `shows`."""

    template: str
    shows: object
    title: str
    told: Told
    theme: Theme = "light"
    print: Print | None = None


def svg(picture: Picture, letters: Lettering) -> str:
    """The picture, for who has such fonts."""
    looks = Markup(style(picture.theme, picture.print is not None))
    template = environment().get_template("pictures/picture.svg")
    return template.render(picture=picture, sheet=Sheet(letters), style=looks, data=data_address, plot=Plot)
