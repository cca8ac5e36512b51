"""The plan of any network: each kind has a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.runs.nets import conv_plan, dense_plan, lstm_plan, residual_plan, transformer_plan
from app.runs.nets.methods import Method
from app.runs.nets.parts import Net
from app.runs.nets.plan import Plan


class Kind(NamedTuple):
    """plan: of (inputs, outputs, net, method); usual: where a method sits, if a link does not say, of (net, method)."""

    plan: Callable[[int, int, Any, Method | None], Plan]
    usual: Callable[[Any, type[Method]], tuple[int, ...]]


KINDS: Mapping[str, Kind] = {
    "dense": Kind(dense_plan.plan, dense_plan.usual_places),
    "conv": Kind(conv_plan.plan, conv_plan.usual_places),
    "lstm": Kind(lstm_plan.plan, lstm_plan.usual_places),
    "residual": Kind(residual_plan.plan, residual_plan.usual_places),
    "transformer": Kind(transformer_plan.plan, transformer_plan.usual_places),
}


def plan(inputs: int, outputs: int, net: Net, method: Method | None) -> Plan:
    """The network before any number. Without a method it has the places of the network's usual one."""
    return KINDS[net.name].plan(inputs, outputs, net, method)


def usual_places(net: Net, method: type[Method]) -> tuple[int, ...]:
    """Where the method sits in this network if a link does not say."""
    return KINDS[net.name].usual(net, method)
