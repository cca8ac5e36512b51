"""Of dropout of word types: a word that comes twice is off twice, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from app.runs.log.repeats import WORDS, repeats_so_far
from app.web.address.links import Links
from app.web.moment import Moment
from app.web.section import Section, Table
from app.web.words.numbers import percent_text
from app.web.words.say import say


@dataclass(frozen=True)
class Row:
    """Of the pairs, how many: found, and if each word of the sentence had a coin of its own."""

    name: str
    found: str
    apart: str
    width: str  # of its bar, in percent
    width_apart: str


@dataclass(frozen=True)
class RepeatedWords:
    """All that templates/methods/repeated_words.html draws."""

    rows: tuple[Row, ...]
    sentence: str
    nothing: str


def section(moment: Moment, links: Links) -> Section:
    """Of the run's own steps, up to this one."""
    spec = moment.run.spec
    found = None
    if WORDS in spec.place and moment.rates[WORDS] > 0:
        found = repeats_so_far(spec, moment.run.data.x, moment.training.model.coins, moment.step)
    if found is None or not found.pairs:
        shows = RepeatedWords((), "", say("repeats.nothing"))
        return Section("methods/repeated_words.html", "repeated-words", shows)
    both, one = found.both / found.pairs, found.one / found.pairs
    apart = (found.apart_both / found.pairs, found.apart_one / found.pairs)
    cases = (("both", both, apart[0]), ("one", one, apart[1]), ("none", 1 - both - one, 1 - sum(apart)))
    rows = tuple(
        Row(say(f"repeats.{name}"), percent_text(a), percent_text(b), f"{100 * a:.1f}", f"{100 * b:.1f}")
        for name, a, b in cases
    )
    text = say(
        "repeats.sentence",
        steps=say(f"repeats.{'a step' if found.steps == 1 else 'steps'}", steps=found.steps),
        pairs=f"{found.pairs:,}",
        both=percent_text(both),
        apart=percent_text(apart[0]),
        one=percent_text(apart[1]),
    )
    table = Table(("of a pair", "so far", "with a coin for each word"), cases)
    return Section(
        "methods/repeated_words.html",
        "repeated-words",
        RepeatedWords(rows, text, ""),
        {"repeated-words": lambda: table},
    )
