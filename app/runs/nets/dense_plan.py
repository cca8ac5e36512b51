"""The plan of a dense network: x, h1, h2, ..., z."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from app.runs.nets.methods import DropConnect, Method, Plain
from app.runs.nets.parts import DenseNet
from app.runs.nets.plan import Place, Plan, Signal, Weights

NORM_OVERHEAD = 55e-6  # seconds of a step, a batch normalisation


def usual_places(net: DenseNet, method: type[Method]) -> tuple[int, ...]:
    """After every hidden layer."""
    return tuple(range(1, len(net.hidden) + 1))


def plan(inputs: int, outputs: int, net: DenseNet, method: Method | None) -> Plan:
    """A network without a method has the places of plain dropout."""
    sizes = (inputs, *net.hidden, outputs)
    names = ("x", *(f"h{k}" for k in range(1, len(net.hidden) + 1)), "z")
    weights = tuple(
        Weights(f"{k}.W", f"{k}.b", above, below, shape)
        for k, (above, below), shape in zip(_numbers(net), pairwise(names), pairwise(sizes), strict=True)
    )
    operations = sum((above + 1) * below for above, below in pairwise(sizes))
    moments = isinstance(method, DropConnect) and method.inference == "moments"
    normed = sum(net.hidden) if net.norm != "none" else 0
    placed = () if method is None else tuple(k for k in method.place if k < len(weights))  # a link may be wrong
    return Plan(
        kind="dense",
        signals=tuple(Signal(name, (size,)) for name, size in zip(names, sizes, strict=True)),
        places=_places(names, sizes, weights, method or Plain((), ())),
        placed=placed,
        weights=weights,
        parameters=operations + 2 * normed + (len(placed) if method is not None and method.learned else 0),
        kept=2 * normed,  # mean and variance, as gamma and beta are learned
        operations=operations,
        averaged=sum(sizes[k + 1] for k in placed) if moments else 0,
        overhead=NORM_OVERHEAD * len(net.hidden) if normed else 0.0,
        norm=net.norm,
    )


def _numbers(net: DenseNet) -> range:
    """Of the layers with weights among those with parameters: a normalisation has some, too."""
    return range(1, len(net.hidden) + 2) if net.norm == "none" else range(1, 2 * len(net.hidden) + 2, 2)


def _places(
    names: tuple[str, ...], sizes: tuple[int, ...], weights: tuple[Weights, ...], method: Method
) -> tuple[Place, ...]:
    """On the input and after each hidden layer; of weights, those that leave it."""
    if isinstance(method, DropConnect):
        return tuple(Place(f"w{k}", w.name, w.shape, w.shape, w.shape, method.each) for k, w in enumerate(weights, 1))
    p: Literal["set", "learned"] = "learned" if method.learned else "set"
    return tuple(
        Place(name, name, (size,), (size,), (size,), p=p, rule=method.rule)
        for name, size in zip(names[:-1], sizes[:-1], strict=True)
    )
