"""Rules of thumb from the notebook: what the experiments here say to each.

A verdict is computed from what was measured, as its numbers are: measured anew, both change together. A rule holds
where the whole 95 % interval of a difference says so, or SURE of the resampled seeds; where they say neither that nor
the contrary its sentence tells that it is too close to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.runs.experiments.best import At, at, best, contrast, share_that_falls, share_within
from app.runs.experiments.catalogue import ROWS
from app.runs.experiments.contrasts import MEASURE, Contrast, Spot
from app.runs.experiments.measures import MEASURES
from app.runs.experiments.pairs import DRAWS, Summary
from app.runs.experiments.tops import FALLS
from app.web.words.numbers import percent_text
from app.web.words.results import mean_and_interval
from app.web.words.say import say

SURE = 0.95  # of the resampled seeds
Verdict = Literal["holds", "fails", "untested"]


class Finding(NamedTuple):
    """Whether a rule holds, and what its sentence, `rule.<rule>.result` or another, says: texts by the names that they
    have there."""

    holds: bool
    facts: Mapping[str, str]
    sentence: str = ""


@dataclass(frozen=True)
class Rule:
    """name: of its words. experiment: which tests it, "" where none does; finds: what that says, or LookupError."""

    name: str
    experiment: str = ""
    finds: Callable[[], Finding] | None = None


@dataclass(frozen=True)
class Row:
    """A rule as templates/practice/rules.html draws it. quote: the notebook's words; href: of the experiment, from the
    site's own address, "" where there is none."""

    quote: str
    verdict: Verdict
    verdict_says: str
    result: str
    href: str
    experiment: str


def rows() -> tuple[Row, ...]:
    """All rules, in the notebook's order."""
    return tuple(map(_row, RULES))


def _row(rule: Rule) -> Row:
    finding = found(rule)
    verdict: Verdict = "untested" if finding is None else "holds" if finding.holds else "fails"
    sentence = f"{rule.name}.untested" if finding is None else finding.sentence or f"{rule.name}.result"
    result = say(f"rule.{sentence}", **({} if finding is None else finding.facts)).rstrip()
    row = ROWS.get(rule.experiment)
    return Row(
        quote=say(f"rule.{rule.name}.quote"),
        verdict=verdict,
        verdict_says=say(f"rule.{verdict}"),
        result=result,
        href="" if row is None else f"{row.room}/{row.name}",
        experiment="" if row is None else say(f"experiment.{row.name}.title"),
    )


def found(rule: Rule) -> Finding | None:
    """What was measured, if anything was."""
    if rule.finds is None:
        return None
    try:
        return rule.finds()
    except LookupError:
        return None


def _best_lies(name: str, low: float, high: float) -> Callable[[], Finding]:
    """A rule of how much: it holds where the most accurate p lies within these, whichever seeds are drawn."""

    def finds() -> Finding:
        top, share = best(name, MEASURE), share_within(name, low, high)
        none = "" if float(top.value) else "none is best"
        edge = say("rule.largest") if top.value == ROWS[name].values[-1] else ""
        within = {"low": f"{low:g}", "high": f"{high:g}"}
        facts = _facts(top) | {"edge": edge, "sure": _sure("lies", share, **within)}
        return Finding(share >= SURE, facts, none)

    return finds


def _best_falls(name: str) -> Callable[[], Finding]:
    """A rule of less: it holds where the most accurate p is smaller in the last panel than in the first, whichever
    seeds are drawn."""

    def finds() -> Finding:
        return Finding(share_that_falls(name) >= SURE, _falling(name))

    return finds


def _bests(name: str) -> tuple[At, At]:
    """The most accurate p in the first and the last of the panels between which it may fall."""
    first, last = FALLS[name]
    return best(name, MEASURE, first), best(name, MEASURE, last)


def _falling(name: str) -> dict[str, str]:
    one, other = _bests(name)
    sure = _sure("falls", share_that_falls(name))
    return _facts(one, "first_best_") | _facts(other, "best_") | {"sure": sure}


def _harms(name: str, value: str, panel: str, elsewhere: str) -> Callable[[], Finding]:
    """A rule against: it holds where the whole interval of the difference lies below 0."""

    def finds() -> Finding:
        here, there = at(name, MEASURE, value, panel), at(name, MEASURE, value, elsewhere)
        facts = _facts(here) | _facts(there, "else_")
        return Finding(here.high < 0, facts)

    return finds


def _slower(name: str, measure: str, value: str) -> Callable[[], Finding]:
    """Dropout needs more steps: the whole interval of the difference lies above 0."""

    def finds() -> Finding:
        of = at(name, measure, value)
        facts = {"ours": f"{of.ours:,.0f}", "twin": f"{of.twin:,.0f}", "times": f"{of.ours / of.twin:.1f}"}
        return Finding(of.low > 0, _facts(of) | facts)

    return finds


