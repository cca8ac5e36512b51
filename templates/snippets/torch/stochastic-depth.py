import torch
from torch import nn
from torchvision.ops import StochasticDepth

p = (0.0625, 0.125, 0.1875, 0.25, 0.3125, 0.375, 0.4375, 0.5)  # of each block, the probability that it is skipped
batch, width = 32, 48
mode = "batch"  # one coin for the batch, or one for each "row" of it

branches = [nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width)) for _ in p]
gates = [StochasticDepth(rate, mode) for rate in p]


def run(x):
    for branch, gate in zip(branches, gates, strict=True):
        x = x + gate(branch(x))
    return x


x = torch.ones(batch, width)
with torch.no_grad():
    y = torch.stack([run(x) for _ in range(100)])
    masks = torch.stack([torch.stack([gate(x) for gate in gates]) for _ in range(1000)])
print(f"behind the last block: mean {y.mean():.3f}, variance {y.var():.3f}")
print(f"last gate: mean {masks[:, -1].mean():.3f}, by the formula 1")
print(f"variance {masks[:, -1].var():.3f}, by the formula {p[-1] / (1 - p[-1]):.3f}")
depth = (masks[:, :, 0, 0] > 0).float().sum(1).mean()
print(f"blocks that are there: {depth:.3f}, by the formula {len(p) - sum(p):.3f}")
