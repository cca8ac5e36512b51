"""What the pages of single neurons quote is what was measured, and holds as they say it."""

from app.runs.scenes.measured import at
from app.web.why.measured import of_importance, of_removal
from app.web.words.numbers import percent_text

SEEDS = 24


def test_half_of_the_neurons_away_hurts_the_twin_more_in_every_seed_or_nearly() -> None:
    half = at("removal", "0.5")
    assert half["n"] == SEEDS
    assert half["higher"] >= 0.9 * SEEDS
    (said,) = of_removal()
    assert f"{percent_text(half['ours']['mean'])} are right with dropout" in said
    assert f"in {half['higher']} of {SEEDS}" in said


def test_interaction_is_lower_and_gini_clearest_in_the_last_layer() -> None:
    interaction, gini, first = (at("importance", "0.5", name) for name in ("", "gini", "gini-first"))
    assert interaction["lower"] >= 0.9 * SEEDS
    assert gini["lower"] >= 0.9 * SEEDS
    assert gini["lower"] > first["lower"]
    assert gini["difference"]["mean"] < first["difference"]["mean"] < 0
    said = of_importance()
    assert f"lower in {interaction['lower']} of {SEEDS}" in said[0]
    assert f"lower in {gini['lower']} of {SEEDS}" in said[1]
    assert f"lower in {first['lower']}" in said[1]


def test_redundancy_rises_in_a_small_network() -> None:
    small = at("redundancy", "0.2")
    assert small["difference"]["low"] > 0
    assert f"higher in {small['higher']} of {SEEDS} seeds" in of_importance()[2]
