"""What can be wrong with a link or form: the kinds of fault, the facts of one, and the sentence that says it.

Readers and checks raise a Fault with facts alone; every sentence is here, once. A page names a setting by its label,
as "Learning rate"; where a link or a program is answered, the link's own name comes with it: "Learning rate (lr)".
"""

from __future__ import annotations

from app.runs.spec.fields import FIELDS, Field

SHOWN = 60

SENTENCES = {
    # of one setting
    "choice": "{it} must be one of {choices}, got {quoted}",
    "whole": "{it} must be a whole number, got {quoted}{hint}",
    "number": "{it} must be a number, got {quoted}{hint}",
    "outside": "{it} must lie in {interval}, got {got}{why}",
    "two values": "{it}: {got} is read as two values here; write {hint}",
    "small": "{it} must be 0 or at least {least} in size, got {got}",
    "layers": "{it} must have 1 to {most} layers, got {count}",
    "values": "{it} must have at most {most} values, got {count}",
    "rising": "{it} must rise without repeats, as 0,2, got {quoted}",
    "repeated": "{it} must be given once, got it twice or more",
    # of the link as a whole
    "unknown": "{quoted} is not a setting; there are {choices}",
    "long": "The link must have at most {most} characters, got {count}",
    "many": "The link must have at most {most} parameters, got {count}",
    "nothing there": "There is nothing at {quoted}",
    "no edit": "An edit must look like batch:16 or place:-2, got {quoted}",
    "many edits": "At most {most} edits can be made at once, got {count}",
    "method": "This address is asked for with GET, got {quoted}",
    "broken": "The error is in the server's log.",
    # of several settings at once
    "batch": "{it} must be at most the number of training samples{_n}, which is {most}, got {count}",
    "work": "Hidden layers{_hidden}, batch size{_batch} and steps must together take at most {most} s of training, "
    "got about {count} s",
    "seek": "Hidden layers{_hidden}, batch size{_batch} and steps must let a step be found again in {most} s, "
    "got about {count} s; fewer steps or neurons would do",
    "place": "{it} must lie in [0, {most}], where {most} is the last hidden layer, got {count}{why}",
    "one p": "{it} must have 1 value, got {count}",
    "p for each": "{it} must have 1 value or {most}, one for each place, got {count}",
    # of changes
    "changes": "A run can be changed at most {most} times, got {count}",
    "change": "{it} must look like p@128:0.3, several joined by ;, got {quoted}",
    "changeable": "{it} must name p, lr or decay, got {quoted}",
    "change at": "Change at step {count}: {of}",
    "late": "A change must come at a step in [0, {most}], got {got}",
    "nowhere": "A change must not set p where no place has dropout, got {got}",
    # of what a viewer wishes
    "edit": "{it} must look like p:0.3, lr:0.01 or decay:0, got {quoted}",
    "speed": "{it} must be 0, a number in {interval} or max, got {quoted}",
    "ended": "{it} must lie in [0, {most}], got {count}. {why}",
    "neuron": "A neuron needs layer and unit, as layer=1&unit=1",
    # of one layer
    "near": "{it} must be 0 or lie in [0.000001, 0.999999], got {got}; no coin that this page draws would tell "
    "a closer one from 0 or 1",
    "cell": "{it} must be sample and neuron, as 34, got {quoted}",
    "no cell": "{it} {got} lies outside the matrix of {most}",
    "of": "{it}: {of}",
    "edits": "{it} must look like 34:0.7,12:-1, each cell once, got {quoted}",
}


class Fault(ValueError):
    """One thing that is wrong. `field` is the setting; `got` the text that came, whole; other facts as the kind needs.

    str(fault) is what a link is told, `on_page` what a reader is told beside a field.
    """

    def __init__(self, kind: str, field: Field | None = None, got: str = "", **facts: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.field = field
        self.got = got
        self.facts = facts

    def __str__(self) -> str:
        return self._said(page=False)

    @property
    def on_page(self) -> str:
        """The sentence in the page's words alone."""
        return self._said(page=True)

    def _said(self, page: bool) -> str:
        facts: dict[str, object] = {"hint": "", "why": "", **self.facts}
        of = facts.get("of")
        if isinstance(of, Fault):
            said = of._said(page)
            facts["of"] = said[:1].lower() + said[1:]
        names = {f"_{name}": "" if page else f" ({name})" for name in FIELDS}
        return SENTENCES[self.kind].format(
            it=_title(self.field, page), got=cut(self.got.strip()), quoted=quoted(self.got), **names, **facts
        )


def cut(text: str) -> str:
    """The input as a message shows it, cut where it is long."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def quoted(text: str) -> str:
    """The same in quotes, for text that may hold anything."""
    return repr(cut(text))


def _title(field: Field | None, page: bool) -> str:
    if field is None:
        return ""
    return field.label if page or field.label.casefold() == field.name else f"{field.label} ({field.name})"
