import torch
from torch import nn
from torch.nn import functional as F

p_x, p_h = 0.25, 0.25  # probabilities of dropping, of what comes in and of what comes back
batch, steps, inputs, units = 32, 14, 14, 32

cell = nn.LSTMCell(inputs, units)  # for its weights
x = torch.randn(batch, steps, inputs)


def run():
    z_x = F.dropout(torch.ones(batch, inputs), p_x)  # drawn once, before the first step
    z_h = F.dropout(torch.ones(4, batch, units), p_h)  # each gate reads h through its own
    h = c = torch.zeros(batch, units)
    for t in range(steps):
        from_x = F.linear(x[:, t] * z_x, cell.weight_ih, cell.bias_ih + cell.bias_hh).chunk(4, 1)
        from_h = [F.linear(h * z, w) for z, w in zip(z_h, cell.weight_hh.chunk(4), strict=True)]
        i, f, g, o = (a + b for a, b in zip(from_x, from_h, strict=True))
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
    return h, z_x, z_h


with torch.no_grad():
    h, z_x, z_h = (torch.stack(part) for part in zip(*(run() for _ in range(100)), strict=True))
print(f"masks of h: mean {z_h.mean():.3f}, by the formula 1; variance {z_h.var():.3f}, {p_h / (1 - p_h):.3f}")
print(f"the last h: mean {h.mean():.3f}, variance {h.var():.3f}")
