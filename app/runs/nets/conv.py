"""A small convolutional network, built from its plan and its parts."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine import (
    Conv2d,
    Dense,
    DropBlock,
    Dropout,
    MaxPool2d,
    Network,
    ReLU,
    Reshape,
    SpatialDropout,
)
from app.engine.coins import PlaceCoins
from app.engine.layer import Array, Layer
from app.runs.nets import methods
from app.runs.nets.conv_plan import MAPS
from app.runs.nets.model import Chances, Model, there
from app.runs.nets.parts import ConvNet
from app.runs.nets.plan import Plan

Drop = Dropout | SpatialDropout | DropBlock


@dataclass(frozen=True)
class ConvModel(Model):
    """Two convolutions with ReLU, each with a pool, and two dense layers."""

    convolutions: tuple[Conv2d, Conv2d]
    pools: tuple[MaxPool2d, MaxPool2d]
    dense: tuple[Dense, Dense]
    activations: tuple[ReLU, ReLU, ReLU]  # of the convolutions, and of the first dense layer

    def values(self) -> dict[str, Array]:
        conv1, conv2, dense = (there(relu.out) for relu in self.activations)
        pool1, pool2 = (there(pool.y) for pool in self.pools)
        z = there(self.dense[1].y)
        return {"conv1": conv1, "pool1": pool1, "conv2": conv2, "pool2": pool2, "dense": dense, "z": z}

    def gradients(self) -> dict[str, Array]:
        first, second = self.convolutions
        shapes = {signal.name: signal.shape for signal in self.plan.signals}
        flat = there(self.dense[0].dx)
        return {
            "x": there(first.dx).reshape(-1, *shapes["x"]),
            "conv1": there(self.pools[0].dx),
            "pool1": self._before(0, second),
            "conv2": self._before(1, self.pools[1]),
            "pool2": flat.reshape(len(flat), *shapes["pool2"]),
            "dense": self._before(2, self.dense[1]),
        }

    def _before(self, place: int, reader: Layer) -> Array:
        """The gradient before the mask of a place, or, where none acts there, of what is read."""
        masked = place in self.factors
        return there(self.dropouts[place].dx if masked else reader.dx)  # type: ignore[attr-defined]


def build(plan: Plan, net: ConvNet, method: methods.Method | None, chances: Chances) -> ConvModel:
    """The network of a plan with its initial weights, on the float32 grid; without a method nothing is dropped."""
    shapes = {signal.name: signal.shape for signal in plan.signals}
    coins = chances.coins(plan)
    placed = {} if method is None else dict(zip(method.place, method.p, strict=True))
    dropouts: dict[int, Drop] = {k: _drop(method, k, p, coins.place(k)) for k, p in placed.items()}
    first, second = net.maps
    flat, outputs = plan.sizes[4], plan.sizes[-1]
    convolutions = Conv2d(1, first), Conv2d(first, second)
    pools = MaxPool2d(), MaxPool2d()
    dense = Dense(flat, net.neurons), Dense(net.neurons, outputs)
    relus = ReLU(), ReLU(), ReLU()
    after = [[dropouts[k]] if k in dropouts else [] for k in range(len(plan.places))]
    network = Network(
        [
            *(Reshape(1, *shapes["x"]), convolutions[0], relus[0], pools[0], *after[0]),
            *(convolutions[1], relus[1], *after[1], pools[1]),
            *(Reshape(flat), dense[0], relus[2], *after[2], dense[1]),
        ]
    )
    chances.begin(network, "relu")
    return ConvModel(plan, network, coins, dropouts, convolutions, pools, dense, relus)


def _drop(method: methods.Method | None, place: int, p: float, rng: PlaceCoins) -> Drop:
    """The layer of a method at a place: of neurons in the dense layer, whatever it does on maps."""
    if isinstance(method, methods.Spatial) and place in MAPS:
        return SpatialDropout(p, rng)
    if isinstance(method, methods.DropBlock) and place in MAPS:
        return DropBlock(p, method.block, rng)
    return Dropout(p, rng)
