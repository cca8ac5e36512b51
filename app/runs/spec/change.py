"""Changes while a run plays: at which step p, lr or decay became what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.runs.spec.faults import Fault
from app.runs.spec.fields import CHANGES_MAX, FIELDS, Field
from app.runs.spec.reading import number, rates, rates_text, whole

ChangeName = Literal["p", "lr", "decay"]
CHANGEABLE: tuple[ChangeName, ...] = ("p", "lr", "decay")

_STEP = replace(FIELDS["change"], key="change step")


@dataclass(frozen=True, slots=True)
class Change:
    """From gradient step `step` on, `name` is `value`: one number a place for p, else one number."""

    step: int
    name: ChangeName
    value: tuple[float, ...]

    @property
    def text(self) -> str:
        """As a link holds it, as p@128:0.3."""
        return f"{self.name}@{self.step}:{rates_text(self.value)}"

    def spread(self, count: int) -> "Change":
        """With one value for each of `count` places where the change is one of p."""
        return replace(self, value=spread(self.value, count)) if self.name == "p" else self


def spread(values: tuple[float, ...], count: int) -> tuple[float, ...]:
    """One value repeated for each of `count` places; several stay as they are."""
    return values * count if len(values) == 1 else values


def read_changes(field: Field, text: str) -> tuple[Change, ...]:
    """Read p@128:0.3;lr@200:0.01 in the order of the text; empty text is no change.

    Raises: Fault for text of another form, a name that cannot change, or a value outside its limits.
    """
    parts = [part for part in text.split(";") if part.strip()]
    if len(parts) > CHANGES_MAX:
        raise Fault("changes", field, text, most=CHANGES_MAX, count=len(parts))
    return tuple(_read_one(field, part) for part in parts)


def settle(
    changes: Iterable[Change], start: Mapping[ChangeName, tuple[float, ...]]
) -> tuple[dict[ChangeName, tuple[float, ...]], tuple[Change, ...]]:
    """Bring changes into the one form that a run's identity has: (values at step 0, changes sorted by step).

    Of two changes of one name at one step the later in the text holds; changes at step 0 move into the start;
    a change to what is already in force is left out.
    """
    latest = {(change.step, change.name): change for change in changes}
    in_force = dict(start)
    at_start = dict(start)
    kept: list[Change] = []
    for change in sorted(latest.values(), key=lambda c: (c.step, CHANGEABLE.index(c.name))):
        if change.value == in_force[change.name]:
            continue
        in_force[change.name] = change.value
        if change.step == 0:
            at_start[change.name] = change.value
        else:
            kept.append(change)
    return at_start, tuple(kept)


def _read_one(field: Field, text: str) -> Change:
    name, at, rest = text.strip().partition("@")
    step, colon, value = rest.partition(":")
    if not (at and colon):
        raise Fault("change", field, text)
    if name not in CHANGEABLE:
        raise Fault("changeable", field, name)
    at_step = whole(_STEP, step)
    try:
        values = rates(FIELDS["p"], value) if name == "p" else (number(FIELDS[name], value),)
    except Fault as fault:
        raise Fault("change at", field, text, count=at_step, of=fault) from None
    return Change(at_step, name, values)
