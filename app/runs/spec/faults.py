"""What can be wrong with a link or form: a kind of fault, and its facts. app/web/words/faults.py has the sentences."""

from __future__ import annotations

from app.runs.spec.fields import Field

SHOWN = 60


class Fault(ValueError):
    """One thing that is wrong. `field` is the setting; `got` the text that came, whole; other facts as the kind needs.

    Among them may be `hint`, what should have been written; `why`, the key of a reason; and `of`, another Fault.
    """

    def __init__(self, kind: str, field: Field | None = None, got: str = "", **facts: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.field = field
        self.got = got
        self.facts = facts

    def __str__(self) -> str:
        """For logs: the kind and its facts."""
        shown = {"field": self.field and self.field.name, "got": cut(self.got), **self.facts}
        return f"{self.kind}: {', '.join(f'{name}={value}' for name, value in shown.items() if value)}"


def cut(text: str) -> str:
    """The input as a message shows it, cut where it is long."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def quoted(text: str) -> str:
    """The same in quotes, for text that may hold anything."""
    return repr(cut(text))
