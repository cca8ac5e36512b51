import torch
from torch import nn
from torch.nn import functional as F

p_x, p = 0.0, 0.25  # probabilities of dropping, anew at each step: of what is read, and of h or c
batch, steps, inputs, units = 32, 20, 9, 32
on = "c"  # "h", what comes back, or "c", the memory

cell = nn.LSTMCell(inputs, units)
x = torch.randn(batch, steps, inputs)


def run():
    z_x = F.dropout(torch.ones(batch, steps, inputs), p_x)
    z = F.dropout(torch.ones(batch, steps, units), p)
    h = c = torch.zeros(batch, units)
    for t in range(steps):
        h, c = cell(x[:, t] * z_x[:, t], (h * z[:, t], c) if on == "h" else (h, c * z[:, t]))
    return h, z_x, z


with torch.no_grad():
    h, z_x, z = (torch.stack(part) for part in zip(*(run() for _ in range(100)), strict=True))
print(f"masks: mean {z.mean():.3f}, by the formula 1; variance {z.var():.3f}, {p / (1 - p):.3f}")
print(f"the last h: mean {h.mean():.3f}, variance {h.var():.3f}")
survived = (z[:, :, 1:] > 0).all(2).float().mean()  # what step 0 stored has these masks before it
print(f"kept by every mask {survived:.4f}, by the formula {(1 - p) ** (steps - 1):.4f}")
