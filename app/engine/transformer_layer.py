"""TransformerLayer: attention and a small network, each on normalised tokens and beside a way straight through."""

from __future__ import annotations

import math

import numpy as np

from app.engine.activations import ReLU
from app.engine.attention import Attention
from app.engine.coins import Uniform
from app.engine.dense import Dense
from app.engine.dropout import Dropout
from app.engine.layer import Array
from app.engine.layer_norm import LayerNorm
from app.engine.network import Network
from app.engine.residual import Residual


class TransformerLayer(Network):
    """Tokens look at each other, then each by itself goes through a network with one hidden layer.

        x <- x + drop(attention(norm(x))),   x <- x + drop(feed_forward(norm(x)))

    Dropout is in three places: on the attention's weights at p_weights, and on what each of the two adds at p_added.

    Shapes: x, y, dy, dx are (batch, T, width); the coins (batch, heads, T, T) and twice (batch, T, width).
    Source: Vaswani et al. 2017, with the norm first as Xiong et al. 2020 have it.
    """

    def __init__(
        self,
        width: int,
        heads: int,
        hidden: int,
        p_weights: float,
        p_added: float,
        rngs: tuple[Uniform, Uniform, Uniform],
    ) -> None:
        self.attention = Attention(heads, p_weights, rngs[0])
        self.attention_dropout = Dropout(p_added, rngs[1])
        self.hidden_dropout = Dropout(p_added, rngs[2])
        self.added = (Dense(width, width), Dense(hidden, width))  # whose outputs are added, but for their masks
        self._first = Dense(width, hidden)
        self._asking = Dense(width, 3 * width)  # queries, keys and values
        looking = [LayerNorm(width), self._asking, self.attention, self.added[0], self.attention_dropout]
        feeding = [LayerNorm(width), self._first, ReLU(), self.added[1], self.hidden_dropout]
        self.blocks = (Residual(looking), Residual(feeding))
        super().__init__(self.blocks)

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        """Weights with the gain of what follows them: a ReLU after the first map of the network, elsewhere nothing."""
        super().draw(rng, 1.0)
        self._first.params["W"][...] *= math.sqrt(2.0)

    def backward(self, dy: Array) -> Array:
        """As any network, but for the bias of the keys: the softmax is blind to what all keys have in common, so its
        gradient is 0, and what sums leave of it is rounding, another on each machine."""
        dx = super().backward(dy)
        width = self._asking.inputs
        self._asking.grads["b"][width : 2 * width] = 0.0
        return dx
