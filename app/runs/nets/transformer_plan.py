"""The plan of a transformer: words, their vectors, what attention and feed-forward add to them, their mean, z."""

from __future__ import annotations

from app.runs.nets.methods import Method
from app.runs.nets.parts import TransformerNet
from app.runs.nets.plan import Place, Plan, Signal

OVERHEAD = 150e-6  # seconds of a step, of some sixty calls for small arrays
POINTS = 50  # evaluations of a run


def usual_places(net: TransformerNet, method: type[Method]) -> tuple[int, ...]:
    """At all of them: alone none does much."""
    return (0, 1, 2, 3)


def plan(inputs: int, outputs: int, net: TransformerNet, method: Method | None) -> Plan:
    """Without a method it has the same places."""
    width, tokens, looks = net.width, (inputs, net.width), (net.heads, inputs, inputs)
    dense = 4 * (width + 1) * width + (width + 1) * net.inner + (net.inner + 1) * width
    return Plan(
        kind="transformer",
        signals=(
            Signal("x", (inputs,), "none"),
            Signal("embedded", tokens),
            Signal("attention", looks, "root"),
            Signal("mixed", tokens),
            Signal("fed", tokens),
            Signal("pooled", (width,)),
            Signal("z", (outputs,), "softmax"),
        ),
        places=(
            Place("words", "1.E", (net.types, width), (net.types, 1), (net.types,)),
            Place("attention", "attention", looks, looks, looks),
            Place("mixed", "mixed", tokens, tokens, tokens),
            Place("fed", "fed", tokens, tokens, tokens),
        ),
        placed=() if method is None else tuple(k for k in method.place if k < 4),
        weights=(),
        parameters=net.types * width + dense + 4 * width + (width + 1) * outputs,
        kept=0,
        operations=inputs * dense + 2 * inputs * inputs * width + (width + 1) * outputs,
        overhead=OVERHEAD,
        points=POINTS,
    )
