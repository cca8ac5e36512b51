"""How often each position of the maps at a place has been off so far, counted over a run's own masks."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from app.engine import Coins
from app.engine.layer import Array
from app.runs.nets.conv_plan import rule
from app.runs.spec.run_spec import RunSpec

MOST_STEPS = 1000  # that are counted


@dataclass(frozen=True)
class Positions:
    """off: in how many of the masks of all maps and samples each position was off, (height, width); p: in force while
    they were counted, since step `first`."""

    p: float
    first: int
    steps: int
    masks: int
    off: Array

    @property
    def share(self) -> Array:
        """... in which share of them."""
        return self.off / self.masks


def positions_in_parts(
    spec: RunSpec, place: int, step: int, before: Positions | None = None
) -> Generator[None, None, Positions]:
    """Count up to a step and with it, as far back as p was the same, with a pause after each part; go on from what was
    counted before, where that is of the same steps."""
    of, batch = spec.plan.places[place], spec.training.batch
    changed = max([change.step for change in spec.changes if change.name == "p" and change.step <= step], default=0)
    first, p, drops = max(changed, step + 1 - MOST_STEPS), spec.rates(step)[place], rule(spec.method, of.shape)
    off, start = np.zeros(of.shape[-2:]), first
    if before is not None and (before.first, before.p) == (first, p) and before.first + before.steps <= step + 1:
        off, start = before.off.copy(), first + before.steps
    coins = Coins(spec.seeds.masks, spec.plan.drawn(batch))
    while start <= step:
        stop = min(step + 1, (start // coins.length + 1) * coins.length)
        kept = drops.kept(coins.levels(place, start, stop), p)
        off = off + np.broadcast_to(~kept, (*kept.shape[:3], *of.shape[-2:])).sum(axis=(0, 1, 2))
        start = stop
        yield
    return Positions(p, first, step + 1 - first, (step + 1 - first) * batch * of.shape[0], off)
