"""Notes and warnings on a run's settings, in words."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from app.runs.scenes.caveats import Note
from app.runs.spec.reading import number_text
from app.web.words.say import say


def said(note: Note) -> str:
    """The sentence of a note, its facts as they are written."""
    facts = {name: _WRITTEN[name](value) if name in _WRITTEN else value for name, value in note.facts.items()}
    return say(f"caveat.{note.kind}", **facts)


def _percent(share: float) -> str:
    """Two digits, or four near 100 %, which only the whole is."""
    return f"{math.floor(1e4 * share) / 100:g} %" if share >= 0.99 else f"{100 * share:.2g} %"


def _layer(position: int) -> str:
    return say("caveat.a layer", number=position) if position else say("caveat.the input")


_WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "p": number_text,
    "share": _percent,
    "layer": _layer,
    "count": "{:.2g}".format,
    "usual": "{:g}".format,
}
