"""A transformer, built from its plan and its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine import Dense, Dropout, Embedding, MeanPool, Network, TransformerLayer
from app.engine.layer import Array
from app.runs.nets.methods import Method
from app.runs.nets.model import Chance, Chances, Model, there
from app.runs.nets.parts import TransformerNet
from app.runs.nets.plan import Plan


@dataclass(frozen=True)
class TransformerModel(Model):
    """An embedding, one layer, the mean of all words, a last layer. Words have no positions: the task is a sum.

    Vectors (`embedded`) are what the table gives with its mask, their gradient that of the table's rows.
    """

    embedding: Embedding
    layer: TransformerLayer
    pool: MeanPool
    last: Dense

    @property
    def factors(self) -> dict[int, Array]:
        found = super().factors
        return found | ({0: found[0][..., None]} if 0 in found else {})  # of a type's whole row

    def reads(self, place: int) -> Array | None:
        """Of words, the table that they are looked up in."""
        if place:
            return None
        table = self.embedding.params["E"]
        return np.broadcast_to(table, (len(self.embedding.ids), *table.shape))

    def values(self) -> dict[str, Array]:
        return {
            "embedded": there(self.embedding.y),
            "attention": self.layer.attention.weights,
            "mixed": there(self.layer.added[0].y),
            "fed": there(self.layer.added[1].y),
            "pooled": there(self.pool.y),
            "z": there(self.last.y),
        }

    def gradients(self) -> dict[str, Array]:
        attended, fed = self.layer.blocks
        words = 1.0 if self.embedding.gain is None else self.embedding.gain
        return {
            "embedded": there(attended.dx) * words,
            "attention": there(self.layer.attention.d_weights),
            "mixed": _through(self.layer.attention_dropout, there(fed.dx)),
            "fed": _through(self.layer.hidden_dropout, there(self.pool.dx)),
            "pooled": there(self.last.dx),
        }


def _through(dropout: Dropout, arriving: Array) -> Array:
    """What is left of a gradient after the mask, if there was one."""
    return arriving if dropout.mask is None else there(dropout.dx)


def build(plan: Plan, net: TransformerNet, method: Method | None, chances: Chances) -> TransformerModel:
    """The network of a plan with its initial weights, on the float32 grid; without a method nothing is dropped."""
    coins = chances.coins(plan)
    placed = {} if method is None else dict(zip(method.place, method.p, strict=True))
    words, weights, mixed, fed = (coins.place(k) for k in range(4))
    embedding = Embedding(net.types, net.width, placed.get(0, 0.0), words)
    layer = TransformerLayer(net.width, net.heads, net.inner, placed.get(1, 0.0), 0.0, (weights, mixed, fed))
    layer.attention_dropout.p, layer.hidden_dropout.p = placed.get(2, 0.0), placed.get(3, 0.0)
    pool, last = MeanPool(), Dense(net.width, plan.sizes[-1])
    acting: list[Chance] = [embedding, layer.attention, layer.attention_dropout, layer.hidden_dropout]
    network = Network([embedding, layer, pool, last])
    chances.begin(network, "relu")
    dropouts = {k: acting[k] for k in placed}
    return TransformerModel(plan, network, coins, dropouts, embedding, layer, pool, last)
