"""Rules of thumb: the notebook's own words, verdicts and numbers from what was measured, and none where nothing was."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.runs.experiments import best
from app.runs.experiments.catalogue import ROWS
from app.runs.experiments.contrasts import Contrast, Spot
from app.runs.scenes import measured
from app.web.practice.rules import RULES, Finding, Rule, found, rows
from app.web.words.say import say
from tests.notebook import stands


def of(value: str, ours: float, twin: float = 0.7, low: float = 0.0, high: float = 0.0) -> dict[str, Any]:
    arms = {name: {"mean": mean, "sd": 0.1, "n": 24} for name, mean in (("ours", ours), ("twin", twin))}
    difference = {"mean": ours - twin, "low": low, "high": high, "n": 24}
    return {"value": value, "n": 24, "higher": 20, "lower": 4, "difference": difference, **arms}


def table(measure: str, panels: Mapping[str, list[dict[str, Any]]], **beside: Any) -> dict[str, Any]:
    points = [{"value": at, "points": points} for at, points in panels.items()]
    return {"shows": measure, "measures": {measure: points}, **beside}


def contrast(of: Any, here: Spot, there: Spot, low: float, high: float) -> dict[str, Any]:
    """As one is written down."""
    mean = (low + high) / 2
    counts = {"lower": 4, "higher": 20} if mean > 0 else {"lower": 20, "higher": 4}
    between = {"mean": mean, "low": low, "high": high, "n": 24}
    spots = {"here": list(here), "there": list(there)}
    return {"of": of, **spots, "n": 24, "difference": between, **counts, "never": 0, "diverged": 0}


def finding(name: str, monkeypatch: pytest.MonkeyPatch, experiment: Mapping[str, Any]) -> Finding | None:
    rule = next(rule for rule in RULES if rule.name == name)
    monkeypatch.setattr(measured, "experiments", lambda: {rule.experiment: experiment})
    monkeypatch.setattr(best, "experiments", lambda: {rule.experiment: experiment})
    return found(rule)


def verdict(name: str, monkeypatch: pytest.MonkeyPatch, experiment: Mapping[str, Any]) -> bool | None:
    there = finding(name, monkeypatch, experiment)
    return None if there is None else there.holds


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
    row = next(row for row, rule in zip(rows(), RULES, strict=True) if rule.name == "structured")
    told = best.contrast("deep", Contrast("dropout", Spot("stochastic_depth"), Spot("dropout")))
    text = f"less accurate in {told.lower} of {told.pairs} seeds, by {-100 * told.mean:.1f} points"
    assert text in row.result


@pytest.mark.parametrize(("share", "holds", "close"), [(0.97, True, False), (0.6, False, True), (0.01, False, False)])
def test_a_rule_of_how_much_holds_where_resampled_seeds_have_their_best_p_there(
    share: float, holds: bool, close: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = [of(value, 0.8 if value == "0.5" else 0.75) for value in ("0", "0.2", "0.5", "0.7")]
    tops = {"0": 0.0, "0.2": 0.0, "0.5": share, "0.7": 1 - share}
    there = finding("dense", monkeypatch, table("accuracy", {"": points}, tops=tops))
    assert there is not None
    assert there.holds is holds
    assert (say("rule.close") in there.facts["sure"]) is close
    assert f"in {100 * share:.0f} % of" in there.facts["sure"]


@pytest.mark.parametrize(("share", "holds"), [(0.97, True), (0.8, False)])
def test_a_rule_of_less_holds_where_the_best_p_falls_in_resampled_seeds(
    share: float, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels = {
        panel: [of(p, 0.8 if p == top else 0.7) for p in ("0.1", "0.5")] for panel, top in (("1", "0.5"), ("6", "0.1"))
    }
    assert verdict("deep", monkeypatch, table("accuracy", panels, falls=share)) is holds


def test_a_best_p_whose_seeds_were_not_resampled_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [of(value, 0.8 if value == "0.5" else 0.75) for value in ("0", "0.5", "0.7")]
    assert finding("dense", monkeypatch, table("accuracy", {"": points})) is None


def test_a_share_that_is_not_all_is_not_written_as_all(monkeypatch: pytest.MonkeyPatch) -> None:
    panels = {panel: [of("0.1", 0.8), of("0.5", 0.7)] for panel in ("1", "6")}
    for share, text in ((0.9999, "nearly all"), (1.0, "100 %"), (0.0001, "hardly any"), (0.0, "0 %")):
        there = finding("deep", monkeypatch, table("accuracy", panels, falls=share))
        assert there is not None
        assert f"in {text} of" in there.facts["sure"]


@pytest.mark.parametrize(
    ("low", "high", "holds", "told"),
    [
        (0.01, 0.03, True, "more accurate in 20 of 24 seeds, by 2.0 points (1.0 to 3.0)"),
        (-0.01, 0.02, False, "too close to tell, more accurate in 20 of 24 seeds, by 0.5 points (−1.0 to 2.0)"),
        (-0.03, -0.01, False, "less accurate in 20 of 24 seeds, by 2.0 points (1.0 to 3.0)"),
    ],
)
def test_one_of_two_is_above_where_the_whole_interval_of_their_contrast_is(
    low: float, high: float, holds: bool, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = Spot("1", "0.2"), Spot("0", "0.2")
    panels = {"0.2": [of("0", 0.75), of("1", 0.8)]}  # the means alone would say that it holds
    contrasts = [contrast("dropout", here, there, low, high)]
    found = finding("early", monkeypatch, table("accuracy", panels, contrasts=contrasts))
    assert found is not None
    assert (found.holds, found.facts["told"]) == (holds, told)


@pytest.mark.parametrize(("gain", "holds"), [((0.01, 0.03), True), ((-0.02, 0.01), False)])
def test_where_the_twins_differ_too_dropout_itself_has_to_gain_more(
    gain: tuple[float, float], holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = Spot("before", "300"), Spot("after", "300")
    contrasts = [contrast("dropout", here, there, 0.01, 0.03), contrast("gain", here, there, *gain)]
    panels = {"300": [of("before", 0.8), of("after", 0.78)]}
    assert verdict("after norm", monkeypatch, table("accuracy", panels, contrasts=contrasts)) is holds


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


@pytest.mark.parametrize(("high", "holds"), [(-0.01, True), (0.01, False)])
def test_a_rule_of_less_beside_something_holds_where_dropout_gains_less(
    high: float, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels = {"300": [of("none", 0.75), of("before", 0.71)]}
    contrasts = [contrast("gain", Spot("before", "300"), Spot("none", "300"), -0.1, high)]
    assert verdict("norm", monkeypatch, table("accuracy", panels, contrasts=contrasts)) is holds


@pytest.mark.parametrize(("late", "holds"), [(-0.01, True), (0.01, False)])
def test_a_rule_of_less_beside_something_has_to_hold_after_more_steps_too(
    late: float, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels = {"0": [of("500", 0.77), of("2000", 0.74)], "1": [of("500", 0.65), of("2000", 0.72)]}
    contrasts = [
        contrast("gain", Spot(steps, "1"), Spot(steps, "0"), -0.1, high)
        for steps, high in (("500", -0.05), ("2000", late))
    ]
    assert verdict("shift", monkeypatch, table("accuracy", panels, contrasts=contrasts)) is holds


def test_without_its_contrast_nothing_was_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    panels = {"300": [of("none", 0.75), of("before", 0.71)]}
    assert verdict("norm", monkeypatch, table("accuracy", panels)) is None


def test_a_step_that_some_seed_never_reaches_is_no_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    point = of("0.5", 500.0, 200.0, low=100.0)
    point["ours"]["n"] = 20
    assert verdict("slower", monkeypatch, table("steps-0.2", {"": [point]})) is None
