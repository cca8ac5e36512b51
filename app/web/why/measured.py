"""What experiments on single neurons found over fresh seeds, as the pages of their runs quote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.runs.scenes.measured import at
from app.web.words.numbers import loss_text, percent_text
from app.web.words.say import say


def of_removal() -> tuple[str, ...]:
    """Half of the hidden neurons away."""
    half, whole = at("removal", "0.5"), at("removal", "0")
    return (
        say(
            "remove.measured",
            seeds=half["n"],
            ours=percent_text(half["ours"]["mean"]),
            twins=percent_text(half["twin"]["mean"]),
            more=half["higher"],
            whole=percent_text(whole["ours"]["mean"]),
            twin_whole=percent_text(whole["twin"]["mean"]),
        ),
    )


def of_importance() -> tuple[str, ...]:
    """Gini, interaction and redundancy."""
    last, first, many = (at("importance", "0.5", name) for name in ("gini", "gini-first", "effective"))
    return (
        say(
            "matters.measured interaction",
            **_both(at("importance", "0.5")),
            many=f"{many['ours']['mean']:.0f}",
            twin_many=f"{many['twin']['mean']:.0f}",
            more=many["higher"],
        ),
        say(
            "matters.measured gini",
            **_both(last),
            **{f"first_{name}": text for name, text in _both(first).items()},
        ),
        say(
            "matters.measured redundancy",
            **_both(at("redundancy", "0.2")),
            **{f"digits_{name}": text for name, text in _both(at("importance", "0.5", "redundancy")).items()},
        ),
    )


def _both(point: Mapping[str, Any]) -> dict[str, object]:
    """Both arms at a point, and in how many seeds the one with dropout was lower and higher."""
    return {
        "seeds": point["n"],
        "ours": loss_text(point["ours"]["mean"]),
        "twin": loss_text(point["twin"]["mean"]),
        "lower": point["lower"],
        "higher": point["higher"],
    }
