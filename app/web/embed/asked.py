"""What a link of a picture says beside the run and the view: in which theme, how large, and whether for print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.link import SpecError
from app.runs.spec.reading import choice
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
    texts: dict[str, str] = {}
    faults: dict[str, Fault] = {}
    rest = []
    for name, text in pairs:
        if name not in FIELDS:
            rest.append((name, text))
        elif name in texts:
            faults[name] = Fault("repeated", FIELDS[name])
        else:
            texts[name] = text
    for name, text in texts.items():
        try:
            texts[name] = choice(FIELDS[name], text)
        except Fault as fault:
            faults.setdefault(name, fault)
    if faults:
        raise SpecError(faults)
    theme = next(theme for theme in THEMES if theme == texts.get("theme", "light"))
    return Asked(theme, texts.get("print") == "1", int(texts.get("scale", "1"))), rest