def _above(name: str, here: Spot, there: Spot, itself: bool = False) -> Callable[[], Finding]:
    """Of two ways to drop, the first is the more accurate one. itself: and dropout gains more in it, since its twins
    differ as well."""

    def finds() -> Finding:
        (one, two), found = _two(name, here, there), contrast(name, Contrast("dropout", here, there))
        facts = _facts(one) | _facts(two, "else_") | {"told": _told(found, "accurate")}
        if not itself:
            return Finding(found.low > 0, facts)
        gain = contrast(name, Contrast("gain", here, there))
        return Finding(found.low > 0 and gain.low > 0, facts | {"gain": _told(gain, "gain")})

    return finds


def _gains_less(name: str, beside: Spot, alone: Spot, later: tuple[Spot, Spot] | None = None) -> Callable[[], Finding]:
    """A rule of less beside something else: what dropout gains is smaller there. later: the same two after more steps,
    where it has to hold as well."""

    def finds() -> Finding:
        (other, one), found = _two(name, beside, alone), contrast(name, Contrast("gain", beside, alone))
        facts = _facts(other) | _facts(one, "first_") | {"told": _told(found, "gain")}
        if name in FALLS:
            facts |= _falling(name)
        if later is None:
            return Finding(found.high < 0, facts)
        (still, last), then = _two(name, *later), contrast(name, Contrast("gain", *later))
        facts |= _facts(still, "later_") | _facts(last, "last_") | {"later_told": _told(then, "gain")}
        return Finding(found.high < 0 and then.high < 0, facts)

    return finds


def _two(name: str, here: Spot, there: Spot) -> tuple[At, At]:
    return at(name, MEASURE, *here), at(name, MEASURE, *there)


def _told(found: Summary, what: str) -> str:
    """A contrast in words: more accurate in 20 of 24 seeds, by 1.2 points, with its interval. what: more or less of."""
    more = found.mean > 0
    facts = {
        "way": say(f"rule.more {what}" if more else f"rule.less {what}"),
        "count": found.higher if more else found.lower,
        "seeds": found.pairs,
        **mean_and_interval(MEASURES[MEASURE], found),
    }
    return say("rule.told" if found.low > 0 or found.high < 0 else "rule.told close", **facts)


def _sure(name: str, share: float, **facts: str) -> str:
    """How many of the resampled seeds say so, and whether that is too few to tell and too many to deny."""
    text = say("rule.nearly all") if 0.995 < share < 1 else say("rule.hardly any") if 0 < share < 0.005 else ""
    close = say("rule.close") if 1 - SURE < share < SURE else ""
    return say(f"rule.{name}", share=text or f"{100 * share:.0f} %", draws=f"{DRAWS:,}", close=close, **facts)


def _facts(of: At, prefix: str = "") -> dict[str, str]:
    """Accuracies in percent, differences in points, with a sign; before each name the prefix."""
    facts = {
        "value": of.value,
        "ours": percent_text(of.ours),
        "twin": percent_text(of.twin),
        "seeds": str(of.seeds),
        "better": str(of.better),
        "mean": _points(of.mean),
        "low": _points(of.low),
        "high": _points(of.high),
        "close": say("rule.close") if of.low <= 0 <= of.high else "",
    }
    return {prefix + name: text for name, text in facts.items()}


def _points(difference: float) -> str:
    return f"{100 * difference:+.1f}".replace("-", "−")


RULES = (
    Rule("dense", "p-digits", _best_lies("p-digits", 0.4, 0.6)),
    Rule("conv", "p-conv", _best_lies("p-conv", 0.1, 0.3)),
    Rule("sublayers", "p-sublayers", _best_lies("p-sublayers", 0.1, 0.3)),
    Rule("embeddings", "p-embedding", _best_lies("p-embedding", 0.05, 0.1)),
    Rule("attention", "p-attention", _best_lies("p-attention", 0.05, 0.1)),
    Rule("early", "place-conv", _above("place-conv", Spot("1", "0.2"), Spot("0", "0.2"))),
    Rule("input", "p-input", _harms("p-input", "0.5", "0", "0.2")),
    Rule("output"),
    Rule("after norm", "norm", _above("norm", Spot("before", "300"), Spot("after", "300"), itself=True)),
    Rule("deep", "p-layers", _best_falls("p-layers")),
    Rule("structured", "deep", _above("deep", Spot("stochastic_depth"), Spot("dropout"))),
    Rule(
        "shift",
        "shift",
        _gains_less("shift", Spot("500", "1"), Spot("500", "0"), (Spot("2000", "1"), Spot("2000", "0"))),
    ),
    Rule("decay", "p-decay", _gains_less("p-decay", Spot("0.2", "0.01"), Spot("0.2", "0"))),
    Rule("norm", "norm", _gains_less("norm", Spot("before", "300"), Spot("none", "300"))),
    Rule("data", "p-samples", _gains_less("p-samples", Spot("0.2", "1000"), Spot("0.2", "100"))),
    Rule("slower", "speed", _slower("speed", "steps-0.2", "0.5")),
)
