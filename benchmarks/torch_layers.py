"""A training step of each small network of layers against the same step in PyTorch, eager float64, on one CPU thread.

    python benchmarks/torch_layers.py [name ...]

PyTorch is in a process of its own (`torch_layers_peer.py`); the two are asked in turn for chunks of about 4 ms. Both
begin with the same weights and multiply by the same masks: PyTorch is handed them ready, while the engine's step draws
them and makes them, and rounds its parameters to the float32 grid, as every run does. The losses of the first steps
are held against each other before anything is measured.

A network is a function in ENGINE here and one of the same name in PEERS there. PyTorch is taken from the interpreter's
own packages where it is there, and else from the environment of `torch_step.py`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from measure import calls, paired, print_table
from threadpoolctl import threadpool_limits
from torch_step import chunks_of, torch_python

from app.engine import (
    LSTM,
    Adam,
    Coins,
    Conv2d,
    Dense,
    DropBlock,
    Dropout,
    Embedding,
    LastStep,
    Layer,
    LayerDrop,
    MaxPool2d,
    MeanPool,
    Network,
    OneHot,
    RecurrentMask,
    ReLU,
    Reshape,
    Residual,
    SoftmaxCrossEntropy,
    SpatialDropout,
    StochasticDepth,
    TransformerLayer,
    clip,
    draw_weights,
    linear_decay,
    to_grid,
)

CYCLE = 32  # steps, after which the same masks come again
CHECKED = 6  # steps whose losses have to agree


class Step(NamedTuple):
    """What both sides of a comparison are made of."""

    network: Network
    coins: Coins
    x: np.ndarray
    y: np.ndarray
    lr: float
    most: float | None = None  # the length of a gradient

    def masks(self) -> list[list[np.ndarray]]:
        """The masks of each step of the cycle, one for each layer that draws: for PyTorch."""
        drawing = list(drawing_layers(self.network))
        found = []
        for step in range(CYCLE):
            self.coins.seek(step)
            self.network.forward(self.x)
            found.append([np.array(mask) for layer in drawing for mask in masks_of(layer)])
        return found

    def once(self) -> Callable[[], float]:
        """The engine's training step, a function to call again and again, which returns the loss."""
        network, coins, x, y, lr, most = self
        network.bind(x.shape)
        network.want_data_gradient(False)
        optimizer, loss = Adam(network.theta, lr), SoftmaxCrossEntropy()
        row = np.empty(network.theta.shape, np.float32)
        coins.seek(-1)

        def step() -> float:
            coins.seek((coins.step + 1) % CYCLE)
            value = loss.forward(network.forward(x), y)
            network.backward(loss.backward())
            if most:
                clip(network.grad, most)
            optimizer.step(network.grad)
            to_grid(network.theta, row)
            return value

        return step


def drawing_layers(network: Network) -> Iterator[Layer]:
    """The layers that draw, those of networks within it too."""
    for layer in network.layers:
        if isinstance(layer, Residual) and layer.gate is not None:
            yield layer.gate
        if isinstance(layer, Network):
            yield from drawing_layers(layer)
        elif layer.draws:
            yield layer


def masks_of(layer: Layer) -> list[np.ndarray]:
    """What a layer multiplied by in its last forward pass: an LSTM at up to four places, x first."""
    drawn = layer.drawn.values() if isinstance(layer, LSTM) else [layer.mask]  # type: ignore[attr-defined]
    return [mask for mask in drawn if mask is not None]


# The engine's side


def cnn(drop: Callable[[Coins, int], Layer] | None) -> Step:
    """196 as 1 x 14 x 14, conv 8, ReLU, pool, [drop], conv 16, ReLU, [drop], pool, 144-64-10, for a batch of 32."""
    coins = Coins(1, [(32, 8, 7, 7), (32, 16, 7, 7)])
    first, second = ([drop(coins, k)] if drop else [] for k in (0, 1))
    maps = [Reshape(1, 14, 14), Conv2d(1, 8), ReLU(), MaxPool2d(), *first, Conv2d(8, 16), ReLU(), *second, MaxPool2d()]
    network = Network([*maps, Reshape(144), Dense(144, 64), ReLU(), Dense(64, 10)])
    rng = np.random.default_rng(1)
    draw_weights(network, "relu", rng)
    to_grid(network.theta)
    return Step(network, coins, rng.random((32, 196)), rng.integers(0, 10, 32), 2e-3)


def transformer(p: float) -> Step:
    """Embedding of 60 types, 24 wide, a layer of 2 heads and 48 hidden, mean, 3, for 32 sequences of 12 words."""
    coins = Coins(1, [(32, 60), (32, 2, 12, 12), (32, 12, 24), (32, 12, 24)])
    words, *others = (coins.place(k) for k in range(4))
    layer = TransformerLayer(24, 2, 48, p, p, (others[0], others[1], others[2]))
    network = Network([Embedding(60, 24, p, words), layer, MeanPool(), Dense(24, 3)])
    rng = np.random.default_rng(1)
    draw_weights(network, "relu", rng)
    to_grid(network.theta)
    return Step(network, coins, rng.integers(0, 60, (32, 12)).astype(np.float64), rng.integers(0, 3, 32), 2e-3)


