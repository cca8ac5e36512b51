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
from torch import Tensor, einsum, nn
from torch.nn.functional import cross_entropy, max_pool2d, one_hot, relu, softmax
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


class Transformer(nn.Module):
    """The network of `torch_layers.transformer`."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(60, 24)
        self.norm1, self.norm2 = nn.LayerNorm(24), nn.LayerNorm(24)
        self.queries_keys_values, self.join = nn.Linear(24, 72), nn.Linear(24, 24)
        self.hidden, self.back, self.last = nn.Linear(24, 48), nn.Linear(48, 24), nn.Linear(24, 3)

    def forward(self, x: Tensor, masks: Masks) -> Tensor:
        words, weights, *added = masks or (None,) * 4
        h = self.embedding(x.long())
        h = h if words is None else h * words.gather(1, x.long())[..., None]
        h = h + masked(self.join(self.attend(self.queries_keys_values(self.norm1(h)), weights)), added[0])
        h = h + masked(self.back(relu(self.hidden(self.norm2(h)))), added[1])
        return self.last(h.mean(dim=1))

    def attend(self, x: Tensor, mask: Tensor | None) -> Tensor:
        query, key, value = x.view(*x.shape[:2], 3, 2, 12).permute(2, 0, 3, 1, 4)
        weights = masked(softmax(query @ key.transpose(-1, -2) / 12**0.5, dim=-1), mask)
        return (weights @ value).transpose(1, 2).flatten(2)

    def take(self, params: dict[str, Tensor]) -> None:
        """The engine's parameters: its dense weights are (inputs, outputs)."""
        self.embedding.weight.copy_(params["1.E"])
        for number, layer in {"2.1.1": self.norm1, "2.2.1": self.norm2}.items():
            layer.weight.copy_(params[f"{number}.gamma"])
            layer.bias.copy_(params[f"{number}.beta"])
        maps = {"2.1.2": self.queries_keys_values, "2.1.3": self.join, "2.2.2": self.hidden, "2.2.3": self.back}
        for name, linear in {**maps, "3": self.last}.items():
            linear.weight.copy_(params[f"{name}.W"].T)
            linear.bias.copy_(params[f"{name}.b"])


class Lstm(nn.Module):
    """The network of `torch_layers.lstm`: without masks `nn.LSTM`, and with them a loop, as PyTorch has no such masks.

    Masks are of x (batch, 1, inputs), and of h (batch, 1, 1 or 4, hidden).
    """

    def __init__(self) -> None:
        super().__init__()
        self.lstm, self.dense = nn.LSTM(9, 32, batch_first=True), nn.Linear(32, 8)
        self.cell = nn.LSTMCell(9, 32)
        for name, values in self.lstm.named_parameters():
            setattr(self.cell, name.removesuffix("_l0"), values)  # the same ones

    def forward(self, x: Tensor, masks: Masks) -> Tensor:
        x = torch.cat([one_hot(x.long(), 8), torch.eye(1, x.shape[1]).T.expand(len(x), -1, 1)], dim=2).double()
        if not masks:
            return self.dense(self.lstm(x)[0][:, -1])
        (mx, mh), h, c = masks, torch.zeros(len(x), 32, dtype=x.dtype), torch.zeros(len(x), 32, dtype=x.dtype)
        if mh.shape[2] == 1:
            for x_t in (x * mx).unbind(1):
                h, c = self.cell(x_t, (h * mh[:, 0, 0], c))
            return self.dense(h)
        sums = (x * mx) @ self.cell.weight_ih.T + self.cell.bias_ih + self.cell.bias_hh
        weights, mh = self.cell.weight_hh.view(4, 32, 32), mh[:, 0].roll(-1, 1)
        for sum_t in sums.unbind(1):
            i, f, g, o = sum_t.view(-1, 4, 32).add(einsum("bgh,gkh->bgk", h[:, None] * mh, weights)).unbind(1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * c.tanh()
        return self.dense(h)

    def take(self, params: dict[str, Tensor]) -> None:
        """The engine's parameters: its gates are o, i, f, g, PyTorch's i, f, g, o, and its second bias is 0."""
        for name, weights in (("weight_ih_l0", "1.Wx"), ("weight_hh_l0", "1.Wh"), ("bias_ih_l0", "1.b")):
            getattr(self.lstm, name).copy_(params[weights].roll(-32, -1).movedim(-1, 0))
        self.lstm.bias_hh_l0.zero_().requires_grad_(False)
        self.dense.weight.copy_(params["2.W"].T)
        self.dense.bias.copy_(params["2.b"])


def masked(x: Tensor, mask: Tensor | None) -> Tensor:
    return x if mask is None else x * mask


class Residual(nn.Module):
    """The network of `torch_layers.residual`: a block that is closed for the whole batch is not computed."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = nn.Linear(196, 48), nn.Linear(48, 10)
        self.blocks = nn.ModuleList(nn.Sequential(nn.Linear(48, 48), nn.ReLU(), nn.Linear(48, 48)) for _ in range(8))

    def forward(self, x: Tensor, masks: Masks) -> Tensor:
        x = self.first(x)
        for block, mask in zip(self.blocks, masks or [None] * 8, strict=True):
            if mask is None:
                x = x + block(x)
            elif len(mask) > 1 or mask.item() > 0:
                x = x + block(x) * mask[:, None]
        return self.last(x)

    def take(self, params: dict[str, Tensor]) -> None:
        """The engine's parameters, as above."""
        named = {"1": self.first, "10": self.last}
        for number, block in enumerate(self.blocks, 2):
            named |= {f"{number}.1": block[0], f"{number}.2": block[2]}
        for name, layer in named.items():
            layer.weight.copy_(params[f"{name}.W"].T)
            layer.bias.copy_(params[f"{name}.b"])


PEERS: dict[str, Callable[[], nn.Module]] = {
    "cnn": Cnn,
    "cnn, dropout": Cnn,
    "cnn, spatial dropout": Cnn,
    "cnn, DropBlock": Cnn,
    "transformer": Transformer,
    "transformer, dropout": Transformer,
    "lstm": Lstm,
    "lstm, variational tied": Lstm,
    "lstm, variational untied": Lstm,
    "residual": Residual,
    "residual, stochastic depth": Residual,
    "residual, by row": Residual,
    "residual, LayerDrop": Residual,
}


def training(network: nn.Module, step: Step) -> Callable[[], float]:
    """The training step with the engine's weights, batch and masks, in eager mode, with the fused Adam."""
    network.to(torch.float64)
    with torch.no_grad():
        network.take({name: torch.tensor(values) for name, values in step.network.params.items()})
    optimizer = torch.optim.Adam(network.parameters(), lr=step.lr, fused=True)
    always = isinstance(network, Residual)  # a closed block has a gradient of 0: without any, Adam would not move it on
    for parameter in network.parameters():
        parameter.grad = torch.zeros_like(parameter) if always else None
    x, y = torch.tensor(step.x), torch.tensor(step.y)
    masks = cycle([[torch.tensor(mask) for mask in masks] for masks in step.masks()])

    def once() -> float:
        optimizer.zero_grad(set_to_none=not always)
        loss = cross_entropy(network(x, next(masks)), y)
        loss.backward()
        if step.most:
            nn.utils.clip_grad_norm_(network.parameters(), step.most)
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
