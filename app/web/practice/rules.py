"""Rules of thumb from the notebook: what the experiments here say to each.

A verdict is computed from what was measured, as its numbers are: measured anew, both change together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.runs.experiments.best import At, at, best
from app.runs.experiments.catalogue import ROWS
from app.web.words.numbers import percent_text
from app.web.words.say import say

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
    result = say(f"rule.{sentence}", **({} if finding is None else finding.facts))
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
    """A rule of how much: it holds where the most accurate p lies within these."""

    def finds() -> Finding:
        top = best(name, "accuracy")
        none = "" if float(top.value) else "none is best"
        edge = say("rule.largest") if top.value == ROWS[name].values[-1] else ""
        return Finding(low <= float(top.value) <= high, _facts(top) | {"edge": edge}, none)

    return finds


def _best_falls(name: str, first: str, last: str) -> Callable[[], Finding]:
    """A rule of less: it holds where the most accurate p is smaller in the last panel than in the first."""

    def finds() -> Finding:
        one, other = best(name, "accuracy", first), best(name, "accuracy", last)
        facts = _facts(one, "first_") | _facts(other)
        return Finding(float(other.value) < float(one.value), facts)

    return finds


def _harms(name: str, value: str, panel: str, elsewhere: str) -> Callable[[], Finding]:
    """A rule against: it holds where the whole interval of the difference lies below 0."""

    def finds() -> Finding:
        here, there = at(name, "accuracy", value, panel), at(name, "accuracy", value, elsewhere)
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


def _above(name: str, value: str, other: str, panel: str = "") -> Callable[[], Finding]:
    """Of two ways to drop, the first has the better accuracy on average."""

    def finds() -> Finding:
        one, two = at(name, "accuracy", value, panel), at(name, "accuracy", other, panel)
        return Finding(one.ours > two.ours, _facts(one) | _facts(two, "else_"))

    return finds


def _gains_less(
    name: str, alone: tuple[str, str], beside: tuple[str, str], later: tuple[tuple[str, str], ...] = ()
) -> Callable[[], Finding]:
    """A rule of less beside something else: what dropout gains is smaller there. Each is (value, panel); later: the
    same two after more steps, where it has to hold as well."""

    def finds() -> Finding:
        one, other = (at(name, "accuracy", *where) for where in (alone, beside))
        facts = _facts(one, "first_") | _facts(other)
        less = other.mean < one.mean
        if later:
            last, still = (at(name, "accuracy", *where) for where in later)
            facts |= _facts(last, "last_")
            facts |= _facts(still, "later_")
            less = less and still.mean < last.mean
        return Finding(less, facts)

    return finds


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
    Rule("early", "place-conv", _above("place-conv", "1", "0", "0.2")),
    Rule("input", "p-input", _harms("p-input", "0.5", "0", "0.2")),
    Rule("output"),
    Rule("after norm", "norm", _above("norm", "before", "after", "300")),
    Rule("deep", "p-layers", _best_falls("p-layers", "1", "6")),
    Rule("structured", "deep", _above("deep", "stochastic_depth", "dropout")),
    Rule("shift", "shift", _gains_less("shift", ("500", "0"), ("500", "1"), (("2000", "0"), ("2000", "1")))),
    Rule("decay", "p-decay", _best_falls("p-decay", "0", "0.01")),
    Rule("norm", "norm", _gains_less("norm", ("none", "300"), ("before", "300"))),
    Rule("data", "p-samples", _best_falls("p-samples", "100", "1000")),
    Rule("slower", "speed", _slower("speed", "steps-0.2", "0.5")),
)
