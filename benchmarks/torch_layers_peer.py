"""The process of `torch_layers.py` in which PyTorch runs.

It writes the losses of the first steps of each network, then reads "number count" and answers with CPU seconds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from itertools import cycle

import torch
from measure import calls
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, max_pool2d, relu
from torch_layers import CHECKED, ENGINE, Step

Masks = Sequence[Tensor]


class Cnn(nn.Module):
    """The network of `torch_layers.cnn`."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 8, 3, padding=1), nn.Conv2d(8, 16, 3, padding=1)
        self.dense1, self.dense2 = nn.Linear(144, 64), nn.Linear(64, 10)

    def forward(self, x: Tensor, masks: Masks) -> Tensor:
        maps = max_pool2d(relu(self.conv1(x.view(-1, 1, 14, 14))), 2)
        maps = relu(self.conv2(maps * masks[0] if masks else maps))
        maps = max_pool2d(maps * masks[1] if masks else maps, 2)
        return self.dense2(relu(self.dense1(maps.flatten(1))))

    def take(self, params: dict[str, Tensor]) -> None:
        """The engine's parameters: its dense weights are (inputs, outputs)."""
        for number, layer in enumerate((self.conv1, self.conv2, self.dense1, self.dense2), 1):
            weights = params[f"{number}.W"]
            layer.weight.copy_(weights if weights.ndim == 4 else weights.T)
            layer.bias.copy_(params[f"{number}.b"])


PEERS: dict[str, Callable[[], nn.Module]] = {
    "cnn": Cnn,
    "cnn, dropout": Cnn,
    "cnn, spatial dropout": Cnn,
    "cnn, DropBlock": Cnn,
}


def training(network: nn.Module, step: Step) -> Callable[[], float]:
    """The training step with the engine's weights, batch and masks, in eager mode, with the fused Adam."""
    network.to(torch.float64)
    with torch.no_grad():
        network.take({name: torch.tensor(values) for name, values in step.network.params.items()})
    optimizer = torch.optim.Adam(network.parameters(), lr=step.lr, fused=True)
    x, y = torch.tensor(step.x), torch.tensor(step.y)
    masks = cycle([[torch.tensor(mask) for mask in masks] for masks in step.masks()])

    def once() -> float:
        optimizer.zero_grad()
        loss = cross_entropy(network(x, next(masks)), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return once


def main() -> None:
    torch.set_num_threads(1)
    steps = [training(PEERS[name](), ENGINE[name]()) for name in json.loads(sys.argv[1])]
    print(json.dumps([[step() for _ in range(CHECKED)] for step in steps]), flush=True)
    chunks = [calls(step) for step in steps]
    for line in sys.stdin:
        number, count = map(int, line.split())
        print(chunks[number](count), flush=True)


if __name__ == "__main__":
    main()
