"""Links from what is on screen to what is next to it: another sample, a toggled place, new masks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.runs.fields import SEED_MAX
from app.runs.reading import list_text, rates_text
from app.runs.spec import RunSpec
from app.web.query import View


@dataclass(frozen=True)
class Links:
    """Addresses relative to one spec and view. `each` asks for a slider for each place."""

    spec: RunSpec
    view: View
    each: bool = False

    def here(self, path: str = "/", **view: str | None) -> str:
        """What is on screen, with some view parameters replaced (None takes one away)."""
        given: dict[str, str | None] = {"step": str(self.view.step), "sample": str(self.view.sample)}
        given |= {
            "view": "backward" if self.view.view == "backward" else None,
            "each": "1" if self.each else None,
        }
        given |= view
        return to(path, self.spec.query(), {name: text for name, text in given.items() if text is not None})

    def toggled(self, place: int) -> str:
        """The run with dropout at this place where there is none, or without; from step 0."""
        spec = self.spec
        rates = dict(zip(spec.place, spec.p, strict=True))
        if place in rates:
            del rates[place]
        else:
            rates[place] = max(spec.p) if spec.p else float(spec.texts()["p"].split(",")[0])
        if not rates:
            return to("/", spec.but(place="none", change="").query(), {})
        ordered = dict(sorted(rates.items()))
        return to(
            "/",
            spec.but(place=list_text(ordered), p=rates_text(tuple(ordered.values())), change="").query(),
            {},
        )

    def new_masks(self) -> str:
        """All else equal: the same step of the run with the next mask seed."""
        following = replace(self.spec.seeds, masks=(self.spec.seeds.masks + 1) % (SEED_MAX + 1))
        spec = replace(self.spec, seeds=following)
        return to("/", spec.query(), {"step": str(self.view.step), "sample": str(self.view.sample)})

    def rates_apart(self, each: bool) -> str:
        """The same run with one slider for each place, or with one for all of them."""
        spec = self.spec
        if not each and spec.p:
            spec = spec.but(p=rates_text(spec.p[:1]), change="")
        return to("/", spec.query(), {"each": "1"} if each else {})


def to(path: str, query: str, view: dict[str, str]) -> str:
    """An address with the canonical words of a run first."""
    parts = [query, *(f"{name}={text}" for name, text in view.items())]
    joined = "&".join(part for part in parts if part)
    return f"{path}?{joined}" if joined else path
