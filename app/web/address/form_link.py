"""How what the form sends becomes a link.

A form repeats names (one checkbox a place, one slider a place) and sends every field; `joined` makes of that
what `RunSpec.parse` reads.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS
from app.runs.spec.reading import as_typed, widths
from app.runs.spec.seeds import NAMES as SEED_NAMES
from app.web.address.query import read_query

REPEATED = ("p", "place", "hidden")
SEEN = ("step", "sample")
OWN = ("apart", "p.of", "hidden.was", "seed.was", "form")  # names of the form that are no setting


def asks_apart(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether these ask for a slider for each place."""
    return any(_is_apart(pair) for pair in pairs)


def _is_apart(pair: tuple[str, str]) -> bool:
    """Older links say it with a name that is a setting now."""
    return pair in (("apart", "1"), ("each", "1"))


def is_form(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether these come from the form and not from a link."""
    return any(name == "form" for name, _ in pairs)


def joined(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a form sends, as a link holds it; a link that is no form comes back as it is."""
    pairs = list(pairs)
    if not is_form(pairs):
        return [pair for pair in pairs if pair[0] != "apart" and not _is_apart(pair)]
    own = {name: text for name, text in pairs if name in OWN}
    lists = {name: [text for key, text in pairs if key == name] for name in REPEATED}
    ticked = [text for text in lists["place"] if text != "none"]
    lists["place"] = _places_of(ticked, own.get("hidden.was", ""), ",".join(lists["hidden"])) or ["none"]
    if len(lists["p"]) > 1 or len(lists["place"]) < 2:  # each field holds one number
        lists["p"] = [as_typed(text) for text in lists["p"]]
    lists["p"] = _rates(lists["p"], own.get("p.of", ""), lists["place"])
    rest = [(name, _typed(name, text)) for name, text in pairs if name not in (*OWN, *REPEATED)]
    return [
        *_seeds(rest, own.get("seed.was", "")),
        *((name, ",".join(texts)) for name, texts in lists.items() if texts),
    ]


def _typed(name: str, text: str) -> str:
    """What was typed, as a link writes it where the field holds one number."""
    return as_typed(text) if name in FIELDS and FIELDS[name].kind in ("number", "whole") else text


def fitting(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """With the step and the sample that the reader was at, or the last that the run has.

    Raises: SpecError.
    """
    pairs = list(pairs)
    spec, _ = read_query(pair for pair in pairs if pair[0] not in SEEN)
    tops = {"step": spec.training.steps, "sample": spec.training.batch}  # as a link counts
    return [
        (name, str(min(int(text), tops[name])) if name in tops and text.isascii() and text.isdigit() else text)
        for name, text in pairs
    ]


def _rates(rates: list[str], of: str, places: list[str]) -> list[str]:
    """One p for each place now ticked: its own, or the first where it had none."""
    before = of.split(",")
    if len(rates) < 2 or len(before) != len(rates):
        return rates
    own = dict(zip(before, rates, strict=True))
    now = [place for text in places for place in text.split(",") if place != "none"]
    return [own.get(place, rates[0]) for place in now] or rates[:1]


def _places_of(ticked: list[str], before: str, now: str) -> list[str]:
    """The places ticked, where the number of hidden layers has changed: all of them stay all of them.

    Widths that are wrong change nothing: their message comes back with the places as they were.
    """
    try:
        layers = len(widths(FIELDS["hidden"], now))
    except Fault:
        return ticked
    count = len(before.split(","))
    hidden = [str(k) for k in range(1, count + 1)]
    if not before or layers == count:
        return ticked
    if all(k in ticked for k in hidden):
        return [k for k in ticked if k == "0"] + [str(k) for k in range(1, layers + 1)]
    return [k for k in ticked if k not in hidden or int(k) <= layers]


def _seeds(pairs: list[tuple[str, str]], was: str) -> list[tuple[str, str]]:
    """The one seed where it was changed or stands alone, else the four apart."""
    seed = next((text for name, text in pairs if name == "seed"), "")
    drop = SEED_NAMES if seed.strip() and seed != was else ("seed",)
    return [pair for pair in pairs if pair[0] not in drop]
