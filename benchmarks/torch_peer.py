"""The process of `torch_step.py` in which PyTorch runs: reads "number count", answers with CPU seconds."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from itertools import pairwise

import torch
from measure import calls
from torch import nn

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh}


def step(sizes: list[int], batch: int, activation: str, dtype: str, fused: bool) -> Callable[[], None]:
    """One training step of the same network with the same dropout, in eager mode."""
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(sizes[:-1]):
        layers += [nn.Linear(inputs, outputs), ACTIVATIONS[activation](), nn.Dropout(0.5)]
    kind = getattr(torch, dtype)
    network = nn.Sequential(*layers, nn.Linear(*sizes[-2:])).to(kind)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, fused=fused)
    x = torch.randn(batch, sizes[0], dtype=kind)
    if sizes[-1] == 1:
        loss, y = nn.BCEWithLogitsLoss(), torch.randint(0, 2, (batch, 1)).to(kind)
    else:
        loss, y = nn.CrossEntropyLoss(), torch.randint(0, sizes[-1], (batch,))

    def once() -> None:
        optimizer.zero_grad()
        value = loss(network(x), y)
        value.backward()
        optimizer.step()
        value.item()  # the engine's loss is a Python float too

    return once


def main() -> None:
    torch.set_num_threads(1)
    chunks = [calls(step(*wanted)) for wanted in json.loads(sys.argv[1])]
    for line in sys.stdin:
        number, count = map(int, line.split())
        print(chunks[number](count), flush=True)


if __name__ == "__main__":
    main()
