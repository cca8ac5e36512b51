"""Rules of thumb: the notebook's own words, verdicts and numbers from what was measured, and none where nothing was."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.runs.experiments import best
from app.runs.experiments.catalogue import ROWS
from app.runs.scenes import measured
from app.web.practice.rules import RULES, Rule, found, rows
from app.web.words.say import say
from tests.notebook import stands


def of(value: str, ours: float, twin: float = 0.7, low: float = 0.0, high: float = 0.0) -> dict[str, Any]:
    arms = {name: {"mean": mean, "sd": 0.1, "n": 24} for name, mean in (("ours", ours), ("twin", twin))}
    difference = {"mean": ours - twin, "low": low, "high": high, "n": 24}
    return {"value": value, "n": 24, "higher": 20, "lower": 4, "difference": difference, **arms}


def table(measure: str, panels: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {"shows": measure, "measures": {measure: [{"value": at, "points": points} for at, points in panels.items()]}}


def verdict(name: str, monkeypatch: pytest.MonkeyPatch, experiment: Mapping[str, Any]) -> bool | None:
    rule = next(rule for rule in RULES if rule.name == name)
    monkeypatch.setattr(measured, "experiments", lambda: {rule.experiment: experiment})
    finding = found(rule)
    return None if finding is None else finding.holds


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_is_the_notebooks_word_for_word(rule: Rule) -> None:
    assert stands(say(f"rule.{rule.name}.quote"))
    assert rule.experiment == "" or rule.experiment in ROWS


def test_every_rule_has_a_row_that_says_what_was_found() -> None:
    drawn = rows()
    assert len(drawn) == len(RULES)
    assert all(row.result and "{" not in row.result for row in drawn)
    assert [row.quote for row in drawn if row.verdict == "untested"] == [say("rule.output.quote")]


def test_a_row_has_the_numbers_that_were_measured() -> None:
    row = next(row for row, rule in zip(rows(), RULES, strict=True) if rule.name == "data")
    top = best.best("p-samples", "accuracy", "100")
    assert f"p = {top.value} ({100 * top.mean:+.1f} points" in row.result


@pytest.mark.parametrize(("p", "holds"), [("0.5", True), ("0.2", False), ("0.7", False)])
def test_a_rule_of_how_much_holds_where_the_most_accurate_p_lies(
    p: str, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = [of(value, 0.8 if value == p else 0.75) for value in ("0", "0.2", "0.5", "0.7")]
    assert verdict("dense", monkeypatch, table("accuracy", {"": points})) is holds


@pytest.mark.parametrize(("last", "holds"), [("0.1", True), ("0.5", False)])
def test_a_rule_of_less_holds_where_the_most_accurate_p_falls(
    last: str, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels = {
        panel: [of(p, 0.8 if p == top else 0.7) for p in ("0.1", "0.5")] for panel, top in (("1", "0.5"), ("6", last))
    }
    assert verdict("deep", monkeypatch, table("accuracy", panels)) is holds


@pytest.mark.parametrize(("high", "holds"), [(-0.01, True), (0.01, False)])
def test_a_rule_against_holds_where_the_whole_interval_is_below_0(
    high: float, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels = {"0": [of("0.5", 0.6, low=-0.2, high=high)], "0.2": [of("0.5", 0.8, low=0.1, high=0.2)]}
    assert verdict("input", monkeypatch, table("accuracy", panels)) is holds


@pytest.mark.parametrize(("low", "holds"), [(100.0, True), (-5.0, False)])
def test_dropout_is_slower_where_the_whole_interval_is_above_0(
    low: float, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = [of("0.5", 500.0, 200.0, low=low, high=400.0)]
    assert verdict("slower", monkeypatch, table("steps-0.2", {"": points})) is holds


@pytest.mark.parametrize(("beside", "holds"), [(0.71, True), (0.79, False)])
def test_a_rule_of_less_beside_something_holds_where_dropout_gains_less(
    beside: float, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels = {"300": [of("none", 0.75), of("before", beside)]}
    assert verdict("norm", monkeypatch, table("accuracy", panels)) is holds


@pytest.mark.parametrize(("late", "holds"), [(0.72, True), (0.79, False)])
def test_a_rule_of_less_beside_something_has_to_hold_after_more_steps_too(
    late: float, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels = {"0": [of("500", 0.77), of("2000", 0.74)], "1": [of("500", 0.65), of("2000", late)]}
    assert verdict("shift", monkeypatch, table("accuracy", panels)) is holds


def test_a_step_that_some_seed_never_reaches_is_no_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    point = of("0.5", 500.0, 200.0, low=100.0)
    point["ours"]["n"] = 20
    assert verdict("slower", monkeypatch, table("steps-0.2", {"": [point]})) is None
