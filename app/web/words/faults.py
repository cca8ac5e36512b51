"""What a reader is told of a fault, and a link or a program: one sentence, with the names that suit who hears it.

A page names a setting by its label, as "Learning rate"; where a link or a program is answered, the link's own name
comes with it: "Learning rate (lr)".
"""

from __future__ import annotations

from app.runs.spec.faults import Fault, cut, quoted
from app.runs.spec.fields import FIELDS
from app.runs.spec.link import SpecError
from app.web.words.fields import choice_title, label, title
from app.web.words.names import enumeration, within
from app.web.words.say import say


def said(fault: Fault, page: bool = False) -> str:
    """The sentence of a fault; `page`: beside a field of a page."""
    facts = dict(fault.facts)
    hint, why, of = facts.get("hint"), facts.get("why"), facts.get("of")
    facts["hint"] = say("fault.hint", text=hint) if hint else ""
    facts["why"] = say(f"why.{why}") if why else ""
    if isinstance(sets := facts.get("spared"), list):
        facts["spared"] = _spared(sets)
    if "owner" in facts:
        facts["owner"] = choice_title(str(facts["owner"]))
    if isinstance(of, Fault):
        facts["of"] = within(said(of, page))
    facts |= {f"_{name}": "" if page else f" ({name})" for name in FIELDS}
    it = "" if fault.field is None else label(fault.field) if page else title(fault.field)
    return say(f"fault.{fault.kind}", it=it, got=cut(fault.got.strip()), quoted=quoted(fault.got), **facts)


def _spared(sets: list[tuple[str, ...]]) -> str:
    """What of a run would have to go: any of several settings, or several at once."""
    if not sets:
        return ""
    alone = len(sets[0]) == 1
    names = [of for (of,) in sets] if alone else sets[0]
    called = enumeration([within(label(FIELDS[name])) for name in names])
    return say("fault.spared one" if alone and len(sets) > 1 else "fault.spared", names=called)


def told(error: SpecError) -> dict[str, str]:
    """What a link is told of each name that is wrong."""
    return {name: said(fault) for name, fault in error.faults.items()}
