"""The legend of the network figure, and what its backward view says of its scales."""

from __future__ import annotations

from collections.abc import Iterator

from app.runs.log.run import Run
from app.web.figures import sizes
from app.web.figures.dense_words import kind_of_run
from app.web.figures.keys import Key
from app.web.words import methods
from app.web.words.say import say

WIDTHS = {"one": 40, "dropped-weight": 20, "stopped-dropped": 34, "stopped-flat": 40, "weight": 40, "gradient": 40}
USUAL = 16  # of those that are one neuron


def keys(run: Run, backward: bool, arrows: bool) -> tuple[Key, ...]:
    """Of the signs that the figure of a run may have. arrows: whether there is room for those of gradients."""
    silent = run.spec.dense.activation == "relu"
    signs = _backward(silent, arrows) if backward else _forward(run, silent)
    return tuple(Key(sign, WIDTHS.get(sign, USUAL), text) for sign, text in signs)


def scales(run: Run, backward: bool, arrows: bool) -> tuple[str, ...]:
    """To what the gradients of the backward view are relative, and of which loss they are; () of weights."""
    if not backward:
        return ()
    least = say("network.no arrow") if arrows else ""
    norm = run.spec.plan.norm
    return say("network.scales" if norm == "none" else f"network.scales {norm}", least=least), say(
        "network.scales of loss", batch=run.spec.training.batch
    )


def _backward(silent: bool, arrows: bool) -> Iterator[tuple[str, str]]:
    if arrows:
        yield "stopped-dropped", say("network.key.stopped dropped")
        yield "stopped-flat", say("network.key.stopped flat")
    else:
        yield "dropped", say("network.key.dropped stops")
        if silent:
            yield "silent", say("network.key.silent stops")
    yield "gradient", say("network.key.gradient")


def _forward(run: Run, silent: bool) -> Iterator[tuple[str, str]]:
    kind, drops = kind_of_run(run), bool(run.spec.place)
    yield "kept", say("network.key.kept" if drops and kind == "bits" else "network.key.active")
    if drops and kind == "factors":
        yield "one", say("network.key.one", most=f"{sizes.MOST_FACTOR:g}")
        if methods.kind_of(run.spec).rule == "gaussian":
            yield "turned", say("network.key.turned")
    elif drops and kind == "weights":
        yield "dropped-weight", say("network.key.dropped weight")
    elif drops:
        yield "dropped", say("network.key.dropped")
    if silent:
        yield "silent", say("network.key.silent")
        yield "dead", say("network.key.dead")
    yield "weight", say("network.key.weight")
