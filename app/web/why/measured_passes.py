"""What experiments on subnetworks found over fresh seeds, as the pages of their runs quote it."""

from __future__ import annotations

from app.runs.scenes.measured import at
from app.web.words.names import number
from app.web.words.numbers import loss_text, percent_text
from app.web.words.say import say


def of_members() -> str:
    """How much more their mean gets wrong than the full network, how far both kinds of mean are from it, and losses."""
    one, ten, many = (at("members", count) for count in ("1", "10", "100"))
    return say(
        "ensemble.measured",
        seeds=one["n"],
        one=points_text(one["ours"]["mean"]),
        ten=points_text(ten["ours"]["mean"]),
        many=points_text(many["ours"]["mean"]),
        geometric=number(at("members", "100", "geometric")["ours"]["mean"], 2),
        arithmetic=number(at("members", "100", "arithmetic")["ours"]["mean"], 2),
        loss=loss_text(at("members", "100", "mean-loss")["ours"]["mean"]),
        full_loss=loss_text(at("p-digits", "0.5", "test")["ours"]["mean"]),  # the same runs, dropout off
    )


def of_doubt() -> tuple[str, ...]:
    """Of the plane, and of a curve."""
    relu, tanh = at("doubt", "relu"), at("doubt", "tanh")
    inside = {name: percent_text(at("band", name, "covered")["ours"]["mean"]) for name in ("relu", "tanh")}
    outside = {name: percent_text(at("band", name)["ours"]["mean"]) for name in ("relu", "tanh")}
    wider = {name: loss_text(at("band", name, "spread-rise")["ours"]["mean"]) for name in ("relu", "tanh")}
    return (
        say(
            "doubt.measured plane",
            seeds=relu["n"],
            relu=loss_text(relu["ours"]["mean"]),
            more=relu["higher"],
            entropy=loss_text(at("doubt", "relu", "entropy-rise")["ours"]["mean"]),
            tanh=loss_text(tanh["ours"]["mean"]),
            tanh_more=tanh["higher"],
        ),
        say(
            "doubt.measured curve",
            seeds=at("band", "relu")["n"],
            **{f"inside_{name}": text for name, text in inside.items()},
            **{f"outside_{name}": text for name, text in outside.items()},
            **{f"wider_{name}": text for name, text in wider.items()},
        ),
    )


def of_training_mode() -> str:
    """How much accuracy it costs, by p."""
    low, high = at("forgot", "0.1"), at("forgot", "0.5")
    return say(
        "forgot.measured",
        seeds=high["n"],
        low=points_text(low["ours"]["mean"]),
        high=points_text(high["ours"]["mean"]),
        more=high["higher"],
        wavers=points_text(at("forgot", "0.5", "wavers")["ours"]["mean"]),
    )


def points_text(share: float) -> str:
    """A difference of shares in points: 13.6."""
    return f"{100 * share:.1f}"
