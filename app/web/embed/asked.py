"""What a link of a picture says beside the run and the view: in which theme, how large, and whether for print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.runs.spec.fields import Field
from app.web.address.choices import read_choices
from app.web.site.styles import THEMES, Theme

SCALES = ("1", "2")
_TABLE = (
    Field("theme", "choice", choices=THEMES),
    Field("print", "choice", choices=("0", "1")),
    Field("scale", "choice", choices=SCALES),
)
FIELDS = {field.name: field for field in _TABLE}


@dataclass(frozen=True)
class Asked:
    """printed: with caption, link and code; scale: of a PNG."""

    theme: Theme = "light"
    printed: bool = False
    scale: int = 1

    def words(self) -> str:
        """Different for all that differ."""
        return f"{self.theme} {self.printed} {self.scale}"


def read_asked(pairs: Iterable[tuple[str, str]]) -> tuple[Asked, list[tuple[str, str]]]:
    """(what is asked for, the rest of the link). Raises: SpecError with a fault for each name that is wrong."""
    named, rest = read_choices(FIELDS, pairs)
    theme = next(theme for theme in THEMES if theme == named.get("theme", ["light"])[0])
    return Asked(theme, named.get("print") == ["1"], int(named.get("scale", ["1"])[0])), rest
