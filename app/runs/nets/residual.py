"""A residual network, built from its plan and its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine import Dense, Dropout, LayerDrop, Network, ReLU, Residual, StochasticDepth
from app.engine.layer import Array, Layer
from app.runs.nets.methods import LayerDrop as LayerDropMethod
from app.runs.nets.methods import Method, Plain
from app.runs.nets.methods import StochasticDepth as StochasticDepthMethod
from app.runs.nets.model import Chance, Chances, Model, there
from app.runs.nets.parts import ResidualNet
from app.runs.nets.plan import Plan


@dataclass(frozen=True)
class ResidualModel(Model):
    """A first layer, blocks beside the road, a last layer."""

    first: Dense
    blocks: list[Residual]
    last: Dense

    def reads(self, place: int) -> Array | None:
        """Of a place inside a block its hidden neurons; of a block what it would add."""
        block = self.blocks[place]
        if self.plan.places[place].name.startswith("inner"):
            return there(block.layers[1].y)
        if block.computed:
            return None
        x = self.values()[f"road{place}"]
        return there(Network.forward(block, x))  # the branch alone; what the block puts out is not changed by it

    def values(self) -> dict[str, Array]:
        road = there(self.first.y)
        found = {"road0": road}
        for k, block in enumerate(self.blocks, 1):  # one that was not computed still has the arrays of before
            found[f"block{k}"] = there(block.layers[-1].y) if block.computed else np.zeros_like(road)
            found[f"road{k}"] = road = there(block.y) if block.computed else road
        return found | {"z": there(self.last.y)}

    def gradients(self) -> dict[str, Array]:
        found, arriving = {}, there(self.last.dx)
        for k, block in reversed(list(enumerate(self.blocks, 1))):
            gate = None if block.gate is None else block.gate.mask
            m = 1.0 if gate is None else gate.reshape(-1, 1)
            found[f"road{k}"] = arriving
            found[f"block{k}"] = m * arriving
            arriving = there(block.dx) if block.computed else arriving
        return found | {"road0": arriving, "x": there(self.first.dx)}


def build(plan: Plan, net: ResidualNet, method: Method | None, chances: Chances) -> ResidualModel:
    """The network of a plan with its initial weights, on the float32 grid; without a method nothing is dropped."""
    inputs, outputs = plan.sizes[0], plan.sizes[-1]
    coins = chances.coins(plan)
    placed = {} if method is None else dict(zip(method.place, method.p, strict=True))
    dropouts: dict[int, Chance] = {}
    first, blocks, last = Dense(inputs, net.width), [], Dense(net.width, outputs)
    for k in range(net.blocks):
        gate, inner = None, []
        if isinstance(method, StochasticDepthMethod) and k in placed:
            p = method.at(k, placed[k], net.blocks)
            dropouts[k] = gate = StochasticDepth(p, coins.place(k), "row" if method.each == "sample" else "batch")
        elif isinstance(method, LayerDropMethod) and k in placed:
            dropouts[k] = gate = LayerDrop(placed[k], coins.place(k))
        elif isinstance(method, Plain) and k in placed:
            dropouts[k] = dropout = Dropout(placed[k], coins.place(k))
            inner = [dropout]
        layers: list[Layer] = [Dense(net.width, net.width), ReLU(), *inner, Dense(net.width, net.width)]
        blocks.append(Residual(layers, gate, last_gain=net.blocks**-0.5))
    network = Network([first, *blocks, last])
    chances.begin(network, "relu")
    return ResidualModel(plan, network, coins, dropouts, first, blocks, last)
