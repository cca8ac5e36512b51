"""The gates under a network: a link for each place, which puts the method there or takes it away."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.address.links import Links
from app.web.moment import Moment
from app.web.words import methods
from app.web.words.names import within
from app.web.words.places import place_name


@dataclass(frozen=True)
class Gate:
    """A place where the method can sit; `href` takes it away or puts it there."""

    place: int
    name: str
    p: str
    on: bool
    href: str

    @property
    def said(self) -> str:
        """Place and p in one piece."""
        return f"{within(self.name)} {self.p}"


def gate(moment: Moment, k: int, links: Links) -> Gate:
    """Of one place; where the method does not sit, p is what it would have there."""
    spec, on = moment.run.spec, k in moment.run.spec.place
    p = methods.p_text(spec, moment.rates[k] if on else max(moment.rates, default=0.0))
    return Gate(k, place_name(spec, k), p, on, links.toggled(k))


def gates(moment: Moment, links: Links) -> tuple[Gate, ...]:
    """Of all places, in their order."""
    return tuple(gate(moment, k, links) for k in range(len(moment.run.spec.plan.places)))
