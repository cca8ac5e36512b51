import torch
from torch import nn

p = (0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2)  # of each block, the probability that it is skipped
batch, width = 32, 48

branches = [nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width)) for _ in p]


def run(x, kept):
    for branch, there in zip(branches, kept, strict=True):
        if there:
            x = x + branch(x)  # never scaled
    return x


x = torch.ones(batch, width)
with torch.no_grad():
    masks = torch.rand(1000, len(p)) >= torch.tensor(p)  # one coin a block for the whole batch
    y = torch.stack([run(x, kept) for kept in masks])
    evaluated = run(x, [True] * len(p))
    pruned = run(x, [k % 2 == 0 for k in range(len(p))])  # every other block, without training again
print(f"behind the last block: mean {y.mean():.3f}, variance {y.var():.3f}")
print(f"blocks that are there: {masks.sum(1).float().mean():.3f}, by the formula {len(p) - sum(p):.3f}")
print(f"in evaluation: mean {evaluated.mean():.3f}; with every other block {pruned.mean():.3f}")
