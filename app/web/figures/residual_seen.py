"""What is seen of a residual network at a step for a sample: which blocks are left out, how much the others add."""

from __future__ import annotations

import numpy as np

from app.runs.nets.methods import Plain
from app.runs.nets.parts import ResidualNet
from app.runs.spec.run_spec import RunSpec
from app.web.moment import Array, Moment, once_a_moment


def net_of(spec: RunSpec) -> ResidualNet:
    assert isinstance(spec.net, ResidualNet)
    return spec.net


def inside(spec: RunSpec) -> bool:
    """Whether neurons inside the blocks are dropped, and not blocks."""
    return isinstance(spec.method, Plain)


def scaled(spec: RunSpec) -> bool:
    """Whether what an open block adds is scaled up."""
    return spec.method is not None and spec.method.rule == "bernoulli" and not inside(spec)


@once_a_moment
def closed(moment: Moment) -> tuple[int, ...]:
    """The places whose block is left out for this sample."""
    if inside(moment.run.spec):
        return ()
    return tuple(k for k, of in moment.acting.items() if not of.any())


@once_a_moment
def sizes(moment: Moment) -> list[float]:
    """What each block adds against what passes by it, |m f(x)| / |x|; backward, what comes back through it against what
    comes back on the road."""
    blocks = range(1, net_of(moment.run.spec).blocks + 1)
    if moment.backward:
        road = [moment.passed_back[f"road{k}"] for k in range(len(blocks) + 1)]
        return [_share(road[k - 1] - road[k], road[k]) for k in blocks]
    found = []
    for k in blocks:
        m = 1.0 if inside(moment.run.spec) else float(moment.acting.get(k - 1, np.ones(())))
        found.append(_share(m * moment.signals[f"block{k}"], moment.signals[f"road{k - 1}"]))
    return found


def coin(moment: Moment, place: int) -> float:
    """u of a place, for this sample."""
    u = moment.training.model.coins.place(place).random().ravel()
    return float(u[moment.sample if len(u) > 1 else 0])


def norm(values: Array) -> float:
    return float(np.sqrt((values * values).sum()))


def _share(part: Array, whole: Array) -> float:
    return norm(part) / (norm(whole) or 1.0)
