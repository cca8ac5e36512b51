"""How what an experiment's form sends becomes a link.

A form sends every field. Where a choice changes on which others hang (the data, the network, the method, what varies),
those that are as they were go with it: they were of what was before.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.runs.nets.methods import METHODS, own_settings
from app.runs.nets.parts import NETS, net_settings
from app.runs.spec.fields import FIELDS
from app.runs.spec.reading import as_typed

Pair = tuple[str, str]
MARK = "form"
OF_NET = {name for net in NETS.values() for name in net_settings(net)} | {"place", "p", "method"}
OF_METHOD = {name for method in METHODS.values() for name in own_settings(method)}
HANGS = {
    "data": set(FIELDS) - {"data"},
    "net": OF_NET | OF_METHOD,
    "method": OF_METHOD,
    "over": {"values"},
    "by": {"panels"},
}


def is_form(pairs: Iterable[Pair]) -> bool:
    """Whether these come from the form and not from a link."""
    return any(name == MARK for name, _ in pairs)


def joined(pairs: Iterable[Pair]) -> list[Pair]:
    """What a form sends, as a link holds it; a link that is no form comes back as it is."""
    pairs = list(pairs)
    if not is_form(pairs):
        return pairs
    was = {name.removesuffix(".was"): text for name, text in pairs if name.endswith(".was")}
    now = {name: _typed(name, text) for name, text in pairs if name != MARK and not name.endswith(".was")}
    changed = {name for name, text in was.items() if now.get(name, text) != text}
    gone = {name for of in changed & HANGS.keys() for name in HANGS[of]} - (changed & {"values", "panels"})
    if now.get("by") == "none" and "panels" not in changed:
        gone.add("panels")
    return [(name, text) for name, text in now.items() if name not in gone]


def _typed(name: str, text: str) -> str:
    """What was typed, as a link writes it where the field holds one number."""
    return as_typed(text) if name in FIELDS and FIELDS[name].kind in ("number", "whole") else text.strip()