def lstm(tied: bool | None) -> Step:
    """20 symbols of 8 and a flag, one-hot, LSTM 32, its last step, 8, for a batch of 32; masks of x and h."""
    coins = Coins(1, [(32, 20, 9), (32, 20, 4, 32)])
    masks = [RecurrentMask("x", 0.25, coins.place(0)), RecurrentMask("h", 0.25, coins.place(1), tied=tied is not False)]
    network = Network([OneHot(8, flag=True), LSTM(9, 32, [] if tied is None else masks), LastStep(), Dense(32, 8)])
    rng = np.random.default_rng(1)
    draw_weights(network, "tanh", rng)
    to_grid(network.theta)
    x = rng.integers(0, 8, (32, 20)).astype(float)
    return Step(network, coins, x, x[:, 0].astype(int), 1e-2, most=1.0)


def residual(gate: Callable[[Coins, int], StochasticDepth] | None, rows: int = 1) -> Step:
    """196-48, 8 blocks of 48-48, ReLU, 48, each with its gate, and 48-10, for a batch of 32."""
    coins = Coins(1, [(rows,)] * 8)
    blocks = [
        Residual([Dense(48, 48), ReLU(), Dense(48, 48)], gate(coins, k) if gate else None, last_gain=8**-0.5)
        for k in range(8)
    ]
    network = Network([Dense(196, 48), *blocks, Dense(48, 10)])
    rng = np.random.default_rng(1)
    draw_weights(network, "relu", rng)
    to_grid(network.theta)
    return Step(network, coins, rng.random((32, 196)), rng.integers(0, 10, 32), 1e-3)


DECAY = linear_decay(8, 0.5)

ENGINE: dict[str, Callable[[], Step]] = {
    "cnn": lambda: cnn(None),
    "cnn, dropout": lambda: cnn(lambda coins, k: Dropout(0.2, coins.place(k))),
    "cnn, spatial dropout": lambda: cnn(lambda coins, k: SpatialDropout(0.2, coins.place(k))),
    "cnn, DropBlock": lambda: cnn(lambda coins, k: DropBlock(0.2, 3, coins.place(k))),
    "transformer": lambda: transformer(0.0),
    "transformer, dropout": lambda: transformer(0.3),
    "lstm": lambda: lstm(None),
    "lstm, variational tied": lambda: lstm(True),
    "lstm, variational untied": lambda: lstm(False),
    "residual": lambda: residual(None),
    "residual, stochastic depth": lambda: residual(lambda coins, k: StochasticDepth(DECAY[k], coins.place(k))),
    "residual, by row": lambda: residual(lambda coins, k: StochasticDepth(DECAY[k], coins.place(k), "row"), 32),
    "residual, LayerDrop": lambda: residual(lambda coins, k: LayerDrop(0.2, coins.place(k))),
}
# Times PyTorch's time, at most, by name or by what stands before its comma.
REACH = {"cnn": 1.5, "transformer": 1.5, "lstm": 1.5, "lstm, variational tied": 1.0, "residual": 1.0}


# The comparison


def peer_python() -> str | Path:
    """An interpreter with PyTorch: this one, where it has it."""
    return sys.executable if importlib.util.find_spec("torch") else torch_python()


def agree(name: str, step: Callable[[], float], theirs: list[float]) -> None:
    """Raise ValueError unless both sides have the same losses in their first steps."""
    ours = [step() for _ in range(CHECKED)]
    if not np.allclose(ours, theirs, rtol=1e-5):
        raise ValueError(f"{name}: the engine's losses are {ours}, PyTorch's {theirs}")


def main(names: list[str]) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # one core for both: it has one speed at a time
    path = os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONPATH": path}
    rows = []
    with subprocess.Popen(
        [peer_python(), Path(__file__).with_name("torch_layers_peer.py"), json.dumps(names)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
    ) as peer:
        assert peer.stdout is not None
        assert peer.stdin is not None
        for number, (name, losses) in enumerate(zip(names, json.loads(peer.stdout.readline()), strict=True)):
            step = ENGINE[name]().once()
            agree(name, step, losses)
            found = paired(calls(step), chunks_of(peer, number))
            reach = REACH.get(name, REACH[name.split(",")[0]])
            rows.append((name, *(f"{s * 1e6:.0f}" for s in found[1:]), f"{found.ratio:.2f}", reach))
        peer.stdin.close()
    print_table(("network", "engine µs", "PyTorch µs", "ratio", "reach"), rows)


if __name__ == "__main__":
    with threadpool_limits(1):
        sys.exit(main(sys.argv[1:] or list(ENGINE)))
