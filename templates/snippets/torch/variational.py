import torch
from torch import nn
from torch.nn import functional as F

p_x, p_h = 0.25, 0.25  # probabilities of dropping, of what comes in and of what comes back
batch, steps, inputs, units = 32, 14, 14, 32

cell = nn.LSTMCell(inputs, units)
x = torch.randn(batch, steps, inputs)


def run():
    z_x = F.dropout(torch.ones(batch, inputs), p_x)  # drawn once, before the first step
    z_h = F.dropout(torch.ones(batch, units), p_h)
    h = c = torch.zeros(batch, units)
    for t in range(steps):
        h, c = cell(x[:, t] * z_x, (h * z_h, c))
    return h, z_x, z_h


with torch.no_grad():
    h, z_x, z_h = (torch.stack(part) for part in zip(*(run() for _ in range(100)), strict=True))
print(f"masks of h: mean {z_h.mean():.3f}, by the formula 1; variance {z_h.var():.3f}, {p_h / (1 - p_h):.3f}")
print(f"the last h: mean {h.mean():.3f}, variance {h.var():.3f}")
