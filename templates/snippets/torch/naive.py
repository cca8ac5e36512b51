import torch
from torch import nn
from torch.nn import functional as F

p = 0.25  # probability of dropping, anew at each step
batch, steps, inputs, units = 32, 20, 9, 32
on = "c"  # "h", what comes back, or "c", the memory

cell = nn.LSTMCell(inputs, units)
x = torch.randn(batch, steps, inputs)


def run():
    h = c = torch.zeros(batch, units)
    masks = []
    for t in range(steps):
        masks.append(F.dropout(torch.ones(batch, units), p))
        kept = (h * masks[t], c) if on == "h" else (h, c * masks[t])
        h, c = cell(x[:, t], kept)
    return h, torch.stack(masks, 1)


with torch.no_grad():
    h, masks = (torch.stack(part) for part in zip(*(run() for _ in range(100)), strict=True))
print(f"masks: mean {masks.mean():.3f}, by the formula 1; variance {masks.var():.3f}, {p / (1 - p):.3f}")
print(f"the last h: mean {h.mean():.3f}, variance {h.var():.3f}")
survived = (masks[:, :, 1:] > 0).all(2).float().mean()  # what step 0 stored has these masks before it
print(f"kept by every mask {survived:.4f}, by the formula {(1 - p) ** (steps - 1):.4f}")
