"""Links from what is on screen to what is next to it: another sample, a toggled place, new masks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.runs.fields import SEED_MAX
from app.runs.reading import list_text, number_text, rates_text
from app.runs.spec import RunSpec, SpecError
from app.web.query import COUNTED, View


@dataclass(frozen=True)
class Links:
    """Addresses relative to one spec and view. `each` asks for a slider for each place."""

    spec: RunSpec
    view: View
    each: bool = False

    def here(self, path: str = "/", **view: str | int | None) -> str:
        """What is on screen, some view parameters replaced (None takes one away); `sample` and `unit` are indices."""
        given: dict[str, str | int | None] = {"step": self.view.step, "sample": self.view.sample}
        given |= self._looks() | view
        return to(path, self.spec.query(), {name: text for name, text in given.items() if text is not None})

    def toggled(self, place: int) -> str:
        """The run with dropout at this place where there is none, or without; from step 0, with the p, lr and decay
        that are in force now: what the form sends when that place is ticked there (`form_link.joined`)."""
        spec, step = self.spec, self.view.step or 0
        now = spec.rates(step)
        rates = {k: now[k] for k in spec.place}
        if place in rates:
            del rates[place]
        else:
            rates[place] = now[spec.place[0]] if spec.place else float(spec.texts()["p"].split(",")[0])
        ordered = dict(sorted(rates.items()))
        texts = {"place": list_text(ordered) or "none", "change": ""}
        texts |= {"lr": number_text(spec.lr_at(step)), "decay": number_text(spec.decay_at(step))}
        if ordered:
            texts["p"] = rates_text(tuple(ordered.values()))
        return self._another(spec.but(**texts))

    def new_masks(self) -> str:
        """All else equal: the same step of the run with the next mask seed."""
        following = replace(self.spec.seeds, masks=(self.spec.seeds.masks + 1) % (SEED_MAX + 1))
        spec = replace(self.spec, seeds=following)
        return replace(self, spec=spec).here()

    def rates_apart(self, each: bool) -> str:
        """What is on screen with one slider for each place, or with one for all of them. Where the places have
        different p, one for all is a change from this step on, to the first place's."""
        step = self.view.step or 0
        rates = [self.spec.rates(step)[k] for k in self.spec.place]
        spec = self.spec
        if not each and len(set(rates)) > 1:
            try:
                spec = spec.with_change(step % spec.steps, "p", (rates[0],) * len(rates))
            except SpecError:  # no room for another change
                spec = spec.but(p=number_text(rates[0]), change="")
        return replace(self, spec=spec, each=each).here()

    def _another(self, spec: RunSpec) -> str:
        """Another run from its start, looked at in the same way."""
        return to("/", spec.query(), {name: text for name, text in self._looks().items() if text})

    def _looks(self) -> dict[str, str | None]:
        return {"view": "backward" if self.view.view == "backward" else None, "each": "1" if self.each else None}


def to(path: str, query: str, view: Mapping[str, str | int]) -> str:
    """An address with the canonical words of a run first. The indices `sample` and `unit` are counted from 1 there."""
    parts = [query, *(f"{name}={_said(name, value)}" for name, value in view.items())]
    joined = "&".join(part for part in parts if part)
    return f"{path}?{joined}" if joined else path


def _said(name: str, value: str | int) -> str:
    return str(value + 1 if name in COUNTED and isinstance(value, int) else value)
