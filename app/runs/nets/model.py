"""What every network of a run is to those who train it and look at it: layers, places with their p, and signals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from app.engine import Coins, Network, draw_weights, to_grid
from app.engine.layer import Array
from app.engine.seeding import Purpose, seeding
from app.runs.nets.plan import Plan


class Chance(Protocol):
    """What acts at a place. mask: what the last forward pass multiplied by, (batch or 1, *mask), or None."""

    @property
    def mask(self) -> Any: ...

    @property
    def p(self) -> float: ...


@dataclass(frozen=True)
class Chances:
    """What a model is drawn from: the seeds of its weights and masks, what its coins are for, and for how many samples
    of a batch they are."""

    weights: int
    masks: int
    batch: int
    purpose: Purpose = "masks"

    def coins(self, plan: Plan) -> Coins:
        """Those of a plan's places."""
        return Coins(self.masks, plan.drawn(self.batch), self.purpose)

    def begin(self, network: Network, activation: str) -> None:
        """Draw a network's initial weights, as before this activation, and put them on the float32 grid."""
        draw_weights(network, activation, np.random.Generator(np.random.PCG64(seeding(self.weights, "weights"))))
        to_grid(network.theta)


@dataclass(frozen=True)
class Model:
    """A network with its places.

    dropouts: where chance acts, by place, in order. Each kind of network says what its signals are (`values`,
    `gradients`), by the names of its plan.
    """

    plan: Plan
    network: Network
    coins: Coins
    dropouts: Mapping[int, Chance]

    def put(self, ps: tuple[float, ...]) -> None:
        """Have these p from now on, one for each place of the plan; where p is learned it stays."""
        for place, layer in self.dropouts.items():
            if self.plan.places[place].p != "learned":
                layer.p = ps[place]  # type: ignore[misc]  # only a learned p cannot be set

    @property
    def ps(self) -> tuple[float, ...]:
        """p in force at each place of the plan, set or learned; 0 where nothing drops."""
        return tuple(self.dropouts[k].p if k in self.dropouts else 0.0 for k in range(len(self.plan.places)))

    @property
    def factors(self) -> dict[int, Array]:
        """What the last forward pass multiplied by, for each place that had factors: (batch or 1, *mask)."""
        return {k: layer.mask for k, layer in self.dropouts.items() if layer.mask is not None}

    def reads(self, place: int) -> Array | None:
        """What a place multiplies, (batch, *shape), where that is no signal, or the last forward pass left it out."""
        return None

    def values(self) -> dict[str, Array]:
        """Each signal but the first, x, as the last forward pass had it: (batch, *shape)."""
        raise NotImplementedError

    def gradients(self) -> dict[str, Array]:
        """dL/d(signal) of the last backward pass, x among them: (batch, *shape). What has none is left out."""
        raise NotImplementedError


def there(values: Array | None) -> Array:
    """An array that a bound layer has, once its pass is done."""
    assert values is not None
    return values
